"""django-oscar: its checkout places the orders, its own code reserves stock in a loop around it.

Django wants to be set up before its models are imported, so that functions import them.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import django
import oscar.defaults
from django.conf import settings
from django.core.management import call_command

from tests.bench.peers.asked import Line, answer, database, folder, halves, measured, orders

ROUNDS = 3
PLENTY = 10**6
APPS = (
    ("analytics", "Analytics"),
    ("checkout", "Checkout"),
    ("address", "Address"),
    ("shipping", "Shipping"),
    ("catalogue", "Catalogue"),
    ("catalogue.reviews", "CatalogueReviews"),
    ("communication", "Communication"),
    ("partner", "Partner"),
    ("basket", "Basket"),
    ("payment", "Payment"),
    ("offer", "Offer"),
    ("order", "Order"),
    ("customer", "Customer"),
    ("search", "Search"),
    ("voucher", "Voucher"),
    ("wishlists", "Wishlists"),
)
DASHBOARDS = (
    *("catalogue", "communications", "offers", "orders", "pages", "partners"),
    *("ranges", "reports", "reviews", "shipping", "users", "vouchers"),
)
SHOP = [
    "oscar.config.Shop",
    "oscar.apps.dashboard.apps.DashboardConfig",
    *(f"oscar.apps.{module}.apps.{name}Config" for module, name in APPS),
    *(f"oscar.apps.dashboard.{name}.apps.{name.title()}DashboardConfig" for name in DASHBOARDS),
]
BESIDE = ["widget_tweaks", "haystack", "treebeard", "django_tables2"]
_PARTS = ("admin", "auth", "contenttypes", "flatpages", "messages", "sessions", "sites", "staticfiles")
DJANGO = [f"django.contrib.{app}" for app in _PARTS]


def set_up() -> None:
    """Make the tables of a shop."""
    backend = "django.db.backends"
    postgres = {"ENGINE": f"{backend}.postgresql", "USER": "bench", "HOST": database(), "NAME": "postgres"}
    sqlite = {"ENGINE": f"{backend}.sqlite3", "NAME": str(folder() / "oscar.sqlite")}
    settings.configure(
        **{name: getattr(oscar.defaults, name) for name in dir(oscar.defaults) if name.startswith("OSCAR")},
        DATABASES={"default": postgres if database() else sqlite},
        INSTALLED_APPS=[*DJANGO, *SHOP, *BESIDE],
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="bench",
        SITE_ID=1,
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def stock(lics: dict[str, int]) -> dict[str, Any]:
    """A product for each LIC, of which there is plenty while the orders are placed."""
    from oscar.apps.catalogue.models import Product, ProductClass
    from oscar.apps.partner.models import Partner, StockRecord

    kind = ProductClass.objects.create(name="goods", track_stock=True)
    partner = Partner.objects.create(name="us")
    products = {}
    for lic in lics:
        products[lic] = Product.objects.create(title=lic, upc=lic, product_class=kind)
        StockRecord.objects.create(
            product=products[lic], partner=partner, partner_sku=lic, price=Decimal(10), num_in_stock=PLENTY
        )
    return products


def place(products: dict[str, Any], lines: list[Line]) -> None:
    """One order, as the checkout places it: basket, prices, stock check, allocation."""
    from django.db import transaction
    from oscar.apps.basket.models import Basket
    from oscar.apps.checkout.calculators import OrderTotalCalculator
    from oscar.apps.order.utils import OrderCreator
    from oscar.apps.partner.strategy import Default
    from oscar.apps.shipping.methods import Free

    with transaction.atomic():
        basket = Basket.objects.create()
        basket.strategy = Default()
        for line in lines:
            basket.add_product(products[line["lic"]], line["qty"])
        free = Free()
        charge = free.calculate(basket)
        OrderCreator().place_order(
            basket=basket,
            total=OrderTotalCalculator().calculate(basket, charge),
            shipping_method=free,
            shipping_charge=charge,
            order_number=lines[0]["order"],
            status="Open",
        )
        basket.submit()


def allot_all(priorities: dict[str, int]) -> None:
    """Take all reservations back and reserve again what there is, by priority and entry; one transaction."""
    from django.db import transaction
    from oscar.apps.order.models import Line as OrderLine
    from oscar.apps.partner.models import StockRecord

    with transaction.atomic():
        lines = list(OrderLine.objects.select_related("order", "stockrecord").order_by("id"))
        for line in lines:
            if line.num_allocated:
                line.stockrecord.cancel_allocation(line.num_allocated)
        for line in sorted(lines, key=lambda line: (-priorities[line.order.number], line.id)):
            record = StockRecord.objects.get(pk=line.stockrecord_id)
            line.num_allocated = max(min(line.quantity, record.net_stock_level), 0)
            record.allocate(line.num_allocated)
            line.save()


def leave_half(lics: dict[str, int]) -> None:
    """Half of what is wanted lies on the shelf from now on."""
    from oscar.apps.partner.models import StockRecord

    for lic, qty in lics.items():
        StockRecord.objects.filter(partner_sku=lic).update(num_in_stock=qty)


def count() -> None:
    """Say what was given."""
    from django.db.models import Sum
    from oscar.apps.order.models import Line as OrderLine

    given = OrderLine.objects.filter(num_allocated__gt=0)
    answer("given", lines=given.count(), units=given.aggregate(Sum("num_allocated"))["num_allocated__sum"])


def main() -> None:
    """Place every order, and share out again what there is, some times."""
    set_up()
    asked = orders()
    products = stock(halves(asked))
    for order in asked:
        measured("order", partial(place, products, order))
    leave_half(halves(asked))
    priorities = {order[0]["order"]: order[0]["priority"] for order in asked}
    for _ in range(ROUNDS):
        measured("full", lambda: allot_all(priorities))
    count()


if __name__ == "__main__":
    main()
