"""What lists of products promise, on every storage."""

import itertools

import pytest

from shop_domain.catalog.product_query import Ordering, ProductFilter, ProductQuery
from shop_domain.catalog.search import parse_query
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Cursor, PageNotFound, PageRequest
from tests.catalog_driver import CatalogDriver, a_draft, a_variant, eur, slugs

RED_S, RED_L, BLUE_L = ({"Color": c, "Size": s} for c, s in (("Red", "S"), ("Red", "L"), ("Blue", "L")))


@pytest.fixture
def merchant(store) -> CatalogDriver:
    return CatalogDriver(store)


@pytest.fixture
def shop(merchant) -> CatalogDriver:
    """Hold six products that differ in everything that a filter asks for; the last is off sale."""
    merchant.put_up_for_sale(
        a_draft("apron", price=3_000, categories=(("Kitchen", "Linen"),), tags=("gift", "linen")),
        a_draft("bowl", variants=(a_variant(1_000, RED_S), a_variant(1_200, BLUE_L)), categories=(("Kitchen",),)),
        a_draft("cushion", variants=(a_variant(2_000, RED_L, compare_at=eur(2_500)),), categories=(("Living",),)),
        a_draft("door-mat", price=2_000, tags=("gift",)),
        a_draft("off-sale", price=10, categories=(("Kitchen",),), tags=("gift",), is_active=False),
    )
    merchant.put_up_for_sale(
        a_draft("etagere", price=9_900, categories=(("Living", "Shelves"),), tags=("oak",)), on_hand=0
    )
    return merchant


class TestFilters:
    @pytest.mark.parametrize(
        ("wanted", "expected"),
        [
            ({}, "apron bowl cushion door-mat etagere"),
            ({"categories": ("kitchen",)}, "apron bowl"),
            ({"categories": ("linen",)}, "apron"),
            ({"categories": ("linen", "living")}, "apron cushion etagere"),
            ({"colors": ("red",)}, "bowl cushion"),
            ({"colors": ("red", "blue")}, "bowl cushion"),
            ({"sizes": ("l",)}, "bowl cushion"),
            ({"colors": ("blue",), "sizes": ("l",)}, "bowl"),
            ({"tags": ("gift",)}, "apron door-mat"),
            ({"tags": ("oak", "linen")}, "apron etagere"),
            ({"tags": ("gift",), "categories": ("kitchen",)}, "apron"),
            ({"min_price": eur(2_000)}, "apron cushion door-mat etagere"),
            ({"max_price": eur(2_000)}, "bowl cushion door-mat"),
            ({"min_price": eur(1_001), "max_price": eur(1_999)}, ""),
            ({"in_stock": True}, "apron bowl cushion door-mat"),
            ({"in_stock": False}, "etagere"),
            ({"on_sale": True}, "cushion"),
            ({"on_sale": False}, "apron bowl door-mat etagere"),
            ({"min_rating": 1}, ""),
            ({"min_rating": 0}, "apron bowl cushion door-mat etagere"),
            ({"words": parse_query("bow")}, "bowl"),
            ({"words": parse_query("bow"), "in_stock": False}, ""),
        ],
    )
    def test_let_through_what_fits_and_count_it(self, shop, wanted, expected):
        page = shop.page(**wanted)
        assert (slugs(page.items), page.count) == (expected.split(), len(expected.split()))

    def test_name_each_label_that_there_is_none_of(self, shop):
        wanted = {"categories": ("kitchen", "cellar"), "colors": ("pink",), "sizes": ("l",), "tags": ("gift", "x", "y")}
        with pytest.raises(InvalidFields) as refused:
            shop.page(**wanted)
        assert {field: len(messages) for field, messages in refused.value.fields.items()} == {
            "category": 1,
            "color": 1,
            "tag": 2,
        }
        assert "cellar" in str(refused.value.fields["category"])

    def test_name_unknown_labels_where_nothing_is_counted_too(self, shop):
        wanted = ProductFilter(tags=("nothing",))
        with pytest.raises(InvalidFields):
            shop.catalog.list_products(ProductQuery(filter=wanted, page=PageRequest(with_count=False)))

    def test_see_a_change_at_once(self, shop):
        assert shop.page(tags=("oak",)).count == 1
        shop.upsert(a_draft("ladder", tags=("oak",)))
        assert shop.page(tags=("oak",)).count == 2
        shop.upsert(a_draft("ladder", tags=("pine",)))
        assert shop.page(tags=("oak",)).count == 1

    def test_see_stock_at_once(self, shop):
        (etagere,) = shop.page(in_stock=False).items
        assert shop.page(in_stock=True).count == 4
        shop.stock.receive(shop.catalog.product("etagere").variants[0].id, 1, "more")
        assert shop.page(in_stock=True).count == 5
        assert shop.page(in_stock=False).items == ()
        assert not etagere.in_stock


class TestSearch:
    @pytest.fixture
    def names(self, merchant) -> CatalogDriver:
        merchant.upsert(
            a_draft("camiseta", name="Camiseta niño algodón", tags=("Básicos",)),
            a_draft("strasse", name="Straßenkarte", description="<p>Alle Plätze der Stadt</p>"),
            a_draft("t-shirt", name="T-Shirt 100% Baumwolle", variants=(a_variant(sku="TS-0815/X"),)),
            a_draft("hemd", name="Hemd", description="Weich wie ein T-Shirt"),
        )
        return merchant

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("camis* algodon", "camiseta"),
            ("NIÑO", "camiseta"),
            ("nino alg", "camiseta"),
            ("basicos", "camiseta"),
            ("STRASSEN", "strasse"),
            ("plätze", "strasse"),
            ("platze stadt", "strasse"),
            ("0815", "t-shirt"),
            ("ts-0815/x", "t-shirt"),
            ("t-shirt", "t-shirt hemd"),
            ("shirt weich", "hemd"),
            ("iseta", ""),
            ("camiseta hemd", ""),
            ("   ", "hemd t-shirt strasse camiseta"),
            ("%", "hemd t-shirt strasse camiseta"),
        ],
    )
    def test_finds_what_has_words_that_begin_so(self, names, text, expected):
        words = parse_query(text)
        ordering = Ordering.RELEVANCE if words else Ordering.NEWEST
        assert names.names(ordering, words=words) == expected.split()

    @pytest.mark.parametrize(
        "text",
        [
            "' OR 1=1 --",
            '" OR ""="',
            "a & b | !c <-> d:*",
            "NEAR(camiseta, hemd) AND NOT x",
            "name : camiseta",
            "{name everything} : x*",
            "^hemd + - ~ ()",
            "\\' ; DROP TABLE products;",
            "x' || pg_sleep(5) || '",
            "*",
            "\u200d\u0301\ufeff",
            "a" * 5_000,
            "\uff41\uff42 \ufb01 \u2460 \u00bd \U0001d518",
            " ".join(f"word{n}" for n in range(500)),
        ],
    )
    def test_takes_every_sign_as_text(self, names, text):
        words = parse_query(text)
        page = names.page(Ordering.RELEVANCE if words else Ordering.NEWEST, words=words)
        assert page.count == len(page.items)
        assert names.page().count == 4

    def test_follows_a_product_that_is_renamed_or_taken_away(self, names):
        assert names.names(words=parse_query("weich")) == ["hemd"]
        names.upsert(a_draft("hemd", name="Bluse"))
        assert names.page(words=parse_query("weich")).count == 0
        assert names.names(words=parse_query("bluse")) == ["hemd"]
        names.upsert(a_draft("hemd", name="Bluse", is_active=False))
        assert names.page(words=parse_query("bluse")).count == 0


class TestOrder:
    @pytest.fixture
    def many(self, merchant) -> CatalogDriver:
        """Hold products of which several share each price and name, so that ties must be broken."""
        merchant.upsert(*(a_draft(f"p{n}", name="ÄBCD"[n % 4] + " vase", price=100 * (n % 3)) for n in range(11)))
        return merchant

    def test_by_price_name_and_age(self, many):
        by_price = many.page(Ordering.PRICE_ASC).items
        assert [card.summary.price.minor for card in by_price] == sorted(100 * (n % 3) for n in range(11))
        assert slugs(many.page(Ordering.PRICE_DESC).items) == slugs(reversed(by_price))
        by_name = many.page(Ordering.NAME_ASC).items
        assert [card.summary.name[0] for card in by_name] == sorted(
            ("ÄBCD"[n % 4] for n in range(11)), key="ÄBCD".index
        )
        assert slugs(many.page(Ordering.NAME_DESC).items) == slugs(reversed(by_name))
        assert many.names(Ordering.OLDEST) == [f"p{n}" for n in range(11)]
        assert many.names(Ordering.NEWEST) == [f"p{n}" for n in reversed(range(11))]

    @pytest.mark.parametrize(
        ("ordering", "words"),
        [(o, w) for o in Ordering for w in ("", "vase") if w or o is not Ordering.RELEVANCE],
    )
    def test_walks_forth_and_back_over_every_product_once(self, many, ordering, words):
        wanted = ProductFilter(words=parse_query(words))
        whole = many.names(ordering, words=parse_query(words))
        forth = list(walk(many, ordering, wanted, size=3))
        assert [slugs(page.items) for page in forth] == [whole[n : n + 3] for n in range(0, 11, 3)]
        back = list(walk(many, ordering, wanted, size=3, start=forth[-1].previous, forwards=False))
        assert [slugs(page.items) for page in reversed(back)] == [whole[n : n + 3] for n in range(0, 9, 3)]
        assert (forth[0].previous, forth[-1].next, back[-1].previous) == (None, None, None)
        assert {page.count for page in forth} == {11}

    def test_pages_by_number_are_the_same_pages(self, many):
        whole = many.names(Ordering.PRICE_ASC)
        assert [numbered(many, n, size=4) for n in (1, 2, 3)] == [whole[:4], whole[4:8], whole[8:]]
        for number in (4, 10**6):
            with pytest.raises(PageNotFound):
                numbered(many, number, size=4)

    def test_an_empty_shop_has_one_empty_page(self, merchant):
        page = merchant.page()
        assert (page.items, page.count, page.next, page.previous) == ((), 0, None, None)

    def test_a_walk_meets_each_product_once_while_others_come_and_go(self, many):
        query = ProductQuery(ordering=Ordering.NEWEST, page=PageRequest(size=4))
        first = many.catalog.list_products(query)
        many.upsert(a_draft("newcomer"), a_draft("p9", is_active=False), a_draft("p6", name="B vase", is_active=False))
        rest = list(walk(many, Ordering.NEWEST, ProductFilter(), size=4, start=first.next))
        met = [slug for page in (first, *rest) for slug in slugs(page.items)]
        assert met == ["p10", "p9", "p8", "p7", "p5", "p4", "p3", "p2", "p1", "p0"]

    @pytest.mark.parametrize(
        "key",
        [
            (),
            ("price",),
            ("price", "10"),
            ("price", "ten", "0192f0c0-a000-7000-8000-00000000000a"),
            ("price", "10", "no id"),
            ("price", str(2**63), "0192f0c0-a000-7000-8000-00000000000a"),
            ("-price", "10", "0192f0c0-a000-7000-8000-00000000000a"),
            ("price", "10", "0192f0c0-a000-7000-8000-00000000000a", "more"),
        ],
    )
    def test_a_cursor_of_another_list_is_refused(self, many, key):
        page = PageRequest(cursor=Cursor(key=key))
        with pytest.raises(InvalidFields, match="wrong"):
            many.catalog.list_products(ProductQuery(ordering=Ordering.PRICE_ASC, page=page))

    def test_nothing_is_counted_where_nobody_asks(self, many):
        page = many.catalog.list_products(ProductQuery(page=PageRequest(size=3, with_count=False)))
        assert (page.count, len(page.items)) == (None, 3)


def walk(merchant, ordering, wanted, *, size, start=None, forwards=True):
    """Follow `next`, or `previous`, from a place to the end."""
    cursor = start
    for _ in itertools.repeat(None, 50):
        request = PageRequest(size=size, cursor=cursor)
        page = merchant.catalog.list_products(ProductQuery(filter=wanted, ordering=ordering, page=request))
        yield page
        cursor = page.next if forwards else page.previous
        if cursor is None:
            return


def numbered(merchant, number, *, size):
    request = PageRequest(number=number, size=size)
    return slugs(merchant.catalog.list_products(ProductQuery(ordering=Ordering.PRICE_ASC, page=request)).items)
