"""Inputs at addresses: the same answers as from a folder, a failure a file, and nothing secret in what comes out."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from poscheck.batch import addresses
from poscheck.batch.addresses import is_address, shown
from poscheck.batch.inputs import Inputs
from poscheck.batch.manifest import Manifest
from poscheck.batch.run import run
from poscheck.errors import PoscheckError, UsageError
from poscheck.reading import MAX_BYTES
from tests.batch.batches import failures, files, plan, results, run_here, several, snapshot, submission
from tests.batch.storages import BUCKET, SECRET, put, zipped

fsspec = pytest.importorskip("fsspec", reason="the extra poscheck[s3] is not installed")


def everything() -> dict[str, str | bytes]:
    return {
        **several(9),
        "below/ñandú 1.json": submission("B"),
        "lines.jsonl": f"{submission('L-1')}\n\n{{\n{submission('L-3')}",
        "state.zip": zipped({"a.json": submission("Z"), "../../up.json": submission("U"), "note.txt": "no"}),
        "empty.yaml": "",
        "big.yaml": "#" * (MAX_BYTES + 1),
        "broken.zip": b"PK no archive",
        "letter.txt": "left out",
        ".hidden.yaml": "left out",
    }


def as_folder(address: str) -> None:
    """What is at the address comes to what the same files in the folder ``subs`` come to."""
    summary = run_here(address, out=Path("far"))
    near = run_here("subs", out=Path("near"))

    assert summary == near
    assert (summary.found, summary.failures, summary.skipped) == (18, 5, 3)
    assert Path("far/failures.csv").read_bytes() == Path("near/failures.csv").read_bytes()
    assert snapshot(Path("far")) == snapshot(Path("near"))


def test_a_folder_in_a_bucket_gives_what_a_folder_gives(folder: Path, s3: Any) -> None:
    files(folder / "subs", everything())
    put(s3, f"{BUCKET}/subs", everything())

    as_folder(f"s3://{BUCKET}/subs/")

    kept = b"".join(file.read_bytes() for file in Path("far").rglob("*") if file.is_file())
    assert SECRET.encode() not in kept
    assert BUCKET.encode() not in b"".join(
        file.read_bytes() for file in Path("far").rglob("*") if file.is_file() and file.name != "manifest.sqlite"
    )


@pytest.mark.parametrize("address", ["memory://state/subs", "file://{}/subs", "memory://state/subs/"])
def test_other_storages_give_what_a_folder_gives(folder: Path, memory: Any, address: str) -> None:
    files(folder / "subs", everything())
    put(memory, "/state/subs", everything())

    as_folder(address.format(folder))


def test_worker_processes_read_from_a_bucket(folder: Path, s3: Any) -> None:
    put(s3, f"{BUCKET}/subs", dict(several(4)))
    files(folder / "subs", several(4))

    run(plan(f"s3://{BUCKET}/subs", workers=1))
    run_here(out=Path("near"))

    assert snapshot() == snapshot(Path("near"))


PATTERNS = {
    "{}/*.json": ["subs/1.json", "subs/2.json"],
    "{}/**/*.json": ["subs/1.json", "subs/2.json", "subs/a/3.json"],
    "{}/?.json": ["subs/1.json", "subs/2.json"],
    "{}/[a]": ["subs/a/3.json"],
    "{}/2.json": ["2.json"],
    "{}/in.zip": ["in.zip!/b/5.json", "in.zip!/4.json"],
    "zip://*.json::{}/in.zip": ["in.zip!/4.json"],
    "zip://b/*::{}/in.zip": ["in.zip!/b/5.json"],
    "zip://**/*.json::{}/in.zip": ["in.zip!/4.json", "in.zip!/b/5.json"],
    "zip://::{}/in.zip": ["in.zip!/4.json", "in.zip!/b/5.json"],
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_an_address_stands_for(memory: Any, pattern: str) -> None:
    stored: dict[str, str | bytes] = {
        "1.json": "", "2.json": "", "a/3.json": "", "in.zip": zipped({"4.json": "", "b/5.json": "", "c.txt": ""}),
    }  # fmt: skip
    put(memory, "/state/subs", stored)

    found = sorted(entry.name for _, entry in Inputs([pattern.format("memory://state/subs")]).entries())

    assert found == sorted(PATTERNS[pattern])


def test_patterns_in_a_bucket(s3: Any) -> None:
    put(s3, f"{BUCKET}/subs", {"1.json": "", "a/3.json": "", "in.zip": zipped({"4.json": "", "b/5.json": ""})})
    typed = [f"s3://{BUCKET}/subs/**/*.json", f"zip://b/*::s3://{BUCKET}/subs/in.zip"]

    found = sorted(entry.name for _, entry in Inputs(typed).entries())

    assert found == ["in.zip!/b/5.json", "subs/1.json", "subs/a/3.json"]


def test_members_of_an_archive_on_this_computer(folder: Path) -> None:
    files(folder, {"in.zip": zipped({"4.json": "", "b/5.json": ""})})

    assert [entry.name for _, entry in Inputs(["zip://b/*::in.zip"]).entries()] == ["in.zip!/b/5.json"]


WRONG = {
    "memory://state/none.yaml": "there is no file or folder memory://state/none.yaml",
    "memory://state/*.yaml": "there is no file or folder memory://state/",
    "zip://x*::memory://state/in.zip": "nothing matches zip://x",
    "s3://somebody:hunter2@bucket/x": "there is a password in the address s3://bucket/x;",
    "simplecache::memory://state/a.json": "there is no file or folder simplecache",
    "nothing://state/a.json": "no package installed for addresses that begin with nothing://",
    "zip://a.yaml": "zip://a.yaml names no archive; write its address after ::",
    "s3://": "s3:// is no address of a file or folder",
    "memory://state/simplecache::memory://b": "only zip:// may stand before another address",
}


@pytest.mark.parametrize("address", WRONG)
def test_addresses_that_cannot_be_used(memory: Any, address: str) -> None:
    put(memory, "/state", {"a.json": "", "in.zip": zipped({"a.json": ""})})

    with pytest.raises(UsageError) as error:
        list(Inputs([address]).entries())

    assert WRONG[address] in str(error.value)
    assert "hunter2" not in str(error.value)


@pytest.mark.usefixtures("folder", "s3")
def test_a_bucket_that_may_not_be_read_or_is_not_there_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="there is no file or folder s3://no-such-bucket/x"):
        run_here("s3://no-such-bucket/x")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    addresses.forget()
    with pytest.raises(UsageError, match=r"s3://b/x cannot be listed .*asked: it cannot be reached\)"):
        run_here("s3://b/x")


@pytest.mark.usefixtures("folder")
def test_a_file_that_goes_away_or_hides_is_a_failure_of_its_own(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    put(memory, "/subs", dict(several(4)))
    whole = memory.cat_file

    def troubled(path: str, *arguments: Any, **more: Any) -> bytes:
        for name, error in {
            "/subs/001.json": FileNotFoundError(path),
            "/subs/002.json": PermissionError(f"{SECRET} may not"),
            "/subs/003.json": RuntimeError(f"the server said {SECRET}"),
        }.items():
            if path == name:
                raise error
        return bytes(whole(path, *arguments, **more))

    with monkeypatch.context() as patched:
        patched.setattr(type(memory), "cat_file", lambda _self, *arguments, **more: troubled(*arguments, **more))
        summary = run_here("memory://subs")

    assert (summary.scored, summary.failures) == (1, 3)
    assert failures() == {
        "subs/001.json": ["missing-file"], "subs/002.json": ["no-permission"], "subs/003.json": ["unreadable"],
    }  # fmt: skip
    assert SECRET not in Path("out/failures.csv").read_text("utf-8-sig")
    assert run_here("memory://subs").scored == 3  # such things pass


@pytest.mark.usefixtures("folder", "s3")
def test_an_endpoint_that_hears_and_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:{1}".format(*deaf.getsockname()))
        addresses.forget()
        with pytest.raises(UsageError, match=r"cannot be listed \(the storage cannot be asked: it does not answer\)"):
            run_here("s3://b/x")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("kind", "why"),
    [("ConnectionError", "it cannot be reached"), ("NoCredentialsError", "this computer has no keys to it")],
)
@pytest.mark.parametrize("silent", [1, 4])
def test_a_storage_that_says_nothing_at_all_stops_the_run(
    memory: Any, monkeypatch: pytest.MonkeyPatch, silent: int, kind: str, why: str
) -> None:
    put(memory, "/subs", dict(several(4)))
    whole = memory.cat_file
    error = type("OfThisLibrary", (type(kind, (Exception,), {}),), {})

    def cat_file(_self: Any, path: str, *arguments: Any, **more: Any) -> bytes:
        if Path(path).name < f"00{silent}":
            raise error(SECRET)
        return bytes(whole(path, *arguments, **more))

    with monkeypatch.context() as patched:
        patched.setattr(type(memory), "cat_file", cat_file)
        if silent == 1:
            assert run_here("memory://subs").failures == 1
            assert failures() == {"subs/000.json": ["unreadable"]}
        else:
            told = rf"cannot go on \(the storage cannot be asked: {why}\)\. .* the same command goes on"
            with pytest.raises(PoscheckError, match=told):
                run_here("memory://subs")
    assert run_here("memory://subs").failures == 0


def test_names_in_a_storage_and_in_archives_never_become_paths(folder: Path, memory: Any) -> None:
    put(memory, "/subs", {"x\\..\\y.json": submission("1"), "a::b.json": submission("2")})
    put(memory, "/subs", {"in.zip": zipped({"../../../evil.json": submission("3"), "a::b.json": submission("4")})})

    run_here("memory://subs", documents=True)

    assert sorted(results()) == [
        "subs/a::b.json", "subs/in.zip!/../../../evil.json", "subs/in.zip!/a::b.json", "subs/x\\..\\y.json",
    ]  # fmt: skip
    assert not list(folder.parent.rglob("evil.json"))
    assert {path.name for path in folder.iterdir()} == {"out"}


@pytest.mark.usefixtures("folder")
def test_an_archive_says_how_large_its_members_are_before_they_are_read(memory: Any) -> None:
    bomb = zipped({"a.json": " " * (MAX_BYTES + 1), "b.json": submission("1")})
    assert len(bomb) < MAX_BYTES / 100
    put(memory, "/subs", {"in.zip": bomb})

    assert run_here("memory://subs").scored == 1
    assert failures() == {"subs/in.zip!/a.json": ["too-large"]}


@pytest.mark.usefixtures("folder")
def test_what_a_batch_has_put_there_is_left_out(memory: Any) -> None:
    put(memory, "/subs", {"a.json": "", "old/run.json": "{}", "old/results.jsonl": "{}", "old/scorecards/x.json": ""})

    inputs = Inputs(["memory://subs"])

    assert [entry.name for _, entry in inputs.entries()] == ["subs/a.json"]
    assert (inputs.left_out.number, inputs.left_out.names) == (1, ["subs/old"])


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://host/a.json?X-Amz-Signature=secret", "https://host/a.json"),
        ("ftp://user:secret@host/a.json", "ftp://host/a.json"),
        ("s3://bucket/a?b.json", "s3://bucket/a?b.json"),
        ("subs/a:b@c.json", "subs/a:b@c.json"),
    ],
)
def test_what_is_shown_of_an_address(text: str, safe: str) -> None:
    assert shown(text) == safe


@pytest.mark.parametrize("text", ["a.yaml", "C:\\subs", "/a/b", "a:b", "://", "1://x"])
def test_paths_are_no_addresses(text: str) -> None:
    assert not is_address(text)


@pytest.mark.usefixtures("folder")
def test_the_work_list_alone_knows_where_the_files_are(memory: Any) -> None:
    put(memory, "/state/subs", {"a.json": submission("1")})
    run_here("memory://state/subs")

    with closing(Manifest(Path("out/manifest.sqlite"))) as manifest:
        assert [entry.path for entry in manifest.entries(0, 9)] == ["memory:///state/subs/a.json"]
