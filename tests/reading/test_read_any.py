"""What holds for any document: round trips, agreement of the parsers, and no exception but ReadError."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poscheck.errors import ReadError
from poscheck.reading import Plain, read_bytes, resolve
from poscheck.reading.json_reader import offsets_of_good_json, read_good_json, read_json
from poscheck.reading.source import Source
from poscheck.reading.yaml_events import HAS_LIBYAML
from poscheck.reading.yaml_reader import read_yaml

if TYPE_CHECKING:
    from poscheck.errors import Problem
    from poscheck.reading.builder import Builder

HERE = Path(__file__).parent
YAML_FILES = sorted([*HERE.glob("good/*.yaml"), *HERE.glob("bad/*.yaml")])
GOOD = (HERE / "good/everything.yaml").read_bytes()
GOOD_JSON = (HERE / "good/everything.json").read_bytes()
quick = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])

floats = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda number: number == 0 or abs(number) > 1e-8)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = st.none() | st.booleans() | st.integers(-(10**29), 10**29) | floats | texts


def mappings(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    values = st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=15,
    )
    return st.dictionaries(texts, values, max_size=5)


@quick
@given(mappings(scalars), st.booleans(), st.sampled_from([None, 2]))
def test_json_round_trip(data: dict[str, Any], ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    assert resolve(read_bytes(text.encode(), "x.json").tree) == data


@quick
@given(mappings(texts), st.booleans(), st.sampled_from([None, False, True]))
def test_yaml_round_trip_of_text(data: dict[str, Any], any_unicode: bool, flow: bool | None) -> None:
    text = yaml.safe_dump(data, allow_unicode=any_unicode, default_flow_style=flow, default_style='"')
    assert read_bytes(text.encode(), "x.yaml").tree == data


@quick
@given(mappings(texts), st.booleans())
def test_yaml_and_its_parsers_agree(data: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow)
    document = read_bytes(text.encode(), "x.yaml")
    assert as_pyyaml(document.tree) == data
    agree(Source("x.yaml", text))


def test_half_characters_are_refused_by_both_parsers() -> None:
    for text in (r'a: "\ud83d\ude00"', r'"\ud800": 1', r'[{a: "\udc00"}]'):
        for pure in (False, True):
            (problem,) = read_yaml(Source("x.yaml", text), pure=pure).problems
            assert problem.code == "unknown-escape"


def as_pyyaml(tree: Any) -> Any:
    """The tree as text: what safe_dump leaves unquoted is text to PyYAML too."""
    if isinstance(tree, dict):
        return {key: as_pyyaml(value) for key, value in tree.items()}
    return [as_pyyaml(value) for value in tree] if isinstance(tree, list) else str(tree)


def shown(builder: Builder) -> object:
    return repr(builder.root), builder.offsets, builder.notes, builder.problems


def agree(source: Source) -> None:
    native, pure = read_yaml(source), read_yaml(source, pure=True)
    assert native.problems == pure.problems
    if not native.problems:
        assert shown(native) == shown(pure)


@pytest.mark.skipif(not HAS_LIBYAML, reason="PyYAML without libyaml: nothing to compare")
@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: path.name)
def test_libyaml_and_pyyaml_give_the_same(path: Path) -> None:
    agree(Source(path.name, path.read_bytes().decode("utf-8-sig")))


@quick
@given(mappings(scalars))
def test_the_two_json_readers_agree(data: dict[str, Any]) -> None:
    text = json.dumps(data)
    fast, slow = read_good_json(text), read_json(Source("x.json", text))
    assert not slow.problems
    if fast is not None:  # it leaves to the other one what needs care, such as characters written in two parts
        assert repr(fast) == repr(slow.root[0])
        assert kinds(fast) == kinds(slow.root[0])
        assert offsets_of_good_json(text) == slow.offsets[1]


def test_the_quick_json_reader_reads_ordinary_files() -> None:
    assert read_good_json('{"a": [1, true, {"b": null}], "c": {"d": 1e3}}') == {
        "a": ["1", "true", {"b": "null"}],
        "c": {"d": "1000"},
    }
    for text in (
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": ' + "[" * 64 + "]" * 64 + "}",
        "[]",
        '{"a": "\\ud800"}',
    ):
        assert read_good_json(text) is None


def kinds(tree: Any) -> Any:
    if isinstance(tree, dict):
        return [kinds(value) for value in tree.values()]
    return [kinds(value) for value in tree] if isinstance(tree, list) else type(tree)


@quick
@given(mappings(scalars), st.booleans())
def test_positions_point_at_the_text(data: dict[str, Any], as_json: bool) -> None:
    text = json.dumps(data, indent=1) if as_json else yaml.safe_dump(data)
    document = read_bytes(text.encode(), "x.json" if as_json else "x.yaml")
    for path, value in leaves(document.tree):
        place = document.position(path)
        assert place is not None
        rest = document.line_text(place.line)[place.column - 1 :]
        if isinstance(value, Plain):
            assert rest.startswith(value.split("\n")[0].strip()[:5]) or math.isclose(
                float(value), float(rest.rstrip(",}]"))
            )
        else:
            assert rest[0] in "\"'|>"


def leaves(tree: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], str]]:
    if isinstance(tree, dict):
        return [leaf for key, value in tree.items() for leaf in leaves(value, (*path, key))]
    if isinstance(tree, list):
        return [leaf for place, value in enumerate(tree) for leaf in leaves(value, (*path, place))]
    return [(path, tree)]


def read_or_refuse(data: bytes, name: str) -> None:
    problems: tuple[Problem, ...] | None = None
    try:
        read_bytes(data, name)
    except ReadError as error:
        problems = error.problems
    if problems is not None:
        assert problems
        assert all(problem.message.isprintable() and problem.file == name for problem in problems)


@settings(quick, max_examples=400)
@given(st.binary(max_size=200), st.sampled_from(["x.yaml", "x.json", "x"]))
def test_random_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    read_or_refuse(data, name)


SIGNS = "\t\n\r -:[]{},\"'#&*!|>%@`?~.\\/0a“”\u00a0\u200b\u2028\x07\x85\ufeff："  # noqa: RUF001


@settings(quick, max_examples=400)
@given(st.text(SIGNS, max_size=40), st.sampled_from(["x.yaml", "x.json"]))
def test_random_punctuation_is_read_or_refused(text: str, name: str) -> None:
    read_or_refuse(text.encode(), name)


@settings(quick, max_examples=600)
@given(st.data())
def test_mutations_of_a_good_file_are_read_or_refused(data: st.DataObject) -> None:
    name, good = data.draw(st.sampled_from([("x.yaml", GOOD), ("x.json", GOOD_JSON)]))
    text = good.decode()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 8))
        text = text[:place] + data.draw(st.text(SIGNS, max_size=3)) + text[place + length :]
    read_or_refuse(text.encode(), name)
