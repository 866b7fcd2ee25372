"""The conversions of docs/examples write files that the desk takes, here from a few rows."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from engine import orders, proof, replenishment, stock, supply
from engine.interchange.exporting import export_file
from engine.interchange.importing import import_file
from engine.model import SweepName
from engine.store import Session
from engine.sweeps import run_sweep

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SAMPLE = {
    "products": [
        "product_id,product_name,supplier_id,quantity_per_unit",
        ",units_in_stock,units_on_order,reorder_level,discontinued\n",
        "1,Chai,8,10 boxes,39,0,40,0\n",
        "2,Chang,8,24 bottles,0,40,0,0\n",
    ],
    "order_details": [
        "order_id,product_id,unit_price,quantity,discount\n",
        "10248,1,14,12,0\n",
        "10248,2,9.8,10,0.05\n",
    ],
    "orders": [
        "order_id,customer_id,order_date,required_date",
        ",ship_name,ship_address,ship_city,ship_region,ship_postal_code,ship_country\n",
        "10248,VINET,1996-07-04,1996-08-01,Vins et alcools,59 rue de l'Abbaye,Reims,,51100,France\n",
    ],
    "customers": [
        "customer_id,company_name,address,city,region,postal_code,country\n",
        "VINET,Vins et alcools Chevalier,59 rue de l'Abbaye,Reims,,51100,France\n",
        'PARIS,Paris spécialités,"265, boulevard Charonne",Paris,,75012,France\n',
    ],
    "suppliers": ["supplier_id,company_name\n", "8,Specialty Biscuits\n"],
}


def example(name: str) -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(EXAMPLES / f"{name}.py")))


def bring(desk: Session, folder: Path, ending: str, *kinds: str) -> None:
    for kind in kinds:
        import_file(desk, kind, folder / f"{kind}.{ending}", actor="Ana")


def broken(desk: Session) -> list[str]:
    with desk.snapshot() as tx:
        return proof.problems(tx)["sentence"].to_list()


@pytest.fixture
def northwind(desk: Session, tmp_path: Path) -> Path:
    """The folder of the converted sample, and a desk that has taken it."""
    for name, text in SAMPLE.items():
        (tmp_path / f"{name}.csv").write_text("".join(text), encoding="utf-8")
    example("northwind").main(tmp_path, tmp_path / "files")
    bring(
        desk, tmp_path / "files", "csv", "vendors", "items", "customers", "stock", "orders", "purchase-orders"
    )
    (tmp_path / "on.csv").write_text("name,value\nbackorder_management,on", encoding="utf-8")
    import_file(desk, "preferences", tmp_path / "on.csv", actor="Ana")
    return tmp_path / "files"


def test_northwind_comes_in_and_what_lacks_waits_for_what_is_on_order(desk: Session, northwind: Path) -> None:
    with desk.snapshot() as tx:
        assert orders.lines(tx, "10248")["state"].to_list() == ["allotted", "backordered"]
        assert orders.find(tx, "10248")["address"].startswith("Vins et alcools, 59 rue")
        assert replenishment.proposal(tx)["target_qty"].to_list() == [400, 300]  # level and a month
    bring(desk, northwind, "csv", "receipts")
    run_sweep(desk, SweepName.PRIMARY, actor="Ana")
    with desk.snapshot() as tx:
        assert orders.lines(tx, "10248")["state"].to_list() == ["allotted", "allotted"]
    assert broken(desk) == []


def test_what_replenishment_proposes_can_be_bought_with_a_spreadsheet(
    desk: Session, northwind: Path, tmp_path: Path
) -> None:
    run_sweep(desk, SweepName.REPLENISHMENT, actor="Ana")
    export_file(desk, "purchase-orders", tmp_path / "proposed.csv")
    example("order_proposals").main(tmp_path / "proposed.csv", tmp_path)
    import_file(desk, "purchase-orders", tmp_path / "buy.csv", actor="Ana")
    run_sweep(desk, SweepName.REPLENISHMENT, actor="Ana")
    with desk.snapshot() as tx:
        states = dict(supply.purchase_orders(tx).select("po", "state").iter_rows())
    assert states == {"NW-8": "open", "BUY-PO101": "open", "PO101": "void"}
    import_file(desk, "receipts", tmp_path / "bought.csv", actor="Ana")
    assert broken(desk) == []


def test_online_retail_comes_in_without_what_nobody_ordered(desk: Session, tmp_path: Path) -> None:
    rows = [
        ("536365", "85123a", "HEART", 10, "2022-12-01 08:26:00", 2.55, 17850.0, "France"),
        ("536365", "POST", "POSTAGE", 1, "2022-12-01 08:27:00", 18.0, 17850.0, "France"),
        ("C536379", "85123A", "HEART", -1, "2022-12-01 09:41:00", 2.55, 17850.0, "France"),
        ("536370", "85123A", "HEART", 5, "2022-12-01 09:00:00", 0.0, None, "Unspecified"),
    ]
    names = [
        "InvoiceNo",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "UnitPrice",
        "CustomerID",
        "Country",
    ]
    pl.DataFrame(rows, schema=names, orient="row").write_parquet(tmp_path / "raw.parquet")
    example("online_retail").main(tmp_path / "raw.parquet", tmp_path)
    bring(desk, tmp_path, "parquet", "vendors", "items", "customers", "stock", "orders")
    with desk.snapshot() as tx:
        assert stock.balances(tx, "85123A").select("on_hand", "backordered").row(0) == (12, 3)
        assert orders.lines(tx, "536370")["qty"].to_list() == [2, 3]
        assert orders.find(tx, "536370")["customer"] == "WALK-IN"
    assert broken(desk) == []
