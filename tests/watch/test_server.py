"""The server by real requests: one page, for this computer alone."""

from __future__ import annotations

import socket
from http.client import HTTPConnection
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from poscheck.watch.page import policy
from poscheck.watch.server import LOOPBACK, Server, stop
from poscheck.watch.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

PAGE = '<p data-token="">one</p>'


@pytest.fixture
def server() -> Iterator[Server]:
    stage = Stage()
    stage.show(PAGE)
    made = Server(stage, policy(), 0)
    Thread(target=made.serve_forever, daemon=True).start()
    yield made
    stop(made)


def ask(server: Server, path: str, host: str | None = None, method: str = "GET") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection(LOOPBACK, server.server_port)
    connection.putrequest(method, path, skip_host=True)
    for name in (host or f"{LOOPBACK}:{server.server_port}").split("\n"):
        if name != "-":
            connection.putheader("Host", name)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def test_the_page_has_the_name_of_what_it_says(server: Server) -> None:
    answer, text = ask(server, "/")
    assert answer.status == 200
    assert text == PAGE.replace('""', f'"{server.stage.token}"')
    token = server.stage.token
    server.stage.show(PAGE.replace("one", "two"))
    assert server.stage.token != token
    server.stage.show(PAGE)
    assert server.stage.token == token


@pytest.mark.parametrize("path", ["/", "/turn?seen=", "/nothing", "/../etc/passwd", "/turn/"])
def test_what_every_answer_says(server: Server, path: str) -> None:
    answer, text = ask(server, path)
    assert answer.status == (200 if path in {"/", "/turn?seen="} else 404)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    rules = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert (rules["default-src"], rules["connect-src"], rules["frame-ancestors"]) == ("'none'", "'self'", "'none'")
    assert "unsafe" not in str(rules)
    assert "Python" not in str(answer.headers)
    assert "<" not in text or path == "/"


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "example.org:{}", "127.0.0.1.example.org:{}", "-"])
@pytest.mark.parametrize("path", ["/", "/turn?seen=x"])
def test_a_foreign_name_is_refused(server: Server, host: str, path: str) -> None:
    answer, text = ask(server, path, host.format(server.server_port))
    assert answer.status == 403
    assert server.stage.token not in text


def test_two_names_are_refused(server: Server) -> None:
    own = f"{LOOPBACK}:{server.server_port}"
    assert ask(server, "/", f"{own}\nexample.org")[0].status == 403
    assert ask(server, "/", f"localhost:{server.server_port}")[0].status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "DELETE"])
def test_nothing_can_be_sent(server: Server, method: str) -> None:
    assert ask(server, "/", method=method)[0].status == 501


def test_it_listens_on_the_loopback_address_alone(server: Server) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", server.server_port))


def test_whoever_waits_is_told_of_the_next_page(server: Server) -> None:
    seen = server.stage.token
    told: list[str] = []
    waiting = Thread(target=lambda: told.append(ask(server, f"/turn?seen={seen}")[1]))
    waiting.start()
    server.stage.show(PAGE.replace("one", "two"))
    waiting.join()
    assert told == [server.stage.token]
    assert seen != server.stage.token
