"""What a ruleset adds to the contract: words, and a schema for the section of extensions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from poscheck.contract import WORDING_KEYS, Contract, load_contract, standard_contract
from poscheck.errors import did_you_mean
from poscheck.ruleset.folders import is_inside

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.ruleset.draft import Draft


def widened_contract(draft: Draft) -> Contract:
    """The contract with what the draft adds; what cannot be added is in the draft's problems."""
    return load_contract(_words(draft), _extensions(draft))


def _words(draft: Draft) -> dict[str, tuple[str, ...]]:
    """The added words by the path of the list that they belong to."""
    words: dict[str, tuple[str, ...]] = {}
    for path, (added, placed) in draft.vocabulary.items():
        try:
            load_contract({path: added})
            words[path] = added
        except KeyError:
            fields = {field.static: "enum" in field.schema for field in standard_contract().root.walk()}
            near = None if path in fields else did_you_mean(path, (name for name, has in fields.items() if has))
            draft.report(placed, "unknown-path", f"`{path}` is no list of words of the submission", suggestion=near)
    return words


def _extensions(draft: Draft) -> dict[str, Any] | None:
    if not draft.extensions:
        return None
    name, folder, placed = draft.extensions
    outside = "it must be a file of the ruleset's own folder"
    schema, why = _extensions_schema(folder / name) if is_inside(folder, name) else (None, outside)
    if why:
        draft.report(placed, "bad-extensions", f"`{name}` cannot be used as a JSON Schema: {why}")
    return schema


def _extensions_schema(file: Path) -> tuple[dict[str, Any] | None, str | None]:
    """The schema for a submission's extensions, or None and why it cannot be used."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        schema = json.loads(file.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        if not isinstance(schema, dict):
            return None, "it is no JSON Schema of an object"
        contract = load_contract({}, schema)
    except OSError as error:  # its own text tells where the folder is
        return None, str(error.strerror)
    except ValueError as error:
        return None, str(error)
    except SchemaError as error:
        return None, f"it is no JSON Schema: {error.message}"
    except (KeyError, RecursionError) as error:
        return None, f"`$ref` may only name one of the submission's own $defs; {error} is none"
    for field in contract.root.members["extensions"].walk():
        for key in field.schema.get("x-wording", ()):
            if key not in WORDING_KEYS:
                near = did_you_mean(key, WORDING_KEYS)
                return None, f"`x-wording` has no key `{key}`" + (f"; did you mean {near}?" if near else "")
    return schema, None
