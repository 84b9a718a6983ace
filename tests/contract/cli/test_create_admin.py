"""The first administrator."""

import pytest
from sqlalchemy import create_engine, text

WORDS = ("create-admin", "--email", "Ann@Example.com", "--username", "ann", "--password-stdin")


def users(folder) -> list[tuple[object, ...]]:
    engine = create_engine(f"sqlite:///{folder}/shop.db")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT email, username, role, is_staff, is_active FROM users")).all()
    engine.dispose()
    return [tuple(row) for row in found]


@pytest.fixture(autouse=True)
def _migrated(run) -> None:
    assert run("migrate").exit_code == 0


def test_an_administrator_is_made_once_however_often_it_is_asked_for(run, tmp_path):
    for password in ("Sunny-Day-42", "Rainy-Day-43\n"):
        done = run(*WORDS, given=password)
        assert (done.exit_code, done.stderr) == (0, "")
        assert password.strip() not in done.stdout
    assert users(tmp_path) == [("Ann@Example.com", "ann", "ADMIN", 1, 1)]


def test_a_user_name_that_is_taken_is_a_failure_not_a_wrong_use(run, tmp_path):
    assert run(*WORDS, given="Sunny-Day-42").exit_code == 0
    done = run(
        "create-admin", "--email", "eva@example.com", "--username", "ANN", "--password-stdin", given="Rainy-Day-43"
    )
    assert done.exit_code == 1
    assert done.stderr == "Error: username: A user with this username already exists.\n"
    assert users(tmp_path) == [("Ann@Example.com", "ann", "ADMIN", 1, 1)]


@pytest.mark.parametrize(
    ("email", "password", "named"),
    [
        ("nobody", "Sunny-Day-42", "email"),
        ("ann@example.com", "short", "password"),
        ("ann@example.com", "", "password"),
    ],
)
def test_what_is_wrong_is_named_and_nobody_is_made(run, tmp_path, email, password, named):
    done = run("create-admin", "--email", email, "--password-stdin", given=password)
    assert done.exit_code == 2
    assert f"{named}: " in done.stderr
    assert users(tmp_path) == []
