"""The files of a ruleset: found, read, digested, and checked for their shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from poscheck import paths
from poscheck.errors import Problem, ReadError, RulesetError, did_you_mean
from poscheck.reading import Document, read_file, resolve
from poscheck.records import Entity
from poscheck.ruleset.folders import RULESET_FILE
from poscheck.ruleset.source import ComponentSource, RulesetSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Model = TypeVar("Model", bound=BaseModel)
Content = TypeVar("Content")


class SourceFile(Entity, Generic[Content]):
    """One file: its document (for positions and unresolved checks) and its content as a model."""

    document: Document
    content: Content

    def problem(
        self,
        code: str,
        message: str,
        at: paths.Path,
        *,
        allowed: str | None = None,
        suggestion: str | None = None,
    ) -> Problem:
        """A problem at a place of this file."""
        place = self.document.position(at)
        return Problem(
            code=code,
            message=message,
            path=paths.join(at),
            line=place.line if place else None,
            column=place.column if place else None,
            allowed=allowed,
            suggestion=suggestion,
            file=self.document.name,
        )


class RulesetFiles(Entity):
    """All files of one ruleset folder."""

    folder: Path
    main: SourceFile[RulesetSource]
    components: tuple[SourceFile[ComponentSource], ...]


def read_ruleset(folder: Path) -> RulesetFiles:
    """The files of a folder, each with the right shape. Raises RulesetError with every problem of every file."""
    problems: list[Problem] = []
    main = _read(folder / RULESET_FILE, folder, RulesetSource, problems)
    components = [
        _read(file, folder, ComponentSource, problems)
        for file in sorted(folder.glob("*.y*ml"))
        if file.name != RULESET_FILE and file.suffix in {".yaml", ".yml"}
    ]
    if problems or main is None:
        raise RulesetError(problems)
    return RulesetFiles(folder, main, tuple(file for file in components if file is not None))


def _read(file: Path, folder: Path, model: type[Model], problems: list[Problem]) -> SourceFile[Model] | None:
    name = f"{folder.name}/{file.name}"
    try:
        document = read_file(file, name)
    except ReadError as error:
        problems.extend(error.problems)
        return None
    try:
        # Through JSON, because strict validation of Python data refuses lists for tuples and text for enums.
        content = model.model_validate_json(json.dumps(resolve(document.tree)), strict=True)
    except ValidationError as error:
        shape = SourceFile(document, None)
        problems.extend(_shape_problems(error, model, shape))
        return None
    return SourceFile(document, content)


def _shape_problems(error: ValidationError, model: type[BaseModel], file: SourceFile[None]) -> Iterator[Problem]:
    seen: set[paths.Path] = set()
    for detail in error.errors(include_url=False, include_context=True):
        at = _place(detail["loc"], file.document.tree)
        if at in seen:
            continue
        seen.add(at)
        last = str(at[-1]) if at else ""
        if detail["type"] == "extra_forbidden":
            known = _known_keys(model, at[:-1])
            allowed = ", ".join(known) or None
            yield file.problem(
                "unknown-key",
                f"there is no key `{last}` here",
                at,
                allowed=allowed,
                suggestion=did_you_mean(last, known),
            )
        elif detail["type"] == "missing":
            yield file.problem("missing-key", f"`{last}` is missing", at)
        else:
            shown = (
                detail["input"]
                if isinstance(detail["input"], str | int | float | bool)
                else type(detail["input"]).__name__
            )
            wanted = detail.get("ctx", {}).get("expected") or detail.get("ctx", {}).get("pattern")
            choices = [word.strip("' ") for word in str(wanted).replace(" or ", ",").split(",")] if wanted else []
            message = f"`{last}` cannot be {str(shown)[:60]!r}: {detail['msg'].lower()}"
            yield file.problem("wrong-value", message, at, suggestion=did_you_mean(str(shown), choices))


def _place(location: tuple[int | str, ...], tree: Any) -> paths.Path:
    """The part of pydantic's location that exists in the file; it also names alternatives of a union."""
    kept: list[int | str] = []
    for number, part in enumerate(location):
        if isinstance(tree, dict) and part in tree:
            tree = tree[str(part)]
        elif isinstance(tree, list) and isinstance(part, int) and part < len(tree):
            tree = tree[part]
        elif (
            number < len(location) - 1
            or (isinstance(tree, dict) and not str(part).isidentifier())
            or not isinstance(tree, dict)
        ):
            continue
        kept.append(part)
    return tuple(kept)


def _known_keys(model: Any, at: paths.Path) -> list[str]:
    """The keys that the model at a place has."""
    current = model
    for part in at:
        if isinstance(part, int):
            continue
        field = getattr(current, "model_fields", {}).get(part)
        if field is None:  # the name of an entry in a mapping
            continue
        current = next(_models(field.annotation), None)
        if current is None:
            return []
    return [info.alias or name for name, info in getattr(current, "model_fields", {}).items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
