"""Mail as files."""

import pytest

from shop_adapters.email.file import FileTransport
from shop_domain.notifications.errors import MailNotSent
from tests.contract.email.conftest import NOW, SENDER
from tests.contract.email.test_mail_transport import LINK, a_mail


def file_transport(folder) -> FileTransport:
    return FileTransport(folder, sender=SENDER, clock=lambda: NOW)


def test_a_repeated_mail_replaces_itself(tmp_path):
    for _ in range(3):
        file_transport(tmp_path).send(a_mail())
    assert [path.name for path in tmp_path.iterdir()] == ["01a-7.verify_email.eml"]


def test_links_stay_whole_in_the_file(tmp_path):
    file_transport(tmp_path).send(a_mail())
    assert LINK in (tmp_path / "01a-7.verify_email.eml").read_text()


def test_a_name_can_not_leave_the_folder(tmp_path):
    file_transport(tmp_path / "mail").send(a_mail(id="../../escaped@corner.example"))
    assert [path.name for path in tmp_path.iterdir()] == ["mail"]
    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_a_folder_that_can_not_be_written_is_tried_again(tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(MailNotSent):
        file_transport(tmp_path / "taken").send(a_mail())
