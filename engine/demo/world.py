"""The made-up company of the demo: what it sells, to whom, and from whom it buys.

A supplier of school books in a country that is on no map. Every name here is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from db.session import Transaction
from engine import preferences
from engine.demo.desk import Desk, Row
from engine.model import SweepName
from engine.sweeps import schedules

CLERKS = ("Ana Ruiz", "Ben Okafor", "Chloe Martin")
"""Who types orders."""
BUYER = "Priya Nair"
STOREKEEPERS = ("Tom Berg", "Lea Schmidt")
ADMIN = "Dana Weiss"

MARKUP = Decimal("1.35")
"""Price over cost."""


@dataclass(frozen=True, slots=True)
class Lic:
    """One thing the company sells; a service has no opening balance."""

    lic: str
    description: str
    vendor: str  # none: empty
    cost: str
    weight: int = 2  # how often it is ordered; 0: only in scenes
    pack: int = 5  # ordered in these steps
    begin: str = "120"  # on hand at the start
    level: int = 0  # replenish level; 0: none
    decimals: int = 0
    discontinued: bool = False

    @property
    def price(self) -> Decimal:
        """What a customer pays for one."""
        return (Decimal(self.cost) * MARKUP).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class School:
    """One customer, with its locations; orders that name none go to the first."""

    code: str
    name: str
    locations: tuple[tuple[str, str], ...]
    priority: int = 0  # of its orders, as a rule
    weight: int = 2


VENDORS = (
    ("NORTHGATE", "Northgate Educational Press", 7),
    ("LANTERN", "Lantern House Books", 11),
    ("ALDER", "Alder Paper Mill", 5),
    ("CLASSKIT", "Classroom Kit Wholesale", 9),
)


def _books(vendor: str, cost: str, titles: dict[str, str], **facts: int | str) -> tuple[Lic, ...]:
    return tuple(Lic(lic, title, vendor, cost, **facts) for lic, title in titles.items())  # type: ignore[arg-type]


def _years(subject: str, lic: str, years: range) -> dict[str, str]:
    return {f"{lic}-{year}": f"{subject}, year {year}" for year in years}


LICS = (
    *_books(
        "NORTHGATE", "14.20", _years("Mathematics", "MATH", range(6, 11)), weight=5, begin="195", level=75
    ),
    *_books(
        "NORTHGATE", "13.60", _years("English Reader", "ENG", range(6, 11)), weight=4, begin="165", level=60
    ),
    *_books("LANTERN", "15.90", _years("Science", "SCI", range(6, 11)), weight=4, begin="170", level=90),
    *_books("LANTERN", "12.80", _years("History", "HIST", range(7, 10)), weight=2, begin="90", level=40),
    *_books("LANTERN", "12.40", _years("Geography", "GEO", range(7, 10)), weight=2, begin="80", level=40),
    *_books("NORTHGATE", "11.90", _years("French", "FR", range(7, 9)), weight=2, begin="80", level=35),
    *_books("NORTHGATE", "11.90", _years("Spanish", "SPA", range(7, 8)), weight=2, begin="65", level=25),
    # Nobody said how these two are kept filled.
    Lic("FR-9", "French, year 9", "NORTHGATE", "11.90", begin="80"),
    Lic("SPA-8", "Spanish, year 8", "NORTHGATE", "11.90", begin="65"),
    *_books(
        "NORTHGATE",
        "5.10",
        _years("Mathematics Workbook", "WB-MATH", range(6, 10)),
        weight=3,
        begin="150",
        level=60,
    ),
    *_books(
        "LANTERN", "4.80", _years("Science Workbook", "WB-SCI", range(6, 10)), weight=3, begin="135", level=70
    ),
    *_books(
        "NORTHGATE",
        "4.60",
        _years("English Workbook", "WB-ENG", range(6, 9)),
        weight=2,
        begin="105",
        level=40,
    ),
    Lic("PEN-BLUE", "Ballpoint pens, blue, box of 50", "CLASSKIT", "9.50", weight=3, begin="110", level=40),
    Lic("PEN-RED", "Ballpoint pens, red, box of 50", "CLASSKIT", "9.50", begin="50", level=15),
    Lic("PENCIL-HB", "Pencils HB, box of 100", "CLASSKIT", "8.20", weight=3, begin="110", level=40),
    Lic("RULER-30", "Ruler, 30 cm", "CLASSKIT", "0.60", pack=10, begin="300", level=80),
    Lic("COMPASS", "Pair of compasses", "CLASSKIT", "2.10", pack=10, begin="195", level=60),
    Lic("CALC-SCI", "Scientific calculator", "CLASSKIT", "11.00", weight=3, pack=5, begin="110", level=45),
    Lic("ERASER", "Erasers, box of 20", "CLASSKIT", "3.40", begin="90", level=25),
    # Nobody said from whom to buy it: a notice on the replenishment page (R38).
    Lic("GLUE", "Glue sticks, box of 12", "", "6.30", begin="65", level=20),
    Lic("MARKER", "Whiteboard markers, set of 4", "CLASSKIT", "3.90", pack=10, begin="150", level=40),
    Lic("NOTEBOOK-A4", "Exercise books A4, pack of 10", "ALDER", "7.70", weight=4, begin="195", level=75),
    Lic("NOTEBOOK-A5", "Exercise books A5, pack of 10", "ALDER", "5.20", weight=3, begin="165", level=60),
    Lic("FOLDER", "Folders, pack of 25", "ALDER", "6.10", begin="80", level=25),
    Lic("PAPER-A4", "Copy paper A4, box", "ALDER", "18.40", weight=4, pack=2, begin="80", level=25),
    Lic("PAPER-CARD", "Coloured card, sheets of 100", "ALDER", "8.90", begin="75", level=20),
    Lic(
        "PAPER-KRAFT",
        "Kraft paper by the metre",
        "ALDER",
        "1.15",
        begin="180.5",
        decimals=2,
        weight=2,
        pack=4,
        level=80,
    ),
    # Only in scenes: what they show must still be there when the weeks are over.
    Lic("ATLAS-7", "World Atlas, year 7", "LANTERN", "21.50", weight=0, begin="20"),
    Lic("BIO-11", "Biology, year 11", "LANTERN", "24.00", weight=0, begin="30"),
    Lic("CHEM-11", "Chemistry, year 11", "LANTERN", "24.00", weight=0, begin="20"),
    Lic("PHYS-11", "Physics, year 11", "LANTERN", "24.00", weight=0, begin="12"),
    Lic("LIT-11", "Literature, year 11", "NORTHGATE", "18.30", weight=0, begin="35", level=20),
    Lic("DICT-EN", "School Dictionary", "NORTHGATE", "9.20", weight=0, begin="60"),
    Lic("ECON-12", "Economics, year 12", "NORTHGATE", "22.70", weight=0, begin="16"),
    Lic(
        "HIST-7-2ED",
        "History, year 7, second edition",
        "LANTERN",
        "9.90",
        weight=0,
        begin="14",
        discontinued=True,
    ),
)
SERVICES = (
    Lic("GIFT-WRAP", "Gift wrapping, per parcel", "", "1.50", weight=0, begin=""),
    Lic("FREIGHT-X", "Express freight", "", "12.00", weight=0, begin=""),
)


def _school(code: str, name: str, weight: int = 2, priority: int = 0, **locations: str) -> School:
    return School(code, name, tuple(locations.items()), priority, weight)


SCHOOLS = (
    _school(
        "NORTHFIELD",
        "Northfield School",
        4,
        MAIN="1 School Lane, Northfield",
        ANNEX="14 Mill Road, Northfield",
    ),
    _school("STBRENDAN", "St Brendan's College", 3, 2, MAIN="Harbour Street 8, Port Elwy"),
    _school(
        "ELWYDIST",
        "Elwy District Schools",
        6,
        DEPOT="Depot Road 3, Port Elwy",
        EAST="East Gate 21, Port Elwy",
        WEST="West Quay 5, Port Elwy",
    ),
    _school("HILLCREST", "Hillcrest Academy", 3, MAIN="Hill Crest 40, Overton"),
    _school("RIVERSIDE", "Riverside Primary", MAIN="Weir Walk 2, Overton"),
    _school(
        "OAKLANDS",
        "Oaklands School",
        3,
        MAIN="Oak Avenue 77, Maple Cross",
        SIXTH="Oak Avenue 90, Maple Cross",
    ),
    _school("QUEENSGATE", "Queensgate Girls' School", 2, 2, MAIN="Queens Gate 1, Sandford"),
    _school("LAKEVIEW", "Lakeview Comprehensive", 3, MAIN="Shore Road 15, Lakeside"),
    _school("MONTESSORI", "Montessori House Sandford", 1, MAIN="Garden Street 4, Sandford"),
    _school(
        "HARBOURINT",
        "Harbour International School",
        3,
        5,
        MAIN="Pier 3, Port Elwy",
        BOARDING="Cliff Path 6, Port Elwy",
    ),
    _school("ASHWOOD", "Ashwood Special School", 1, 5, MAIN="Ash Grove 12, Overton"),
    _school("WESTBROOK", "Westbrook High", 3, MAIN="Brook Lane 31, Westbrook"),
    _school(
        "EASTERN",
        "Eastern Technical College",
        MAIN="Foundry Street 9, Sandford",
        WORKSHOP="Dock Road 2, Sandford",
    ),
    _school("CATHEDRAL", "Cathedral Choir School", 1, MAIN="Cathedral Close 1, Minster"),
    _school("FERNHILL", "Fernhill Primary", MAIN="Fern Hill 5, Minster"),
    _school("GRANGE", "The Grange School", MAIN="Grange Park 3, Minster"),
    _school("MEADOW", "Meadow Lane Infants", 1, MAIN="Meadow Lane 18, Lakeside"),
    _school("HOSPITAL", "City Hospital School", 1, 8, MAIN="Hospital Road 1, Sandford"),
    _school(
        "BRIDGETOWN",
        "Bridgetown Academy",
        3,
        MAIN="Bridge Street 60, Bridgetown",
        NORTH="North Bank 7, Bridgetown",
    ),
    _school("VALLEY", "Valley Road School", MAIN="Valley Road 25, Bridgetown"),
    _school(
        "SUMMIT",
        "Summit Learning Trust",
        4,
        HQ="Summit Court 2, Overton",
        UPPER="Summit Way 30, Overton",
        LOWER="Low Street 11, Overton",
    ),
    _school("PARKSIDE", "Parkside School", MAIN="Park Side 8, Maple Cross"),
    _school("ROSEMONT", "Rosemont Evening Classes", 1, MAIN="Rose Hill 3, Sandford"),
    _school("COLLEGE", "Sandford City College", 3, 2, MAIN="College Square 1, Sandford"),
    _school("BOOKSHOP", "The Corner Bookshop", MAIN="Market Place 6, Minster"),
    _school("LIBRARY", "Minster Public Library", 1, MAIN="Library Walk 2, Minster"),
)
"""Who buys: code, name, how often, priority, and the locations with their addresses."""


STORE, STORE_NAME = "OVERTON", "Overton store"
"""The small warehouse beside the main one."""
IN_STORE = {"FR-9": "30", "PHYS-11": "8", "ATLAS-7": "10", "NOTEBOOK-A4": "40"}
"""What lies there; French and Physics are short in the main one."""
FOR_THE_NEXT_VAN = {"PHYS-11": "6"}
"""What of it is on a transfer that is not sent yet."""


def furnish(desk: Desk, tx: Transaction) -> None:
    """Put the company into an empty desk: preferences, schedules, vendors, LICs, stock, customers."""
    preferences.change(tx, "backorder_management", "on")
    # Before the web shop's orders come, and before the buyer buys.
    schedules.set_schedule(tx, SweepName.SECONDARY, weekdays="Mon, Thu")
    schedules.set_schedule(tx, SweepName.REPLENISHMENT, weekdays="Wed", at_times="09:30")
    schedules.set_schedule(tx, SweepName.CLOSING, weekdays="Mon")
    desk.bring(
        tx, "vendors", [{"vendor": v, "name": name, "lead_time_days": days} for v, name, days in VENDORS]
    )
    desk.bring(tx, "items", [_item(thing) for thing in (*LICS, *SERVICES)])
    desk.bring(tx, "stock", [{"lic": thing.lic, "qty": thing.begin} for thing in LICS])
    desk.bring(tx, "customers", [row for school in SCHOOLS for row in _customer(school)])


def _item(thing: Lic) -> Row:
    facts = {
        "lic": thing.lic,
        "description": thing.description,
        "inventoried": bool(thing.begin),
        "decimals": thing.decimals,
        "discontinued": thing.discontinued,
        "vendor": thing.vendor or None,
        "unit_cost": thing.cost,
    }
    levels = {
        "replenish_level": thing.level,
        "target": thing.level * 5 // 20 * 10,
        "order_multiple": 10,
        "minimum_order": 20,
    }
    return facts | levels if thing.level else facts


def _customer(school: School) -> list[Row]:
    customer = {"customer": school.code, "name": school.name, "email": f"books@{school.code.lower()}.example"}
    return [customer | {"location": code, "address": address} for code, address in school.locations]


PRICES = {thing.lic: thing.price for thing in (*LICS, *SERVICES)}
"""What a customer pays for one, by LIC."""
