"""``poscheck watch``: what it takes, and a whole run of it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from poscheck.cli.exits import Code
from poscheck.cli.watching import watched
from poscheck.report import render_html
from poscheck.resources import data_dir
from poscheck.watch.turns import Turner

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

RULES = data_dir("rules") / "perkins-v"
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts the tests aside has Ctrl-C ignored
from poscheck.__main__ import run
run()
"""


def test_what_is_watched(meets: Path, folder: Path) -> None:
    (folder / "my-rules").symlink_to(RULES, target_is_directory=True)
    ten = data_dir("rules") / "ten-components"
    assert watched([str(meets)], None) == (meets, ten)
    assert watched([str(meets)], "perkins-v") == (meets, RULES)
    assert [str(path) for path in watched(["my-rules", str(meets)], None)] == [str(meets), "my-rules"]
    assert str(watched(["my-rules/ruleset.yaml"], None)[1]) == "my-rules"
    assert watched(["perkins-v"], None) == (None, RULES)


@pytest.mark.parametrize(
    ("names", "code", "said"),
    [
        (["nothing.yaml"], Code.UNREADABLE, "There is no such file"),
        (["meet.yaml"], Code.UNREADABLE, "Did you mean: meets.yaml"),
        (["meets.yaml", "--decisions", "meet.yaml"], Code.USAGE, "Did you mean: meets.yaml"),
        (["."], Code.USAGE, "holds no ruleset.yaml"),
        (["meets.yaml", "meets.yaml"], Code.USAGE, "one submission, one ruleset"),
        (["perkins-v", "colorado"], Code.USAGE, "one submission, one ruleset"),
        (["meets.yaml", "--ruleset", "perkins-w"], Code.USAGE, "perkins-v"),
        (["meets.yaml", "--decisions", "none.yaml"], Code.USAGE, "none.yaml cannot be used as decisions"),
        (["perkins-v", "--decisions", "meets.yaml"], Code.USAGE, "decisions are about a submission"),
    ],
)
def test_what_cannot_be_watched(run: Run, meets: Path, names: list[str], code: Code, said: str) -> None:
    assert meets.exists()
    result = run("watch", *names)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())


def test_a_port_that_is_taken(run: Run, meets: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = run("watch", meets, "--port", port)
    assert result.exit_code == Code.USAGE
    assert f"port {port} of 127.0.0.1 cannot be used" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one program there")
def test_a_whole_run(meets: Path) -> None:
    program = [sys.executable, "-u", "-c", PROGRAM, "watch", str(meets), "perkins-v"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            follow(running, meets)
        finally:
            running.kill()  # nothing where it has ended


def follow(running: subprocess.Popen[str], meets: Path) -> None:
    assert running.stdout is not None
    assert running.stderr is not None
    address = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())
    assert address is not None
    page = urlopen(address[0], timeout=60).read().decode()  # noqa: S310 -- our own
    token = re.search(r'data-token="(\w+)"', page)
    assert token is not None
    meets.write_text(meets.read_text("utf-8").replace("courses:", "elsewhere:"), "utf-8")
    assert urlopen(f"{address[0]}turn?seen={token[1]}", timeout=60).read().decode() != token[1]  # noqa: S310
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 0
    assert running.stderr.read() == ""


def test_a_scorecard_never_follows(meets: Path) -> None:
    card = Turner(RULES, meets, None).turn().scorecard
    assert card is not None
    page = render_html(card)
    assert "fetch(" not in page
    assert "connect-src" not in page
