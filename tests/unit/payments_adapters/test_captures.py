"""Whose capture is it, by the names that it bears?"""

from typing import Any

import msgspec
import pytest

from shop_adapters.payments.paypal.captures import matching_references
from shop_adapters.payments.paypal.documents import Capture
from shop_domain.payments.gateway import AttemptRef

OURS = AttemptRef(reference="REF1", provider_id="ORDER1")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({}, ()),
        ({"custom_id": "REF1"}, (True,)),
        ({"custom_id": "REF1", "invoice_id": "REF2"}, (True, False)),
        ({"invoice_id": "REF1", "supplementary_data": {"related_ids": {"order_id": "ORDER1"}}}, (True, True)),
        ({"supplementary_data": {"related_ids": {"order_id": "ORDER2"}}}, (False,)),
    ],
)
def test_each_name_speaks_for_itself_and_silence_for_nothing(names: dict[str, Any], expected: tuple[bool, ...]):
    assert matching_references(msgspec.convert({"id": "C1", **names}, Capture), OURS) == expected
