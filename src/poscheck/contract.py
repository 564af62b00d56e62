"""The submission contract as a tree of fields, made from ``schemas/submission.schema.json``.

Whoever needs to know what a path means asks here: the loader of submissions, the loader of rulesets, the template.
The schema's own keywords (``x-kind``, ``x-reference``, ``x-party``, ``x-ordered``, ``x-identity``, ``x-allowed``,
``x-core``, ``x-not-before``, ``x-at-most``,
``x-percent-of``, ``x-sheet``, ``x-wording``) are explained in ``docs/submission.md``.
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from poscheck.reading import read_file
from poscheck.records import Entity
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SUBMISSION_FORMAT = "poscheck/1"
LONGEST_FILLER = 60
"""Longer texts say something, whatever it is."""
DISTRICT = "district"
"""The party that every submission speaks for."""


WORDING_KEYS = frozenset({
    "one", "many", "short", "person", "has", "item", "any", "says", "given", "some", "nouns", "besides", "of", "words",
    "yes", "no", "except", "blank", "name", "unit", "period", "different", "together", "each", "least", "most", "per",
    "against", "lasts", "key",
})  # fmt: skip
"""What ``x-wording`` of a field may say: how the rulebook speaks of it. docs/rulebook.md explains each."""


class Kind(StrEnum):
    """What a value is, as far as words of the rule language care."""

    TEXT = "text"
    WORD = "word"
    NUMBER = "number"
    BOOLEAN = "true/false value"
    DATE = "date"
    EXPIRY = "date of expiry"
    PERIOD = "school year"
    RECORD = "record"
    LIST = "list"
    MAP = "map"
    OPEN = "value of any kind"


class Field(Entity, kw_only=True):
    """One field: its kind, and what the schema says of it. ``static`` is its path without list positions."""

    static: str
    kind: Kind
    title: str = ""
    description: str = ""
    whole: bool = False
    words: tuple[str, ...] = ()
    ordered: bool = False
    reference: str | None = None
    party: bool = False
    minimum: float | None = None
    maximum: float | None = None
    allowed: str | None = None
    default: Any = None
    core: bool = False
    not_before: str | None = None
    at_most: str | None = None
    percent_of: tuple[str, ...] = ()
    id_key: str | None = None
    name_key: str | None = None
    members: Mapping[str, Field] = MappingProxyType({})
    item: Field | None = None
    schema: Mapping[str, Any] = MappingProxyType({})

    @property
    def key(self) -> str | None:
        """For an item: the member that references to it hold, once the submission is loaded."""
        return self.id_key or self.name_key

    def walk(self) -> Iterator[Field]:
        """This field and all below it, in the order of the schema."""
        yield self
        for member in self.members.values():
            yield from member.walk()
        if self.item:
            yield from self.item.walk()


class Contract(Entity):
    """The whole contract: the schema, its tree, and the words that count as nothing."""

    schema: Mapping[str, Any]
    root: Field
    fillers: frozenset[str]


def load_contract(
    vocabulary: Mapping[str, tuple[str, ...]] | None = None, extensions: Mapping[str, Any] | None = None
) -> Contract:
    """The contract, with the words that a ruleset adds and its schema for the ``extensions`` section.

    Raises KeyError for a path in ``vocabulary`` that names no list of words.
    """
    schema = json.loads((data_dir("schemas") / "submission.schema.json").read_text(encoding="utf-8"))
    for path, words in (vocabulary or {}).items():
        _enum(schema, path).extend(words)
    if extensions:
        schema["properties"]["extensions"] = dict(extensions)
    return Contract(schema, _field(schema, schema, ""), fillers())


@cache
def standard_contract() -> Contract:
    """The contract as shipped, loaded once."""
    return load_contract()


@cache
def fillers() -> frozenset[str]:
    """The words that count as nothing, in small letters, from ``schemas/fillers.yaml``."""
    words = read_file(data_dir("schemas") / "fillers.yaml").tree["fillers"]
    return frozenset(bare(word) for word in words)


def is_filler(text: str, words: frozenset[str]) -> bool:
    """Whether the whole of ``text`` says "nothing yet": blank, or one of ``words`` in any case and spacing."""
    if len(text) > LONGEST_FILLER or (text[:2].isalnum() and text[:2].casefold() not in _beginnings(words)):
        return False
    return not (said := bare(text)) or said in words


@lru_cache(maxsize=8)
def _beginnings(words: frozenset[str]) -> frozenset[str]:
    """The first two letters of each word: most texts begin in another way, which is quick to see."""
    return frozenset(word[:2] for word in words) | {text for text in words if len(text) == 1}


def bare(text: str) -> str:
    """``text`` as fillers are compared: in small letters, with single spaces and without full stops at its end."""
    return " ".join(text.split()).casefold().rstrip(". ")


def folded_word(text: str) -> str:
    """``text`` as words are compared: in small letters, with an underscore for every space or hyphen."""
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _deref(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return dict(schema)
    target = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return {**_deref(target, root), **{key: value for key, value in schema.items() if key != "$ref"}}


def _field(schema: Mapping[str, Any], root: Mapping[str, Any], static: str) -> Field:
    full = _deref(schema, root)
    if "propertyNames" in full:
        full["propertyNames"] = _deref(full["propertyNames"], root)
    prefix = f"{static}." if static else ""
    members = {name: _field(sub, root, prefix + name) for name, sub in full.get("properties", {}).items()}
    identity = full.get("x-identity", {})
    item = None
    if isinstance(full.get("items"), dict):
        item = _field({"title": full.get("title", ""), **full["items"]}, root, static)
    elif isinstance(full.get("additionalProperties"), dict):
        item = _field(full["additionalProperties"], root, prefix + "*")
    return Field(
        static=static,
        kind=_kind(full),
        title=full.get("title", ""),
        description=full.get("description", ""),
        whole=full.get("type") == "integer",
        words=tuple(full.get("enum", ())) if full.get("type") == "string" else (),
        ordered=bool(full.get("x-ordered")),
        reference=full.get("x-reference"),
        party=bool(full.get("x-party")),
        minimum=full.get("minimum"),
        maximum=full.get("maximum"),
        allowed=full.get("x-allowed"),
        default=full.get("default"),
        core=bool(full.get("x-core")),
        not_before=full.get("x-not-before"),
        at_most=full.get("x-at-most"),
        percent_of=tuple(full.get("x-percent-of", ())),
        id_key=identity.get("id"),
        name_key=identity.get("name"),
        members=members,
        item=item,
        schema=full,
    )


def _kind(schema: Mapping[str, Any]) -> Kind:
    match schema.get("type"):
        case "string":
            if "x-kind" in schema:
                return {"date": Kind.DATE, "expiry": Kind.EXPIRY, "period": Kind.PERIOD}[schema["x-kind"]]
            return Kind.WORD if "enum" in schema else Kind.TEXT
        case "integer" | "number":
            return Kind.NUMBER
        case "boolean":
            return Kind.BOOLEAN
        case "array":
            return Kind.LIST
        case "object" if "properties" in schema:
            return Kind.RECORD
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            return Kind.MAP
        case _:
            return Kind.OPEN


def _enum(schema: Mapping[str, Any], path: str) -> list[str]:
    """The list of words at ``path``, made the property's own, so that adding to it changes nothing else."""
    parent: Any = schema
    owner: Any = schema
    key = ""
    for part in path.split("."):
        node = _deref(parent, schema)
        while "items" in node:
            node = _deref(node["items"], schema)
        owner, key = node["properties"], part
        parent = owner[part]
    node = _deref(parent, schema)
    if "items" in node:
        node["items"] = _deref(node["items"], schema)
        words = node["items"]["enum"] = list(node["items"]["enum"])
    else:
        words = node["enum"] = list(node["enum"])
    owner[key] = node
    return words
