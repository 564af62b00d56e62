"""A server for this computer alone: one page, and a place to wait for the next one.

It listens on the loopback address and answers only requests that name this computer: a web page from elsewhere that
has its own name point here is refused.
"""

from __future__ import annotations

import os
import socketserver
import sys
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poscheck.watch.stage import Stage

LOOPBACK = "127.0.0.1"
_LONGEST_WAIT = 20.0
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Server(ThreadingHTTPServer):
    """Serves what is on ``stage``, with a Content-Security-Policy; ``port`` 0 takes any that is free.

    Raises OSError where the port cannot be had.
    """

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would let two servers have one port

    def __init__(self, stage: Stage, policy: str, port: int) -> None:
        self.stage = stage
        self.policy = policy
        super().__init__((LOOPBACK, port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking for the computer's name, which can take long without a network."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    @property
    def names(self) -> frozenset[str]:
        """What a request may call this computer."""
        return frozenset(f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost"))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has left."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "poscheck"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer with the page, or with its name as soon as it is a new one."""
        path, _, query = self.path.partition("?")
        if self.headers.get("Host") not in self.server.names or len(self.headers.get_all("Host", [])) != 1:
            self._answer(HTTPStatus.FORBIDDEN, b"This page is only for the computer that it is made on.\n")
        elif path == "/":
            self._answer(HTTPStatus.OK, self.server.stage.page, "text/html; charset=utf-8")
        elif path == "/turn":
            token = self.server.stage.wait(query.removeprefix("seen="), _LONGEST_WAIT)
            self._answer(HTTPStatus.OK, token.encode())
        else:
            self._answer(HTTPStatus.NOT_FOUND, b"There is only one page here: /\n")

    def _answer(self, status: HTTPStatus, body: bytes, kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """Add what every answer says, refusals included."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Security-Policy", self.server.policy)
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Keep the terminal for what the room should read."""


def stop(server: Server) -> None:
    """Stop answering; requests that still wait end with the program."""
    with suppress(OSError):
        server.shutdown()
        server.server_close()
