"""Tryton with its modules stock and sale: processed sales make shipments, which are assigned."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from trytond.pool import Pool
from trytond.tests.test_tryton import DB_NAME, activate_module
from trytond.transaction import Transaction, TransactionError

from tests.bench.peers.asked import Line, answer, halves, measured, orders

ROUNDS = 3
PRICE = Decimal(10)


class Company:
    """A company that sells what lies on its shelf."""

    def __init__(self, asked: list[list[Line]]) -> None:
        """Set Tryton up with what the orders want: a product for each LIC, half of it on the shelf."""
        self.context: dict[str, Any] = {}
        self.shipments: dict[str, int] = {}
        self.act(self._found)
        self.act(partial(self._stock, halves(asked)))
        self.act(partial(self._know, sorted({order[0]["customer"] for order in asked})))

    def act(self, work: Callable[[], object]) -> None:
        """Do something in a transaction of the company, and commit it; again if it wants a table locked."""
        how: dict[str, Any] = {}
        while True:
            with Transaction().start(DB_NAME, 1, context=self.context, **how) as transaction:
                try:
                    work()
                except TransactionError as wish:
                    transaction.rollback()
                    wish.fix(how)
                    continue
                transaction.commit()
                return

    def _found(self) -> None:
        get = Pool().get
        rates = [("create", [{"rate": Decimal(1)}])]
        [currency] = get("currency.currency").create(
            [{"name": "Euro", "symbol": "E", "code": "EUR", "rates": rates}]
        )
        [party] = get("party.party").create([_party("Us")])
        [company] = get("company.company").create([{"party": party.id, "currency": currency.id}])
        user = get("res.user")
        user.write([user(1)], {"companies": [("add", [company.id])], "company": company.id})
        self.currency, self.company = currency.id, company.id
        self.context = {"company": company.id, "companies": [company.id]}

    def _stock(self, shelf: dict[str, int]) -> None:
        get = Pool().get
        found = get("stock.location").search([("code", "in", ["WH", "SUP", "STO"])])
        self.locations = {location.code: location.id for location in found}
        [unit] = get("product.uom").search([("name", "=", "Unit")])
        self.unit = unit.id
        templates = get("product.template").create([self._template(lic) for lic in shelf])
        self.products = {lic: one.products[0].id for lic, one in zip(shelf, templates, strict=True)}
        moves = get("stock.move")
        moves.do(moves.create([self._incoming(lic, qty) for lic, qty in shelf.items() if qty]))

    def _know(self, customers: list[str]) -> None:
        parties = Pool().get("party.party").create([_party(name) for name in customers])
        self.customers = {name: party.id for name, party in zip(customers, parties, strict=True)}

    def _template(self, lic: str) -> dict[str, Any]:
        units = {"default_uom": self.unit, "sale_uom": self.unit}
        return {
            "name": lic,
            "type": "goods",
            "salable": True,
            "list_price": PRICE,
            "products": [("create", [{}])],
            **units,
        }

    def _incoming(self, lic: str, qty: int) -> dict[str, Any]:
        today = Pool().get("ir.date").today()
        return {
            "product": self.products[lic],
            "unit": self.unit,
            "quantity": qty,
            "from_location": self.locations["SUP"],
            "to_location": self.locations["STO"],
            "planned_date": today,
            "effective_date": today,
            "company": self.company,
            "unit_price": PRICE,
            "currency": self.currency,
        }

    def sell(self, lines: list[Line]) -> None:
        """One order: typed, quoted, confirmed, processed, its shipment assigned as far as it can be."""
        sales, shipments = Pool().get("sale.sale"), Pool().get("stock.shipment.out")
        sale = self._typed(lines)
        sales.quote([sale])
        sales.confirm([sale])
        sales.process([sale])
        [shipment] = sale.shipments
        shipments.assign_try([shipment])
        self.shipments[lines[0]["order"]] = shipment.id

    def _typed(self, lines: list[Line]) -> Any:
        get = Pool().get
        sale = get("sale.sale")(company=self.company, currency=self.currency)
        sale.party = get("party.party")(self.customers[lines[0]["customer"]])
        sale.on_change_party()
        sale.invoice_method, sale.shipment_method = "manual", "order"
        sale.warehouse = self.locations["WH"]
        [sale.invoice_address] = [sale.shipment_address] = sale.party.addresses
        sale.lines = [self._line(line) for line in lines]
        sale.save()
        return sale

    def _line(self, line: Line) -> Any:
        product = self.products[line["lic"]]
        return Pool().get("sale.line")(
            type="line", product=product, quantity=line["qty"], unit=self.unit, unit_price=PRICE
        )

    def assign_all(self, shipment_ids: list[int]) -> None:
        """Every shipment waits again, and is then assigned in this order as far as there is stock."""
        shipments = Pool().get("stock.shipment.out")
        found = shipments.browse(shipment_ids)
        shipments.wait(found)
        shipments.assign_try(found)

    def count(self) -> None:
        """Say what was given."""
        of_shipments = [("shipment", "like", "stock.shipment.out,%"), ("state", "=", "assigned")]
        moves = Pool().get("stock.move").search(of_shipments)
        answer("given", lines=len(moves), units=sum(move.quantity for move in moves))


def _party(name: str) -> dict[str, Any]:
    return {"name": name, "addresses": [("create", [{}])]}


def main() -> None:
    """Enter every order, and share out again what there is, some times."""
    activate_module(["sale"])
    asked = orders()
    company = Company(asked)
    for order in asked:
        measured("order", partial(company.act, partial(company.sell, order)))
    by_rank = sorted(asked, key=lambda lines: -lines[0]["priority"])
    ranked = [company.shipments[lines[0]["order"]] for lines in by_rank]
    for _ in range(ROUNDS):
        measured("full", partial(company.act, partial(company.assign_all, ranked)))
    company.act(company.count)


if __name__ == "__main__":
    main()
