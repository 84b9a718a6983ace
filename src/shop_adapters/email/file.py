"""Mail as files, for developers and for programs that pick it up: one .eml a mail."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Final

from shop_adapters.email.message import build_message
from shop_domain.kernel.ports import Clock
from shop_domain.notifications.errors import MailNotSent
from shop_domain.notifications.model import Mail

TEMPORARY_SUFFIX: Final = ".part"


class FileTransport:
    """Writes each mail to a file that is named after it, so that a repeated one replaces itself."""

    def __init__(self, folder: Path, *, sender: str, clock: Clock) -> None:
        """Write into this folder, which is made when it is first needed."""
        self._folder, self._sender, self._clock = folder, sender, clock

    def send(self, mail: Mail) -> None:
        """Put the file in place, whole or not at all; raise MailNotSent where the folder can't be written."""
        content = bytes(build_message(mail, sender=self._sender, sent_at=self._clock()))
        target = self._folder / f"{_file_name(mail.id)}.eml"
        unfinished = target.with_name(f".{token_hex(16)}{TEMPORARY_SUFFIX}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise MailNotSent(f"The mail folder can't be written: {error.strerror}") from error


def _file_name(mail_id: str) -> str:
    local = mail_id.partition("@")[0]
    return "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in local)
