"""What is on the shelf, and how a client looks at it."""

from tests.catalog_driver import a_draft, a_picture, a_variant, eur

API = "/api/v1"
SHIRT = a_draft(
    "shirt",
    name="Linen shirt",
    description="<p>Cool.</p>",
    variants=(
        a_variant(4_000, {"Size": "S", "Color": "Blue"}, sku="S-1", compare_at=eur(5_000)),
        a_variant(4_500, {"Size": "L", "Color": "Blue"}, sku="S-2"),
    ),
    images=(a_picture("/media/shirt.webp"), a_picture("/media/back.webp")),
    categories=(("Clothes", "Shirts"),),
    tags=("Summer",),
)


def list_results(client, address, **parameters):
    answer = client.get(f"{API}/{address}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def list_slugs(client, address="products/", **parameters):
    return [found["slug"] for found in list_results(client, address, **parameters)]
