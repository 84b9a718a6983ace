"""The program's manners: help, exit codes, one line for what is wrong, silence in a pipe."""

import pytest

from shop_adapters.cli.program import COMMANDS
from tests.contract.cli.conftest import SQLITE
from tests.contract.cli.shop_process import KEY, run_shop


@pytest.fixture
def migrated(run) -> None:
    assert run("migrate").exit_code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_does_nothing_else(run, command, tmp_path):
    done = run(command, "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: shop {command}")
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_the_program_lists_its_commands(run):
    done = run("--help")
    assert done.exit_code == 0
    assert all(f"\n  {command} " in done.stdout for command in COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-command"],
        ["serve", "--port", "eighty"],
        ["serve", "--port", "70000"],
        ["migrate", "now"],
        ["create-admin"],
        ["create-admin", "--email", "ann@example.com"],
        ["settings", "--no-such-option"],
    ],
)
def test_wrong_use_ends_with_2_and_says_why(run, words):
    done = run(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Error: " in done.stderr


@pytest.mark.parametrize("command", ["serve", "migrate", "worker", "cleanup-sessions", "settings"])
def test_a_wrong_setting_stops_the_start_with_one_line_that_names_it(run, command):
    done = run(command, variables={**SQLITE, "SESSION_EXPIRE_DAYS": "soon"})
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: SESSION_EXPIRE_DAYS: must be a whole number\n"


def test_nothing_unsafe_starts_in_production(run):
    done = run("serve", variables={"SHOP_ENV": "production", "DEBUG": "true", "SECRET_KEY": "x" * 40})
    assert done.exit_code == 1
    [line] = done.stderr.splitlines()
    assert all(f"{name}: " in line for name in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "PUBLIC_URL", "DATABASE_URL"))
    assert "x" * 40 not in line


@pytest.mark.parametrize(
    "words", [["worker", "--once"], ["cleanup-sessions"], ["reconcile-payments"], ["migrate"], ["serve", "--port", "0"]]
)
def test_a_database_that_is_not_there_is_one_line_without_its_password(run, words):
    place = "postgresql://shop:hush@127.0.0.1:1/shop"
    done = run(*words, variables={"SHOP_ENV": "testing", "DATABASE_URL": place})
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("Error: DATABASE_URL: ")
    assert "hush" not in done.stderr


def test_a_database_that_was_never_migrated_is_said_to_be_so(run):
    done = run("cleanup-sessions")
    assert done.exit_code == 1
    assert "shop migrate" in done.stderr


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("words", [["migrate"], ["cleanup-sessions"], ["reconcile-payments"], ["worker", "--once"]])
def test_a_command_that_is_done_is_silent_in_a_pipe_and_may_run_again(run, words):
    for _ in range(2):
        done = run(*words)
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_settings_are_shown_as_they_are_in_force_and_without_secrets(run):
    done = run("settings", variables={"PORT": "9001", "DATABASE_URL": "postgresql://me:hush@db/shop"})
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert "PORT=9001" in lines
    assert "DATABASE_URL=postgresql://me:********@db/shop" in lines
    assert "PUBLIC_URL=http://127.0.0.1:9001" in lines
    assert KEY not in done.stdout
    assert "hush" not in done.stdout


def test_settings_come_from_a_file_too(run, tmp_path):
    (tmp_path / ".env").write_text("PORT=9002\n")
    assert "PORT=9002" in run("settings").stdout.splitlines()


def test_the_program_is_installed_and_keeps_its_exit_codes(tmp_path):
    assert run_shop(tmp_path, "settings").returncode == 0
    assert run_shop(tmp_path, "settings", "--wrong").returncode == 2
    wrong = run_shop(tmp_path, "settings", variables={"PORT": "x"})
    assert (wrong.returncode, wrong.stderr) == (1, "Error: PORT: must be a whole number\n")
