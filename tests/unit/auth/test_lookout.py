"""Who is turned away without a look at the tallies?"""

from datetime import UTC, datetime, timedelta

import pytest

from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.errors import TooManyLogins
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.service.lookout import Lookout
from shop_domain.auth.turned_away import Recollection

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HERE = ClientInfo(ip_address="203.0.113.7", user_agent="curl/8")
IN_A_WHILE = NOON + timedelta(seconds=90.2)


class Remembered:
    """A memory of what a test puts into it."""

    def __init__(self, *answers: Recollection) -> None:
        self.answers, self.learnt, self.forgotten = answers, [], []

    def ask(self, subjects):
        return self.answers[: len(subjects)]

    def learn(self, subject, until, *, asked, now):
        self.learnt.append((subject, until, asked.ticket, now))

    def forget(self, subjects):
        self.forgotten += subjects


def turned_away(known, *, may_write=True):
    rows = []

    def write_later(row):
        rows.append(row)
        return may_write

    lookout = Lookout(known=known, write_later=write_later)
    subjects = ("ip", "address")
    return rows, lambda: lookout.turn_away(subjects, TooManyLogins, AttemptType.LOGIN, HERE, "ana@example.com", NOON)


def test_one_subject_that_is_known_is_enough_and_the_longest_refusal_counts():
    sooner = Recollection(until=NOON + timedelta(seconds=3))
    rows, try_it = turned_away(Remembered(sooner, Recollection(until=IN_A_WHILE)))
    with pytest.raises(TooManyLogins) as refused:
        try_it()
    assert refused.value.retry_after == 91
    (row,) = rows
    assert (row.kind, row.client, row.typed, row.at, row.refusal) == (
        AttemptType.LOGIN,
        HERE,
        "ana@example.com",
        NOON,
        refused.value,
    )


@pytest.mark.parametrize(
    "answers",
    [(), (Recollection(ticket="t"), Recollection(ticket="t")), (Recollection(until=NOON), Recollection(ticket="t"))],
)
def test_nobody_is_turned_away_for_nothing_or_for_what_is_over(answers):
    rows, try_it = turned_away(Remembered(*answers))
    assert tuple(try_it()) == answers
    assert rows == []


def test_nobody_is_turned_away_without_a_row():
    _, try_it = turned_away(Remembered(Recollection(until=IN_A_WHILE)), may_write=False)
    assert [seen.until for seen in try_it()] == [IN_A_WHILE]


def test_only_what_is_certain_and_was_asked_with_a_ticket_is_learnt():
    known = Remembered()
    lookout = Lookout(known=known, write_later=lambda _row: True)
    asked = (Recollection(ticket="a"), Recollection(ticket="b"), Recollection(until=IN_A_WHILE))
    lookout.learn(("one", "two", "three"), asked, (IN_A_WHILE, None, IN_A_WHILE), NOON)
    assert known.learnt == [("one", IN_A_WHILE, "a", NOON)]


def test_a_memory_that_did_not_answer_is_taught_nothing():
    known = Remembered()
    Lookout(known=known, write_later=lambda _row: True).learn(("one",), (), (IN_A_WHILE,), NOON)
    assert known.learnt == []
