"""What is said about files that cannot be read: a file per mistake in ``bad``, its words in "
"``expected.json``."""

from __future__ import annotations

import io
import json
import os
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from poscheck.errors import Problem, ReadError
from poscheck.reading import MAX_BYTES, read_bytes, read_file
from poscheck.reading.builder import MAX_PROBLEMS
from poscheck.reading.messages import quote
from poscheck.reading.source import Source
from poscheck.reading.yaml_reader import read_yaml

BAD = Path(__file__).parent / "bad"
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads((BAD / "expected.json").read_text(encoding="utf-8"))


def problems(data: bytes, name: str = "x.yaml") -> tuple[Problem, ...]:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    return caught.value.problems


def test_every_bad_file_has_an_expectation() -> None:
    assert {path.name for path in BAD.iterdir()} - {"expected.json"} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_bad_file_is_refused_where_it_goes_wrong(name: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(BAD / name, name)
    found = caught.value.problems
    expected = EXPECTED[name]
    assert [(problem.line, problem.column, problem.code) for problem in found] == [
        (entry["line"], entry["column"], entry["code"]) for entry in expected
    ]
    for problem, entry in zip(found, expected, strict=True):
        assert problem.file == name
        assert problem.suggestion == entry.get("suggestion")
        for words in entry["says"]:
            assert words in problem.message
        assert problem.message.isprintable()
        assert problem.message.endswith(".")


def zip_of(*names: str, first: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zip_of("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (zip_of("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (zip_of("ppt/presentation.xml"), "a PowerPoint presentation"),
        (zip_of("content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
        (zip_of("content.xml", first=b"application/vnd.oasis.opendocument.text"), ".odt"),
        (zip_of("submission.yaml"), "a zip archive"),
        (b"%PDF-1.7\n", "a PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), ".doc or .xls"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "XML"),
    ],
)
def test_files_of_other_programs(data: bytes, words: str) -> None:
    (problem,) = problems(data)
    assert problem.code == "file-kind"
    assert words in problem.message
    assert problem.allowed == ".xlsx, .yaml, .yml, .json"


def test_windows_text_names_the_word() -> None:
    (problem,) = problems("a: 1\nname: Peña High\nb: é\n".encode("cp1252"))
    assert (problem.code, problem.line, problem.column, problem.suggestion) == ("encoding", 2, 9, "Peña")
    assert "1 more line" in problem.message


def test_bytes_that_are_no_text_at_all() -> None:
    (problem,) = problems(b"a: \x81\n")
    assert (problem.line, problem.column) == (1, 4)
    assert "0x81" in problem.message
    assert "UTF-16" in problems("a: Health\n".encode("utf-16-le"))[0].message
    assert "UTF-16" in problems(b"\xff\xfea")[0].message


@pytest.mark.parametrize("opening", ["[", "- ", '{"a":', "{", "? ", "a: [", "&a [", "!!x [", "- - ["])
@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_poison_depth(opening: str, name: str) -> None:
    assert problems(b"a: " + opening.encode() * (60_000 // len(opening)), name)
    assert problems(opening.encode() * (60_000 // len(opening)), name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"a: 1\n" * 300_000, "x.yaml"),
        (b"a: 1\n" + b"b: x" + b" " * 500_000 + b": y\n", "x.yaml"),
        (b"\ta: 1\n" * 300_000, "x.yaml"),
        (b"- a: 1\n b:2\n" * 20_000, "x.yaml"),
        (b"a: &a x\n" + b"b: [" + b"*a, " * 100_000 + b"]\n", "x.yaml"),
        (b'a: "' + b"\\" * 500_001, "x.yaml"),
        (b'{"a": 1, ' * 60 + b'"a": 1, ' * 100_000, "x.json"),
        (b'{"a": "' + b"\\" * 500_001, "x.json"),
        (b"[" + b"'a' " * 200_000, "x.json"),
        (b"//" * 500_000, "x.json"),
        (b"{/*" * 300_000, "x.json"),
        (b"1" * 1_000_000, "x.json"),
    ],
    ids=range(12),
)
def test_poison_size_is_refused_in_seconds(data: bytes, name: str) -> None:
    start = time.perf_counter()
    assert len(problems(data, name)) <= 2 * MAX_PROBLEMS
    assert time.perf_counter() - start < 8


def test_poison_depth_without_libyaml() -> None:
    for opening in ("[", "- ", '{"a":'):
        builder = read_yaml(Source("x.yaml", "a: " + opening * 10_000), pure=True)
        assert builder.problems


def test_a_control_character_far_behind_a_mistake() -> None:
    found = problems(b"a: x: y\n" + b"# far\n" * 20_000 + b"b: \x00\n")
    assert [(problem.code, problem.line) for problem in found] == [("colon-in-text", 1), ("control-character", 20_002)]


def test_size_limit() -> None:
    (problem,) = problems(b"a" * (MAX_BYTES + 1))
    assert problem.code == "too-large"
    assert "5 MB" in problem.message


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    def problem_of(path: Path) -> Problem:
        with pytest.raises(ReadError) as caught:
            read_file(path)
        (problem,) = caught.value.problems
        assert problem.file == str(path)
        return problem

    (tmp_path / "submission.yaml").write_text("a: 1\n", encoding="utf-8")
    folder = problem_of(tmp_path)
    assert (folder.code, folder.suggestion) == ("is-folder", "submission.yaml")
    missing = problem_of(tmp_path / "submision.yaml")
    assert (missing.code, missing.suggestion) == ("missing-file", "submission.yaml")
    assert "no folder" in problem_of(tmp_path / "nowhere" / "x.yaml").message
    assert problem_of(tmp_path / "submission.yaml" / "x").code == "unreadable"
    assert problem_of(tmp_path / "a\0b").code == "unreadable"
    (tmp_path / "empty.json").write_bytes(b"")
    assert problem_of(tmp_path / "empty.json").code == "empty"


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in the file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ReadError, match="pipe or device"):
        read_file(tmp_path / "pipe.yaml")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    (tmp_path / "x.yaml").write_text("a: 1\n", encoding="utf-8")
    monkeypatch.setattr(Path, "open", refuse)  # tests may run as root, who may read everything
    with pytest.raises(ReadError, match="may not be read"):
        read_file(tmp_path / "x.yaml")


def test_quote_is_short_and_harmless() -> None:
    assert quote("a\x1b[2J\n\u202eb\u200b") == r'"a\x1b[2J\x0a\u202eb\u200b"'
    assert len(quote("x" * 5000)) < 70


def test_problems_come_in_the_order_of_the_file() -> None:
    found = problems(b"a: !x 1\nb: x: y\nc: 1\nc: 2\nd: @z\n")
    assert [problem.line for problem in found] == [1, 2, 4, 5]
