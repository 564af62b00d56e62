"""The quick reader of plain YAML gives what the parser gives, or leaves the file to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import event, given
from hypothesis import strategies as st

from poscheck.reading import read_bytes
from poscheck.reading.plain_yaml import SOUND, read_plain_yaml
from poscheck.reading.source import Source
from poscheck.reading.yaml_reader import read_yaml
from poscheck.resources import data_dir
from tests.fuzz import randoms, tries

if TYPE_CHECKING:
    from random import Random

pytestmark = pytest.mark.skipif(not SOUND, reason="before Python 3.11.5 all YAML is left to the parser")
HERE = Path(__file__).parent
SAMPLES = sorted(data_dir("sample_submissions").glob("*.yaml"))
FILES = [
    *SAMPLES,
    *sorted(HERE.glob("good/*.yaml")),
    *sorted(HERE.glob("bad/*.yaml")),
    *sorted((HERE.parent / "submission").rglob("*.yaml")),
    *sorted(data_dir("schemas").glob("*.yaml")),
]
TEXTS = [path.read_bytes().decode("utf-8-sig") for path in FILES]
SIGNS = [
    *("\n", "\n  ", "\n    ", " ", "  ", ":", ": ", "-", "- ", "[", "]", "{", "}", ",", ", ", '"', "'", "#", " #", "&"),
    *("*", "!", "|", ">", ">-\n", "|\n", "%", "@", "`", "?", "? ", "~", ".", "...", "---", "---\n", "\\", "0", "a"),
    *("é", "-5", ".5", "+1", "<<: ", "NaN", "-Infinity", "true", "\t", "\n\n", "\n- ", "\n  - ", "key: ", "''", '""'),
    *("a: b, ", "[a, b]", "{a: b}", "\u2019", "=", "\n#c\n", "\n  #c", "\ufeff", "\x85", "\r\n", "9" * 31),
]  # fmt: skip


def all_lists(offsets: Any) -> Any:
    """Offsets with every function in them called."""
    offsets = offsets() if callable(offsets) else offsets
    return [all_lists(part) for part in offsets] if isinstance(offsets, list) else offsets


def same(text: str) -> bool:
    """Whether the quick reader reads ``text``; if so, both parsers give the same."""
    found = read_plain_yaml(text)
    if found is None:
        return False
    for pure in (False, True):
        builder = read_yaml(Source("x.yaml", text), pure=pure)
        assert (builder.problems, builder.notes) == ([], [])
        assert repr(found[0]) == repr(builder.root[0])
        assert kinds(found[0]) == kinds(builder.root[0])
        assert all_lists(found[1]) == builder.offsets[1]
    return True


def kinds(tree: Any) -> Any:
    if isinstance(tree, dict):
        return [kinds(value) for value in tree.values()]
    return [kinds(value) for value in tree] if isinstance(tree, list) else type(tree)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_readers_read_every_file_alike(path: Path) -> None:
    same(path.read_bytes().decode("utf-8-sig"))


def test_ordinary_submissions_are_read() -> None:
    left = [path.stem for path in SAMPLES if read_plain_yaml(path.read_text(encoding="utf-8")) is None]
    assert left == ["how-schools-write", "samples"]  # curly quotes, and a list at the top


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c\n",
        "a: b\n  c: d\n",
        "a: b\nb\n",
        "a:\n - b\n c\n",
        "a: [b\n",
        "a: [b]]\n",
        "a: {b: c, b: d}\n",
        "a: 1\na: 2\n",
        "a: *b\n",
        "a: &b c\n",
        "a: !b c\n",
        "a: [-Infinity]\n",
        "a: {b:[c]}\n",
        "a: ['b' c: d]\n",
        'a: ["\\\\", "\\\\"]\n',
        'a: ["b\n',
        'a: {"b: c}\n',
        "a: [b, ]\n",
        "a: [b: c]\n",
        "a:\tb\n",
        "- a\n",
        "a\n",
        "",
        "a: >-\n\n  b\n",
        "a: |\n  b\n   c\n",
        "a:\n  - b: |\n    c: d\n",
        "a: b\n---\na: c\n",
        "a: [b]\n  c\n",
        "a: .inf\n",
        "<<: a\n",
        "? a\n: b\n",
        "a: \u201cb\u201d\n",
        "a: b\u00a0c\n",
        f"a: {'9' * 31}\n",
        "  a: b\nc: d\n",
        "a: - b\n",
        "a: [- b]\n",
        "a: @b\n",
        "a: {b: c}: d\n",
        '"a: b\n',
        "'a': b\na: c\n",
        "'a''b': c\n",
        "a: {'b''c': d}\n",
        "a: 'b\n",
        "a: 'b' c\n",
        "a:\n  b: c\n d: e\n",
        "\n".join("  " * n + "a:" for n in range(70)),
    ],
)
def test_what_is_left_to_the_parser(text: str) -> None:
    assert read_plain_yaml(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a:\n- b\n- c: d\n  e:\n  - f\ng:\n",
        "a: b # c\n",
        "a: b#c\n",
        "a: b:c\n",
        'a: "b: c" # d\n',
        "a: 'it''s'\n",
        "---\na: b\n",
        "# a\n\na: # b\n  c: d\n",
        "a: b\n  c\n  d\n",
        "a: >-\n  b\n  c\nd: |\n  e\n",
        "a:\n  - b: >-\n      c\n      d\n    e: f\n  - |\n    g\n",
        "a: [b c,\n  d e]\n",
        "a: {b: [c, 'd, e', {f: \"g\"}], h: {}}\n",
        '1.2: a\n"1.3": b\nc d: e\n',
        "'1.2': a\nb: {'c d': e, '1.3': [f], \"1.4\": {'g': h}}\n",
        "a: [{b: c}, [], {}]\n",
        "a: -5\n",
        "a: {b: it's, c: x:y}\n",
        "a:\n  - b\n  # c\n  - d\n",
        "a: it\u2019s\n",
    ],
)
def test_what_is_read(text: str) -> None:
    assert same(text)


def changed(rng: Random, text: str) -> str:
    """Some lines of a text, moved to the left, with a few signs put in or in place of others."""
    lines = text.split("\n")
    start = rng.randrange(len(lines))
    some = lines[start : start + rng.randint(1, 14)]
    margin = min((len(line) - len(line.lstrip(" ")) for line in some if line.strip()), default=0)
    text = "\n".join(line[margin:] for line in some) + rng.choice(["\n", ""])
    text = f"a:\n{text}" if text.startswith("- ") else text
    for _ in range(rng.randint(0, 2)):
        place = rng.randrange(len(text) + 1)
        text = text[:place] + rng.choice(SIGNS) + text[place + rng.choice([0, 0, 1, 2, 5]) :]
    return text


@tries(400)
@given(randoms)
def test_changed_files(rng: Random) -> None:
    event(f"read: {same(changed(rng, rng.choice(TEXTS)))}")


WORDS = st.text(st.sampled_from("ab 0-:#,'\".[]{}é?&"), max_size=8)
TREES = st.dictionaries(
    WORDS,
    st.recursive(WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4)),
    max_size=4,
)


@tries(150)
@given(TREES, st.sampled_from([None, False, True]), st.sampled_from([20, 80]))
def test_what_programs_write(tree: dict[str, Any], flow: bool | None, width: int) -> None:
    event(f"read: {same(yaml.safe_dump(tree, default_flow_style=flow, width=width, allow_unicode=True))}")


def test_windows_line_ends_move_nothing() -> None:
    text = SAMPLES[-1].read_text(encoding="utf-8")
    unix, windows = read_bytes(text.encode(), "x.yaml"), read_bytes(text.replace("\n", "\r\n").encode(), "x.yaml")
    assert unix.tree == windows.tree
    for key in unix.tree:
        assert unix.position((key, 0, "title")) == windows.position((key, 0, "title"))
        assert unix.key_position((key,)) == windows.key_position((key,))
