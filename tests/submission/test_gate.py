"""The fast validator and the one that words the problems agree, so nothing depends on which is installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, given

from poscheck.contract import standard_contract
from poscheck.reading import read_bytes
from poscheck.resources import data_dir
from poscheck.submission import fitting, load_document, validate
from tests.checks.documents import changed_complete, small
from tests.fuzz import randoms, tries

if TYPE_CHECKING:
    from random import Random

    from poscheck.submission import Submission

pytest.importorskip("jsonschema_rs")

STRANGE: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 10**40, 1e308, "", " ", "x", "TBD", "2026-02-30", "2026-13", "never", "\u0000"),
    *([], {}, [None], [[]], {"": 1}, {"a": {"b": []}}, "x" * 501, "é" * 500, "\U0001d4b3" * 101),
]


def both(data: Any) -> tuple[bool, bool]:
    """What either says of the data without None, which one of them passes over."""
    contract, data = standard_contract(), there(data)
    return fitting.fits(data, contract), bool(validate._slow(contract).is_valid(data))


def there(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: there(part) for key, part in value.items() if part is not None}
    return [there(part) for part in value if part is not None] if isinstance(value, list) else value


def damaged(rng: Random, value: Any) -> Any:
    """The same data with something strange in a few places."""
    if rng.random() < 0.03:
        return rng.choice(STRANGE)
    if isinstance(value, dict):
        return {
            rng.choice(["", "x", key]) if rng.random() < 0.01 else key: damaged(rng, part)
            for key, part in value.items()
        }
    return [damaged(rng, part) for part in value] if isinstance(value, list) else value


@tries(60)
@given(randoms)
def test_both_validators_agree(rng: Random) -> None:
    tree = small(rng) if rng.random() < 0.8 else changed_complete(rng)
    found = both(damaged(rng, tree) if rng.random() < 0.7 else tree)
    event(f"fits: {found}")
    assert found[0] == found[1]


@pytest.mark.parametrize("value", STRANGE, ids=repr)
@pytest.mark.parametrize(
    "path", ["format", "district", "courses", "program.cip", "diploma.credits_by_subject", "to_follow"]
)
def test_both_validators_agree_on_strange_values(path: str, value: Any) -> None:
    tree: dict[str, Any] = {"format": "poscheck/1"}
    owner = tree
    *groups, name = path.split(".")
    for group in groups:
        owner = owner.setdefault(group, {})
    owner[name] = value
    assert len(set(both(tree))) == 1


def test_what_is_missing_is_no_misfit() -> None:
    slow = validate._slow(standard_contract())
    assert slow.is_valid(
        {"format": "poscheck/1", "district": None, "courses": [None, {"title": None}], "to_follow": [None]}
    )
    assert not slow.is_valid({"format": "poscheck/1", "district": None, "courses": [None, 5]})


def test_both_validators_agree_on_the_samples() -> None:
    for file in sorted(data_dir("sample_submissions").rglob("*.json")):
        assert len(set(both(json.loads(file.read_text(encoding="utf-8"))))) == 1, file


@tries(25)
@given(randoms)
def test_without_the_fast_validator_the_answers_are_the_same(rng: Random) -> None:
    data = json.dumps(damaged(rng, small(rng))).encode()
    with pytest.MonkeyPatch.context() as patch:
        fast = _answers(data)
        patch.setattr(fitting, "_fast", lambda _contract: None)
        assert _answers(data) == fast


def _answers(data: bytes) -> Any:
    try:
        submission: Submission = load_document(read_bytes(data, "x.json"), standard_contract())
    except Exception as error:
        return type(error), str(error)
    return submission.data, submission.problems, submission.notes, submission.to_follow
