"""Every job of the schedule runs on a real shop, and the mails of real events go out."""

import pytest

from shop_adapters.composition.container import build
from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.jobs.worker_factory import build_worker, recurring_jobs
from tests.auth_driver import HERE, a_form


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shop(request, tmp_path):
    url = "memory:" if request.param == "memory" else request.getfixturevalue(f"{request.param}_url")
    settings = Settings(
        shop_env=ShopEnv.TESTING, secret_key="k" * 32, database_url=url, email_url=f"file:{tmp_path}/mail"
    )
    shop = build(settings)
    yield shop
    shop.store().close()


def test_every_job_runs_and_comes_to_an_end(shop):
    names = [job.name for job in recurring_jobs(shop)]
    assert len(names) == len(set(names))
    for job in recurring_jobs(shop):
        assert job.run() is not True, job.name


def test_a_registration_becomes_a_mail_and_its_link_opens_the_account(shop, tmp_path):
    shop.registration().register(a_form("ann"), HERE)
    worker = build_worker(shop)
    assert worker.deliver_events()
    assert not worker.deliver_events()
    [mail] = (tmp_path / "mail").glob("*.eml")
    token = mail.read_text().partition("/api/v1/auth/verify-email/")[2].partition("/")[0]
    shop.registration().verify_email(token, HERE)
    with shop.read()() as tx:
        user = tx.users.by_email("ann@example.com")
    assert user is not None
    assert user.is_active
    assert token not in str(_stored_events(shop))


def _stored_events(shop) -> list[object]:
    with shop.begin()() as tx:
        now = shop.clock()()
        return list(tx.event_queue.lease(now, now, 100))
