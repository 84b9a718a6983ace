"""The check of the security logs, as a command."""

from contextlib import closing
from sqlite3 import connect


def test_an_untouched_log_is_good_and_a_changed_row_is_named(run, tmp_path):
    assert run("migrate").exit_code == 0
    with closing(connect(tmp_path / "shop.db")) as database, database:
        database.execute(
            "INSERT INTO security_attempts VALUES ('0a'||lower(hex(randomblob(15))), 'LOGIN', NULL, 'ann@example.com',"
            " '203.0.113.7', 'a browser', 0, 'invalid_credentials', '2026-05-01 12:00:00.000000')"
        )
    good = run("verify-audit")
    assert (good.exit_code, good.stderr, good.stdout) == (0, "", "Every row is as it was written.\n")
    with closing(connect(tmp_path / "shop.db")) as database, database:
        database.execute("DROP TRIGGER security_attempts_no_update")
        database.execute("UPDATE security_attempts SET success = 1")
        (row,) = database.execute("SELECT id FROM security_attempts").fetchone()
    bad = run("verify-audit")
    assert (bad.exit_code, bad.stdout) == (1, "")
    assert row in bad.stderr.replace("-", "")
    assert "at position 1: the row was changed" in bad.stderr
