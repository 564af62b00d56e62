"""What a batch is made of: names, order, what is left out, what cannot be read, and inputs meant to do harm."""

from __future__ import annotations

import os
import zipfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from poscheck.batch.entries import Kind, name_of_input, sort_key
from poscheck.batch.fetch import fetch
from poscheck.batch.inputs import Inputs
from poscheck.batch.left_out import LeftOut
from poscheck.batch.manifest import Manifest, build
from poscheck.errors import ReadError, UsageError
from poscheck.reading import MAX_BYTES
from tests.batch.batches import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.batch.entries import Entry


def listed(*typed: str) -> list[Entry]:
    inputs = Inputs(typed)
    build(Path("list"), inputs, {})
    manifest = Manifest(Path("list"))
    entries = manifest.entries(0, 1000)
    assert len(manifest) == len(entries)
    assert [entry.name for entry in entries] == list(manifest.names())
    manifest.close()
    return list(entries)


def names(*typed: str) -> list[str]:
    return [entry.name for entry in listed(*typed)]


def left_out(*typed: str) -> LeftOut:
    inputs = Inputs(typed)
    list(inputs.entries())
    return inputs.left_out


def refusal(entry: Entry) -> str:
    with pytest.raises(ReadError) as refused:
        fetch(entry)
    return refused.value.problems[0].code


TREE = {
    "subs/b.yaml": "b", "subs/a.YML": "a", "subs/x/c.json": "c", "subs/notes.txt": "n", "subs/x/.hidden.yaml": "h",
    "subs/.git/d.yaml": "d", "subs/~$b.xlsx": "owner", "subs/__MACOSX/e.yaml": "e", "subs/Thumbs.db": "",
    "other/f.yaml": "f",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["subs"], ["subs/a.YML", "subs/b.yaml", "subs/x/c.json"]),
        (["./subs/../subs/x"], ["x/c.json"]),
        (["./subs//x/"], ["subs/x/c.json"]),
        (["."], ["other/f.yaml", "subs/a.YML", "subs/b.yaml", "subs/x/c.json"]),
        (["subs/notes.txt", "subs/.git"], ["subs/.git/d.yaml", "subs/notes.txt"]),
        (["subs", "subs/b.yaml", "subs/x"], ["subs/a.YML", "subs/b.yaml", "subs/x/c.json"]),
        (["s*s/*.yaml"], ["subs/b.yaml"]),
        (["**/*.json"], ["subs/x/c.json"]),
        (["subs/**"], ["subs/a.YML", "subs/b.yaml", "subs/x/c.json"]),
        (["[so]*/**/*.y*ml"], ["other/f.yaml", "subs/b.yaml"]),
        (["subs/?.[yY]*"], ["subs/a.YML", "subs/b.yaml"]),
    ],
    ids=str,
)
def test_names_are_as_typed_sorted_and_listed_once(folder: Path, typed: list[str], expected: list[str]) -> None:
    files(folder, TREE)

    assert names(*typed) == expected


def test_an_absolute_path_and_one_outside_lose_what_is_before_their_last_part(folder: Path) -> None:
    files(folder, TREE)
    (folder / "inside").mkdir()
    os.chdir(folder / "inside")

    assert names(str(folder / "subs" / "b.yaml"), "../subs/x", "../other") == ["b.yaml", "other/f.yaml", "x/c.json"]
    assert name_of_input("..") == folder.name
    assert name_of_input("/") == ""


def test_a_file_reached_by_several_names_is_listed_by_the_plainest(folder: Path) -> None:
    files(folder, TREE)
    (folder / "subs" / "0-link.yaml").symlink_to("b.yaml")
    (folder / "a-link").symlink_to("subs")

    assert names(".") == names("subs", "other", str(folder / "subs"), "a-link")
    assert names("a-link") == ["a-link/a.YML", "a-link/b.yaml", "a-link/x/c.json"]


def test_a_link_is_read_as_its_own_name_says(folder: Path) -> None:
    archive(folder / "store" / "8f3a", ("a.yaml", b"1"))
    files(folder, {"store/77c1": "{}\n{}\n"})
    for name, stored in (("state.zip", "8f3a"), ("all.jsonl", "77c1")):
        (folder / name).symlink_to(f"store/{stored}")

    assert names("state.zip", "all.jsonl") == ["all.jsonl#1", "all.jsonl#2", "state.zip!/a.yaml"]
    assert names(".") == ["all.jsonl#1", "all.jsonl#2", "state.zip!/a.yaml"]


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    files(folder, {"north/subs/a.yaml": "1", "south/subs/a.yaml": "2"})

    with pytest.raises(UsageError, match=r"would be called subs/a\.yaml, in .*north/subs and in .*south/subs"):
        listed(str(folder / "north/subs"), str(folder / "south/subs"))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("nothing.yaml", "there is no file or folder nothing.yaml"),
        ("*.nothing", "nothing matches *.nothing"),
        ("e*", "there is no submission in e* (2 other files were left out, such as empty/readme.txt)"),
        ("r*", "there is no submission in r* (1 other file was left out, such as run)"),
        ("**/*.nothing", "nothing matches **/*.nothing"),
        ("empty", "there is no submission in empty (2 other files were left out, such as empty/readme.txt)"),
        ("run", "run is what a batch has written"),
    ],
)
def test_an_input_with_nothing_in_it_is_refused(folder: Path, typed: str, message: str) -> None:
    files(folder, {"empty/readme.txt": "", "empty/.x.yaml": "", "run/run.json": "", "run/manifest.sqlite": ""})

    with pytest.raises(UsageError) as refused:
        listed(typed)
    assert message in str(refused.value)


def test_what_is_left_out_is_counted(folder: Path) -> None:
    files(folder, TREE)

    found = left_out("subs")
    assert found.number == 6  # notes.txt, .hidden.yaml, .git, __MACOSX, ~$b.xlsx, Thumbs.db
    assert found.names == ["subs/notes.txt"], "hidden ones are nobody's submissions"
    assert left_out("subs/notes.txt").number == 0


def test_only_the_first_names_of_what_is_left_out_are_kept() -> None:
    found, many = LeftOut(), [f"{number:04}.docx" for number in range(1000)]
    for name in (*reversed(many), None):
        found.add(name)

    assert (found.number, found.names) == (1001, many[:200])


def test_a_folder_that_a_batch_has_written_is_left_out(folder: Path) -> None:
    files(folder, {"a.yaml": "1", "out/run.json": "", "out/manifest.sqlite": "", "out/scorecards/a.json": "{}"})

    assert names(".") == ["a.yaml"]
    assert left_out(".").names == ["list", "out"]  # the run, and this test's own list


def test_links_in_a_circle_come_to_an_end(folder: Path) -> None:
    files(folder, TREE)
    (folder / "subs" / "x" / "up").symlink_to("..")
    (folder / "subs" / "self").symlink_to("self")
    (folder / "subs" / "self.yaml").symlink_to("self.yaml")
    (folder / "subs" / "x" / "other").symlink_to("../../other")
    (folder / "other" / "back").symlink_to("../subs")

    entries = listed("subs")

    assert [entry.name for entry in entries] == [
        "subs/a.YML", "subs/b.yaml", "subs/self.yaml", "subs/x/c.json", "subs/x/other/f.yaml",
    ]  # fmt: skip
    assert refusal(entries[2]) == "unreadable"
    assert [entry.name for entry in listed("subs/**/*.json")] == ["subs/x/c.json"]


def test_what_is_no_file_is_a_failure_and_never_waited_for(folder: Path) -> None:
    files(folder, {"subs/gone.yaml": "1", "subs/secret.yaml": "1"})
    for name in ("pipe.yaml", "pipe.zip", "pipe.jsonl"):
        os.mkfifo(folder / "subs" / name)
    (folder / "subs" / "folder.yaml").mkdir()
    (folder / "subs" / "nowhere.yaml").symlink_to("nowhere")
    entries = {entry.name: entry for entry in listed("subs")}
    (folder / "subs" / "gone.yaml").unlink()

    assert {name: refusal(entry) for name, entry in entries.items() if name != "subs/secret.yaml"} == {
        "subs/folder.yaml": "is-folder",
        "subs/gone.yaml": "missing-file",
        "subs/nowhere.yaml": "missing-file",
        "subs/pipe.jsonl": "not-a-file",
        "subs/pipe.yaml": "not-a-file",
        "subs/pipe.zip": "not-a-file",
    }


def test_what_may_not_be_read_is_a_failure() -> None:
    with TemporaryDirectory() as place:
        folder = files(Path(place), {"subs/secret.yaml": "1", "subs/closed/a.yaml": "1", "subs/open.yaml": "1"})
        folder.chmod(0o755)
        (folder / "subs" / "secret.yaml").chmod(0)
        (folder / "subs" / "closed").chmod(0)
        inputs = Inputs([str(folder / "subs")])
        with as_nobody():
            found = {entry.name: entry for _, entry in inputs.entries()}
            codes = {name: refusal(entry) for name, entry in found.items() if name != "subs/open.yaml"}
        (folder / "subs" / "closed").chmod(0o755)

    assert codes == {"subs/closed": "closed-folder", "subs/secret.yaml": "no-permission"}
    assert "subs/open.yaml" in found


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything; another user may not."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_name_that_is_no_text_is_written_out(folder: Path) -> None:
    (folder / "subs").mkdir()
    Path(os.fsdecode(os.fsencode(folder / "subs") + b"/caf\xe9.yaml")).write_text("x")

    entry = listed("subs")[0]

    assert entry.name == r"subs/caf\udce9.yaml"
    assert fetch(entry) == b"x"


def test_a_deep_folder_is_walked(folder: Path) -> None:
    place = folder
    for _ in range(400):
        place /= "d"
        place.mkdir()
    (place / "a.yaml").write_text("1")

    assert names(".") == ["d/" * 400 + "a.yaml"]


# ---- JSON Lines ----------------------------------------------------------------------------------------------------


def test_each_line_is_an_entry_by_its_number(folder: Path) -> None:
    files(
        folder,
        {"a.jsonl": "".join(f'{{"n": {n}}}\r\n' for n in range(1, 12)) + "\n  \n{}", "a.yaml": "", "b.ndjson": "1\n"},
    )

    entries = listed("a.jsonl", "a.yaml", "b.ndjson")

    assert [entry.name for entry in entries] == [
        *(f"a.jsonl#{n}" for n in range(1, 12)), "a.jsonl#14", "a.yaml", "b.ndjson#1",
    ]  # fmt: skip
    assert [fetch(entry) for entry in entries][1:12:9] == [b'{"n": 2}', b'{"n": 11}']
    assert fetch(entries[11]) == b"{}"


def test_a_line_without_end_is_refused_and_the_next_one_read(folder: Path) -> None:
    files(folder, {"a.jsonl": b"x" * (3 * MAX_BYTES) + b"\n{}\n" + b"y" * MAX_BYTES + b"\n"})

    first, second, third = listed("a.jsonl")

    assert refusal(first) == "too-large"
    assert fetch(second) == b"{}"
    assert len(fetch(third)) == MAX_BYTES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"a": 1}\n{"a": 2}\n'.encode("utf-16"), "encoding"),
        ('{"a": 1}\n{"a": 2}\n'.encode("utf-16-be"), "encoding"),
        ('{"a": 1}\n{"a": 2}\n'.encode("utf-32"), "encoding"),
        (b'{\n  "a": 1\n}\n', "not-json-lines"),
        (b'\xef\xbb\xbf[\r\n  {"a": 1},\r\n  {"a": 2}\r\n]\r\n', "not-json-lines"),
        (b'[{\n  "a": 1\n}]', "not-json-lines"),
    ],
)
def test_a_file_without_lines_of_its_own_is_refused_as_a_whole(folder: Path, content: bytes, code: str) -> None:
    files(folder, {"a.jsonl": content})

    (entry,) = listed("a.jsonl")

    assert (entry.name, refusal(entry)) == ("a.jsonl", code)


def test_a_file_that_was_changed_meanwhile_is_noticed(folder: Path) -> None:
    files(folder, {"a.jsonl": "{}\n{}\n"})
    second = listed("a.jsonl")[1]
    files(folder, {"a.jsonl": '{"a": 1}\n'})

    assert refusal(second) == "changed-meanwhile"


def test_numbers_are_sorted_as_numbers_and_names_as_letters() -> None:
    names_ = ["b.jsonl#2", "b.jsonl#10", "b.jsonl#02", "b.jsonl", "B.yaml", "b.json", "b.jsonl#x", "b.jsonl/x#1.yaml"]

    assert sorted(names_, key=sort_key) == [
        "B.yaml", "b.json", "b.jsonl", "b.jsonl#02", "b.jsonl#2", "b.jsonl#10", "b.jsonl#x", "b.jsonl/x#1.yaml",
    ]  # fmt: skip


# ---- archives ------------------------------------------------------------------------------------------------------


def archive(file: Path, *members: tuple[str, bytes]) -> Path:
    file.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members:
            opened.writestr(name, content)
    return file


def test_members_are_entries_and_their_names_are_never_paths(folder: Path) -> None:
    hostile = [
        "../../etc/passwd.yaml",
        "/etc/shadow.yaml",
        "C:\\evil.yaml",
        "a/../b.yaml",
        "a\nb\x1b[31m.yaml",
        "é.json",
    ]
    archive(
        folder / "state.zip",
        *((name, name.encode()) for name in hostile),
        *((name, b"") for name in ("readme.txt", "__MACOSX/x.yaml", ".x.yaml", "~$x.xlsx", "d/")),
    )

    entries = listed("state.zip")

    shown = {name: name.replace("\n", r"\n").replace("\x1b", r"\x1b") for name in hostile}
    assert {entry.name: fetch(entry).decode() for entry in entries} == {
        f"state.zip!/{shown[name]}": name for name in hostile
    }
    assert {entry.kind for entry in entries} == {Kind.MEMBER}
    assert left_out("state.zip").number == 4
    assert sorted(path.name for path in folder.iterdir()) == ["list", "state.zip"]


@pytest.mark.parametrize(("written", "name"), [("A\u00f1o".encode(), "A\u00f1o"), (b"A\x81o", "A\u00fco")])
def test_names_that_do_not_say_how_they_are_written(folder: Path, written: bytes, name: str) -> None:
    """In UTF-8, as many programs have it, or as DOS had them, which archives mean that say nothing."""
    stand_in = b"A" + b"x" * (len(written) - 2) + b"o"
    file = archive(folder / "all.zip", (f"{stand_in.decode()}.yaml", b"title: x"))
    file.write_bytes(file.read_bytes().replace(stand_in, written))

    (entry,) = listed("all.zip")

    assert (entry.name, fetch(entry)) == (f"all.zip!/{name}.yaml", b"title: x")


def test_what_holds_submissions_inside_of_an_archive_is_a_failure(folder: Path) -> None:
    archive(folder / "state.zip", ("a.yaml", b"1"), ("north/inner.ZIP", b"2"), ("lines.jsonl", b"3"))

    codes = {entry.name.partition("!/")[2]: entry.code for entry in listed("state.zip")}

    assert codes == {"a.yaml": None, "lines.jsonl": "nested-archive", "north/inner.ZIP": "nested-archive"}
    assert left_out("state.zip").number == 0


def test_a_bomb_is_not_unpacked(folder: Path) -> None:
    archive(folder / "bomb.zip", ("bomb.yaml", b"a" * (20 * MAX_BYTES)), ("good.yaml", b"1"))

    bomb, good = listed("bomb.zip")

    assert refusal(bomb) == "too-large"
    assert fetch(good) == b"1"


def test_a_member_that_is_larger_than_it_says_is_refused(folder: Path) -> None:
    file = archive(folder / "liar.zip", ("a.yaml", b"a" * (20 * MAX_BYTES)))
    content = file.read_bytes().replace((20 * MAX_BYTES).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    file.write_bytes(content)

    assert refusal(listed("liar.zip")[0]) == "bad-archive"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_refused(folder: Path) -> None:
    archive(folder / "a.zip", ("a.yaml", b"1"), ("a.yaml", b"2"), ("b.yaml", b"3"), ("a.yaml", b"4"))

    twice, once = listed("a.zip")

    assert (twice.name, refusal(twice)) == ("a.zip!/a.yaml", "duplicate-member")
    assert fetch(once) == b"3"


def test_an_archive_that_is_none_is_one_failure(folder: Path) -> None:
    good = archive(folder / "good.zip", ("a.yaml", b"1" * 1000)).read_bytes()
    files(
        folder,
        {
            "no.zip": "not a zip",
            "cut.zip": good[:-30],
            "empty.zip": "",
            "broken.zip": good.replace(b"PK\1\2", b"PK\7\7"),
        },
    )

    entries = listed("no.zip", "cut.zip", "empty.zip", "broken.zip")

    assert [(entry.name, refusal(entry)) for entry in entries] == [
        (name, "bad-archive") for name in ("broken.zip", "cut.zip", "empty.zip", "no.zip")
    ]


def test_a_member_that_is_damaged_or_locked_is_one_failure(folder: Path) -> None:
    file = archive(folder / "a.zip", ("a.yaml", os.urandom(500)), ("b.yaml", b"2"))
    content = bytearray(file.read_bytes())
    content[60] ^= 0xFF  # in the data of the first member
    directory = content.index(b"PK\1\2", content.index(b"PK\1\2") + 1)
    content[directory + 8] |= 1  # says that the second one has a password
    file.write_bytes(content)

    damaged, locked = listed("a.zip")
    assert (refusal(damaged), refusal(locked)) == ("bad-archive", "bad-archive")
    with pytest.raises(ReadError, match="This needs a password; make the archive again without one"):
        fetch(locked)


def test_an_archive_that_was_changed_meanwhile_is_noticed(folder: Path) -> None:
    archive(folder / "a.zip", ("a.yaml", b"1"), ("b.yaml", b"2"))
    entries = listed("a.zip")
    archive(folder / "a.zip", ("b.yaml", b"2"))

    assert [refusal(entry) for entry in entries] == ["changed-meanwhile", "changed-meanwhile"]
