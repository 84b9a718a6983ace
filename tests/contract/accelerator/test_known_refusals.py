"""What may be known of limits, on every memory for it: nothing wrong, nor for long, nor after forgetting."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from shop_adapters.redis.known_refusals import RedisRefusals
from shop_adapters.redis.nothing_known import NothingKnown
from shop_domain.auth.turned_away import Recollection

ANA, EVA = "login:ip:203.0.113.7", "login:address:eva"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def redis(valkey):
    known = RedisRefusals(valkey.url)
    yield known
    known.close()


@pytest.fixture(params=["nothing", "redis"])
def known(request):
    return NothingKnown() if request.param == "nothing" else request.getfixturevalue("redis")


def teach(known, subject, until):
    for asked in known.ask([subject]):
        known.learn(subject, until, asked=asked, now=now())


def until(known, *subjects):
    return [seen.until for seen in known.ask(subjects)]


def test_nobody_is_refused_who_was_never_heard_of(known):
    teach(known, ANA, now() + timedelta(minutes=5))
    assert until(known, EVA) in ([], [None])


def test_a_forgotten_refusal_is_not_known(known):
    teach(known, ANA, now() + timedelta(minutes=5))
    known.forget([ANA, EVA])
    assert until(known, ANA) in ([], [None])


def test_a_ticket_from_before_the_forgetting_teaches_nothing(known):
    """The tallies were read while the limit was full; it is cleared before what was read is taught."""
    asked = known.ask([ANA])
    known.forget([ANA])
    for seen in asked:
        known.learn(ANA, now() + timedelta(minutes=5), asked=seen, now=now())
    assert until(known, ANA) in ([], [None])


@pytest.mark.usefixtures("patient")
def test_a_refusal_is_known_to_everybody_who_asks_for_a_second_at_most(redis, valkey):
    moment = now() + timedelta(minutes=5)
    teach(redis, ANA, moment)
    elsewhere = RedisRefusals(valkey.url)
    assert until(elsewhere, EVA, ANA) == [None, moment]
    time.sleep(1.05)
    assert until(redis, ANA) == [None]
    elsewhere.close()


@pytest.mark.usefixtures("patient")
def test_a_refusal_that_ends_sooner_is_known_until_then(redis):
    teach(redis, ANA, now() + timedelta(milliseconds=100))
    assert until(redis, ANA) != [None]
    time.sleep(0.15)
    assert until(redis, ANA) == [None]


@pytest.mark.usefixtures("patient")
def test_what_is_over_already_is_not_taught(redis):
    teach(redis, ANA, now() - timedelta(seconds=1))
    assert until(redis, ANA) == [None]


@pytest.mark.usefixtures("patient")
def test_a_lesson_that_comes_too_late_is_none(redis):
    (asked,) = redis.ask([ANA])
    time.sleep(1.05)
    redis.learn(ANA, now() + timedelta(minutes=5), asked=asked, now=now())
    assert until(redis, ANA) == [None]


@pytest.mark.usefixtures("patient")
def test_whoever_asks_second_may_teach_too(redis):
    """A ticket is of the subject, not of one who asked: who finds out first, teaches."""
    (first,), (second,) = redis.ask([ANA]), redis.ask([ANA])
    moment = now() + timedelta(minutes=5)
    redis.learn(ANA, moment, asked=second, now=now())
    assert until(redis, ANA) == [moment]
    redis.learn(ANA, moment + timedelta(minutes=1), asked=first, now=now())
    assert until(redis, ANA) == [moment]


@pytest.mark.parametrize("trouble", ["kill", "hang"])
def test_a_redis_in_trouble_knows_nothing_and_holds_up_one_question_at_most(redis, valkey, trouble):
    teach(redis, ANA, now() + timedelta(minutes=5))
    getattr(valkey, trouble)()
    started = time.monotonic()
    for _ in range(200):
        assert redis.ask([ANA]) == []
        redis.learn(ANA, now() + timedelta(minutes=5), asked=Recollection(ticket="t"), now=now())
        redis.forget([ANA])
    assert time.monotonic() - started < 0.3


@pytest.mark.parametrize("trouble", ["kill", "hang"])
def test_a_redis_that_is_back_is_asked_again(redis, valkey, trouble):
    teach(redis, ANA, now() + timedelta(minutes=5))
    getattr(valkey, trouble)()
    assert redis.ask([ANA]) == []
    (valkey.start if trouble == "kill" else valkey.go_on)()
    time.sleep(1.05)
    moment = now() + timedelta(minutes=5)
    teach(redis, ANA, moment)
    assert until(redis, ANA) == [moment]


def test_answers_of_a_redis_that_hung_are_not_taken_for_those_to_later_questions(redis, valkey):
    teach(redis, ANA, now() + timedelta(minutes=5))
    valkey.hang()
    assert redis.ask([ANA]) == []
    valkey.go_on()
    time.sleep(1.1)
    assert until(redis, EVA, EVA) == [None, None]


@pytest.mark.usefixtures("patient")
def test_nobody_is_refused_by_an_emptied_redis(redis, valkey):
    teach(redis, ANA, now() + timedelta(minutes=5))
    valkey.empty()
    assert until(redis, ANA) == [None]


@pytest.mark.usefixtures("patient")
def test_many_threads_ask_teach_and_forget_at_once(redis):
    """Whatever they do, a subject is free once the last forgetting is over and nobody taught since."""
    moment = now() + timedelta(minutes=5)

    def work():
        for _ in range(50):
            teach(redis, ANA, moment)
            assert until(redis, ANA) in ([None], [moment])
            redis.forget([ANA])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert until(redis, ANA) == [None]
