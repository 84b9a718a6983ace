"""A shop's webhook address that writes down what it gets, and answers as it is told."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import msgspec


class ReceivedWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """One webhook as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        return msgspec.json.decode(self.body)


class WebhookInbox:
    """What came, and what will be answered: the next of `answers`, or else 200."""

    def __init__(self) -> None:
        self.received: list[ReceivedWebhook] = []
        self.statuses: list[int] = []
        self.url = ""
        self.pause_s = 0.0
        self.at_work = self.most_at_work = 0

    @property
    def kinds(self) -> list[str]:
        return [received.event["event_type"] for received in self.received]


@contextmanager
def webhook_inbox() -> Generator[WebhookInbox]:
    """Listen on loopback until the block ends."""
    inbox = WebhookInbox()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        lock: ClassVar[threading.Lock] = threading.Lock()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with self.lock:
                headers = {name.upper(): value for name, value in self.headers.items()}
                inbox.received.append(ReceivedWebhook(headers=headers, body=body))
                status = inbox.statuses.pop(0) if inbox.statuses else 200
                inbox.at_work += 1
                inbox.most_at_work = max(inbox.most_at_work, inbox.at_work)
            time.sleep(inbox.pause_s)
            with self.lock:
                inbox.at_work -= 1
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.send_header("Connection", "close")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the standard library's name
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 512

    server = Server(("127.0.0.1", 0), Handler)
    inbox.url = f"http://127.0.0.1:{server.server_port}/webhook"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield inbox
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
