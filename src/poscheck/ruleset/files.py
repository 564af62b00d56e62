"""The files of a ruleset: found, read, digested, and checked for their shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from poscheck import paths
from poscheck.errors import Problem, ReadError, RulesetError
from poscheck.reading import Document, read_file, resolve
from poscheck.records import Entity
from poscheck.ruleset.folders import RULESET_FILE, misnamed, rule_files
from poscheck.ruleset.mend import mended
from poscheck.ruleset.shape import shape_problems
from poscheck.ruleset.source import ComponentSource, RulesetSource

if TYPE_CHECKING:
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
    """All files of one ruleset folder. What has the wrong shape is left out; ``aside`` has the problems of that."""

    folder: Path
    main: SourceFile[RulesetSource]
    components: tuple[SourceFile[ComponentSource], ...]
    aside: tuple[Problem, ...]


def read_ruleset(folder: Path) -> RulesetFiles:
    """The files of a folder. Raises RulesetError with every problem of every file where one of them cannot be used."""
    problems = list(misnamed(folder))
    main = read_source(folder / RULESET_FILE, folder, RulesetSource, problems)
    components = [
        read_source(file, folder, ComponentSource, problems) for file in rule_files(folder) if file.name != RULESET_FILE
    ]
    usable = tuple(file for file in components if file is not None)
    if main is None or len(usable) < len(components):
        raise RulesetError(problems)
    return RulesetFiles(folder, main, usable, tuple(problems))


def read_source(file: Path, folder: Path, model: type[Model], problems: list[Problem]) -> SourceFile[Model] | None:
    """The file as a model, or as much of it as can be used; what is wrong is added to ``problems``."""
    name = f"{folder.name}/{file.relative_to(folder).as_posix()}"
    try:
        document = read_file(file, name)
    except ReadError as error:
        problems.extend(error.problems)
        return None
    tree = resolve(document.tree)
    content, wrong = _shaped(tree, model, document)
    problems.extend(wrong)
    if wrong and (rest := mended(tree, wrong)) is not None:
        content, _ = _shaped(rest, model, document)
    return None if content is None else SourceFile(document, content)


def _shaped(tree: Any, model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """The tree as a model, or what does not fit."""
    try:
        # Through JSON, because strict validation of Python data refuses lists for tuples and text for enums.
        return model.model_validate_json(json.dumps(tree), strict=True), []
    except ValidationError as error:
        return None, list(shape_problems(error, model, SourceFile(document, None)))
