"""The words for fields name fields that there are, and words that they may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poscheck.contract import WORDING_KEYS, Kind, load_contract
from poscheck.rulebook.lexicon import lexicon
from tests.rulebook.rulesets import RULESETS, loaded

if TYPE_CHECKING:
    from poscheck.contract import Field

ENTRIES = lexicon().entries
BY_WORD = ("nouns", "words", "besides", "except")


def fields() -> dict[str, Field]:
    """The fields of the contract by path, with the words that any shipped ruleset adds."""
    found: dict[str, Field] = {}
    for name in RULESETS:
        for field in loaded(name).contract.root.walk():
            known = found.get(field.static)
            if known is None or len(field.words) > len(known.words) or field.kind is Kind.LIST:
                found[field.static] = field
    return found


FIELDS = fields()


def test_the_contract_has_fields() -> None:
    assert len(list(load_contract().root.walk())) > len(ENTRIES)


@pytest.mark.parametrize(("path", "entry"), ENTRIES.items(), ids=list(ENTRIES))
def test_an_entry_is_about_a_field_and_its_words(path: str, entry: dict[str, Any]) -> None:
    assert set(entry) <= WORDING_KEYS, path
    assert path in FIELDS, path
    field = FIELDS[path]
    words = {*field.words, *(field.item.words if field.item else ()), "yes", "no", "district"}
    for key in BY_WORD:
        assert set(entry.get(key, {})) <= words, (path, key)
    for other in (*entry.get("per", {}), *(each.split(" ")[1] for each in entry.get("against", {}))):
        assert other in FIELDS, other
    if "item" in entry:
        assert FIELDS[entry["item"]].kind is Kind.LIST


def test_every_field_that_a_shipped_rule_reads_has_an_entry() -> None:
    read = {path for name in RULESETS for path in loaded(name).read_fields}
    silent = {path for path in read if path not in ENTRIES and not FIELDS[path].schema.get("x-wording")}
    assert silent - {"courses.choice_group"} == set()
