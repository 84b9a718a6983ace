"""PayPal's documents, as far as we read them. Whatever else is in them, and every status, may be new to us."""

from typing import TypeVar

import msgspec

from shop_domain.payments.gateway import Ambiguous

T = TypeVar("T")


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an answer; fields that we do not know are passed over."""


class Amount(Document, frozen=True, kw_only=True):
    """Money as PayPal writes it."""

    currency_code: str
    value: str


class Link(Document, frozen=True, kw_only=True):
    """Where to go next."""

    href: str = ""
    rel: str = ""


class StatusDetails(Document, frozen=True, kw_only=True):
    """Why a status is what it is."""

    reason: str = ""


class RelatedIds(Document, frozen=True, kw_only=True):
    """What a capture belongs to."""

    order_id: str | None = None


class Supplementary(Document, frozen=True, kw_only=True):
    """What is known about a capture beside itself."""

    related_ids: RelatedIds = RelatedIds()


class Payee(Document, frozen=True, kw_only=True):
    """Who receives the money."""

    merchant_id: str | None = None


class Capture(Document, frozen=True, kw_only=True):
    """Money taken from the payer, or tried to."""

    id: str
    status: str = ""
    status_details: StatusDetails = StatusDetails()
    amount: Amount | None = None
    custom_id: str | None = None
    invoice_id: str | None = None
    payee: Payee = Payee()
    supplementary_data: Supplementary = Supplementary()
    create_time: str | None = None
    update_time: str | None = None
    links: tuple[Link, ...] = ()


class Refund(Document, frozen=True, kw_only=True):
    """Money given back, or tried to."""

    id: str
    status: str = ""
    status_details: StatusDetails = StatusDetails()
    amount: Amount | None = None
    custom_id: str | None = None
    create_time: str | None = None
    links: tuple[Link, ...] = ()


class Payments(Document, frozen=True, kw_only=True):
    """What moved for a purchase unit."""

    captures: tuple[Capture, ...] = ()
    refunds: tuple[Refund, ...] = ()


class Unit(Document, frozen=True, kw_only=True):
    """A purchase unit; our orders have one."""

    custom_id: str | None = None
    payee: Payee = Payee()
    payments: Payments = Payments()


class Order(Document, frozen=True, kw_only=True):
    """One attempt to pay."""

    id: str
    status: str = ""
    purchase_units: tuple[Unit, ...] = ()
    update_time: str | None = None
    links: tuple[Link, ...] = ()

    @property
    def unit(self) -> Unit:
        """The purchase unit; an empty one where the answer was cut short."""
        return self.purchase_units[0] if self.purchase_units else Unit()


class Detail(Document, frozen=True, kw_only=True):
    """One thing that is wrong."""

    issue: str = ""


class Failure(Document, frozen=True, kw_only=True):
    """A refusal, in either of the two shapes that PayPal has for it."""

    name: str = ""
    error: str = ""
    details: tuple[Detail, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def code(self) -> str:
        """The most exact code of the refusal."""
        issues = [detail.issue for detail in self.details if detail.issue]
        return issues[0] if issues else self.name or self.error or "UNKNOWN"


def read(body: bytes, kind: type[T]) -> T:
    """Read a document; raise Ambiguous where it is not of its kind."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Ambiguous(f"the answer is no {kind.__name__}: {error}") from None


def read_failure(body: bytes) -> Failure:
    """Read a refusal; an empty one where it has no shape that we know."""
    try:
        return msgspec.json.decode(body, type=Failure)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Failure()
