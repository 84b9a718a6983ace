"""One default of each type, always; whatever is added, changed or taken away."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shop_domain.accounts.address import Address, AddressType
from shop_domain.accounts.address_book import add_to_book, change_in_book, remove_from_book
from shop_domain.accounts.default_address import ensure_defaults
from tests.builders import NOW
from tests.unit.accounts.sample_addresses import an_address


def defaults(book: tuple[Address, ...]) -> dict[str, int]:
    kinds = {address.address_type.value: 0 for address in book}
    for address in book:
        kinds[address.address_type.value] += address.is_default
    return kinds


steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "remove", "prefer"]),
        st.integers(0, 9),
        st.sampled_from(AddressType),
        st.booleans(),
    ),
    max_size=30,
)


@given(steps)
def test_each_type_that_has_addresses_has_exactly_one_default(steps):
    book: tuple[Address, ...] = ()
    for number, (step, which, kind, preferred) in enumerate(steps):
        now = NOW + timedelta(seconds=number)
        if step == "add" or not book:
            book = add_to_book(book, an_address(address_type=kind, is_default=preferred, created_at=now))
            continue
        chosen = book[which % len(book)]
        if step == "change":
            book = change_in_book(book, replace(chosen, address_type=kind, is_default=preferred), now)
        elif step == "remove":
            book = remove_from_book(book, chosen.id)
        else:
            book = ensure_defaults(book, chosen.id)
        assert set(defaults(book).values()) <= {1}
