"""Results copied to an address: whole when ``run.json`` is there, and only where nothing else is."""

from __future__ import annotations

import json
import sqlite3
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from poscheck.batch import addresses
from poscheck.batch.cards import Pages
from poscheck.batch.publish import MARK, Publication
from poscheck.batch.runfile import identity
from poscheck.batch.store import OUTPUTS, RunFolder
from poscheck.cli import main
from poscheck.errors import PoscheckError, UsageError
from tests.batch.batches import AS_OF, SMALL, files, run_here, several, small, snapshot
from tests.batch.storages import BUCKET, SECRET, put

if TYPE_CHECKING:
    from collections.abc import Mapping

WANTED = identity(small(), AS_OF)


def fetched(storage: Any, place: str, into: str = "back") -> Path:
    """What is at a place, as a folder."""
    for path in storage.find(place):
        files(Path(into), {path.partition(place)[2].strip("/"): storage.cat_file(path)})
    return Path(into)


def of_folder(out: Path, more: Mapping[str, Any]) -> dict[str, Any]:
    return {name: content for name, content in snapshot(out).items() if name.split("/")[0] in {*OUTPUTS, *more}}


@pytest.fixture
def place(folder: Path, memory: Any) -> tuple[Publication, Any]:
    files(folder / "subs", several(9))
    run_here(pages=Pages.ALL)
    return Publication("memory://state/2026"), memory


def test_a_copy_is_what_the_folder_holds(folder: Path, s3: Any) -> None:
    files(folder / "subs", several(9))
    run_here(pages=Pages.ALL)
    publication = Publication(f"s3://{BUCKET}/results/2026/")
    publication.refuse_other(WANTED)

    number = publication.put(RunFolder(Path("out")))
    publication.refuse_other(WANTED)

    back = fetched(s3, f"{BUCKET}/results/2026")
    assert snapshot(back) == of_folder(Path("out"), {"run.json": 0})
    assert number == len([file for file in back.rglob("*") if file.is_file()])
    assert (back / "results.sqlite").read_bytes() == Path("out/results.sqlite").read_bytes()
    assert SECRET.encode() not in b"".join(file.read_bytes() for file in back.rglob("*") if file.is_file())


def test_a_later_copy_takes_away_what_is_gone(folder: Path, place: tuple[Publication, Any]) -> None:
    publication, storage = place
    publication.put(RunFolder(Path("out")))
    storage.pipe("/state/2026/a-note-of-mine.txt", b"kept")
    (folder / "subs" / "004.json").unlink()
    run_here()

    publication.put(RunFolder(Path("out")))

    back = fetched(storage, "/state/2026")
    assert (back / "a-note-of-mine.txt").read_bytes() == b"kept"
    (back / "a-note-of-mine.txt").unlink()
    assert snapshot(back) == of_folder(Path("out"), {"run.json": 0})


@pytest.mark.parametrize("puts", [0, 1])
def test_a_copy_that_fails_is_not_complete_and_can_be_made_again(
    place: tuple[Publication, Any], puts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication, storage = place
    publication.put(RunFolder(Path("out")))
    whole = type(storage).put_file
    times: list[str] = []

    def put_file(self: Any, source: str, target: str, **more: Any) -> Any:
        times.append(target)
        if len(times) > puts:
            raise RuntimeError(f"the server said {SECRET}")
        return whole(self, source, target, **more)

    with monkeypatch.context() as patched:
        patched.setattr(type(storage), "put_file", put_file)
        with pytest.raises(
            PoscheckError, match=r"cannot be copied to memory://state/2026 \(the storage has failed: R"
        ) as error:
            publication.put(RunFolder(Path("out")))

    assert SECRET not in str(error.value)
    assert not storage.exists("/state/2026/run.json")
    publication.refuse_other(WANTED)  # it is ours, half made
    publication.put(RunFolder(Path("out")))
    assert not storage.exists(f"/state/2026/{MARK}")
    assert json.loads(storage.cat_file("/state/2026/run.json"))["finished"]["results"] == 8


class Unwilling(BaseHTTPRequestHandler):
    """An endpoint that has nothing, and says nothing to whoever brings something."""

    protocol_version = "HTTP/1.1"
    over = Event()

    def do_GET(self) -> None:
        answer = b"<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_HEAD(self) -> None:
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def handle_expect_100(self) -> bool:
        self.over.wait(60)
        return False

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.mark.usefixtures("s3")
def test_an_endpoint_that_takes_nothing_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(1))
    run_here()
    monkeypatch.setattr(addresses, "_ANSWER_SECONDS", 0.5)
    with ThreadingHTTPServer(("127.0.0.1", 0), Unwilling) as endpoint:
        Thread(target=endpoint.serve_forever, daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{endpoint.server_port}")
        addresses.forget()
        publication = Publication("s3://b/results")
        publication.refuse_other(WANTED)
        with pytest.raises(PoscheckError, match=r"cannot be copied .*asked: it does not answer\)"):
            publication.put(RunFolder(Path("out")))
        Unwilling.over.set()
        endpoint.shutdown()


def test_a_place_with_something_else_is_refused(place: tuple[Publication, Any]) -> None:
    publication, storage = place
    put(storage, "/state/2026", {"letter.txt": "dear"})
    with pytest.raises(UsageError, match="memory://state/2026 holds other files; name another place with --publish"):
        publication.refuse_other(WANTED)
    for content in ("{", "[]", '{"format": "other"}'):
        put(storage, "/state/2026", {"run.json": content})
        with pytest.raises(UsageError, match="holds other files"):
            publication.refuse_other(WANTED, again=True)


def test_another_run_is_replaced_only_where_that_is_said(place: tuple[Publication, Any]) -> None:
    publication, _ = place
    publication.put(RunFolder(Path("out")))
    other = {**WANTED, "as_of": "2026-11-01"}

    with pytest.raises(UsageError, match="as of 2026-10-15, not 2026-11-01; name another place with --publish"):
        publication.refuse_other(other)
    publication.refuse_other(other, again=True)


def test_a_run_of_other_submissions_stays_where_it_is(folder: Path, place: tuple[Publication, Any]) -> None:
    publication, storage = place
    publication.put(RunFolder(Path("out")))
    there = storage.find("/state/2026")
    files(folder / "subs", several(60))
    files(folder / "others", several(2))
    run_here("subs", out=Path("grown"))
    run_here("others", out=Path("others-out"))

    publication.refuse_other_submissions(RunFolder(Path("grown")))
    with pytest.raises(UsageError, match="holds a run of other submissions; name another place with --publish"):
        publication.refuse_other_submissions(RunFolder(Path("others-out")))
    assert storage.find("/state/2026") == there


def test_the_command_copies(folder: Path, s3: Any) -> None:
    files(folder / "subs", several(3))
    command = ("batch", "subs", "--out", "out", "--as-of", str(AS_OF), "--ruleset", str(SMALL), "--workers", "1")

    def command_line(*arguments: str) -> Any:
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    done = command_line(*command, "--publish", f"s3://{BUCKET}/r")
    nowhere = command_line(*command, "--publish", "s3://no-such-bucket-at-all/r")
    folder_there = command_line(*command[:3], f"s3://{BUCKET}/r", *command[4:])
    no_address = command_line(*command, "--publish", "there")

    assert (done.exit_code, done.stderr) == (0, "")
    assert f"Copied to s3://{BUCKET}/r, complete with run.json." in done.stdout
    assert s3.exists(f"{BUCKET}/r/run.json")
    assert (nowhere.exit_code, folder_there.exit_code, no_address.exit_code) == (2, 2, 2)
    assert "--out must be a folder that this computer has" in " ".join(folder_there.stderr.split())
    assert "--publish needs an address such as" in no_address.stderr


@pytest.mark.parametrize("there", [None, "empty", "empty/deeper"])
def test_a_folder_that_is_new_or_empty_is_filled(folder: Path, there: str | None) -> None:
    pytest.importorskip("fsspec")
    files(folder / "subs", several(9))
    run_here(pages=Pages.ALL)
    if there is not None:
        (folder / there).mkdir(parents=True)
    publication = Publication(f"file://{folder.as_posix()}/empty/")
    publication.refuse_other(WANTED)

    for _ in range(2):
        publication.put(RunFolder(Path("out")))

    assert snapshot(Path("empty")) == of_folder(Path("out"), {"run.json": 0})


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("memory://state", "what is copied to memory:// is gone when the command ends"),
        ("file://{folder}/out", "/out is in the folder of the run itself; name another with --publish"),
        ("local://{folder}/empty/../out/copy", "is in the folder of the run itself"),
    ],
)
def test_places_that_keep_nothing_or_are_the_run_are_refused_before_anything_is_done(
    folder: Path, address: str, message: str
) -> None:
    pytest.importorskip("fsspec")
    files(folder / "subs", several(1))
    run_here()
    before = snapshot()
    command = ["batch", "subs", "--out", "out", "--as-of", str(AS_OF), "--ruleset", str(SMALL), "--workers", "1"]

    refused = CliRunner().invoke(main, [*command, "--publish", address.format(folder=folder.as_posix())])

    assert refused.exit_code == 2
    assert message in " ".join(refused.stderr.split())
    assert snapshot() == before


def test_a_database_is_copied_closed(place: tuple[Publication, Any]) -> None:
    publication, storage = place
    publication.put(RunFolder(Path("out")))

    fetched(storage, "/state/2026")
    connection = sqlite3.connect("back/results.sqlite")

    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
