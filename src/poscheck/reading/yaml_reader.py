"""Reads YAML: builds a document, or explains everything that keeps it from being one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from poscheck.reading.builder import Builder, StopReading
from poscheck.reading.characters import without_controls, without_line_separators
from poscheck.reading.source import Source
from poscheck.reading.yaml_events import IndentedOddly, YamlBuild, new_parser
from poscheck.reading.yaml_failure import Mistake
from poscheck.reading.yaml_mistakes import explain, explain_odd_indent

if TYPE_CHECKING:
    from poscheck.errors import Problem
    from poscheck.reading.document import Note

# After a syntax error that can be repaired with confidence, the rest is read for further ones; long files
# less often.
_MOST_REPAIRS = 25
_LONG_TEXT = 200_000
# libyaml stops at directives that it does not know, and PyYAML's parser passes over them.
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*+%(?!YAML[ ]|TAG[ ])")


def read_yaml(source: Source, *, pure: bool = False) -> Builder:
    """The builder with everything that ``source`` holds; its problems say what is wrong.

    ``pure`` reads with PyYAML's own parser also where libyaml is there (a test compares the two).
    """
    text = source.text
    notes: list[Note] = []
    if not text.isascii():
        text, notes = without_line_separators(source)
    builder, mistake, controls = _attempt(Source(source.name, text), pure=pure)
    syntax: list[Problem] = []
    found = set()
    repairs = _MOST_REPAIRS if len(text) < _LONG_TEXT else 2
    while mistake is not None:
        at = builder.source
        line = at.position(mistake.offset).line
        if line in found:
            break  # the repair did not help, or not enough; what follows would be guesswork
        found.add(line)
        syntax.append(at.problem(mistake.code, mistake.message, mistake.offset, suggestion=mistake.suggestion))
        if mistake.repaired is None or len(found) > repairs:
            break
        # Line numbers stay true, since a repair never adds or removes a line.
        builder, mistake, more = _attempt(Source(source.name, mistake.repaired), pure=pure)
        controls += more  # libyaml reads ahead only so far, and may find them late
    builder.problems += controls + syntax
    builder.notes[:0] = notes
    return builder


def _attempt(source: Source, *, pure: bool) -> tuple[Builder, Mistake | None, list[Problem]]:
    """What ``source`` holds, the syntax error that ended it early, and the control characters that were passed over."""
    builder = Builder(source)
    try:
        return builder, _build(builder, source.text, pure=pure), []
    except yaml.reader.ReaderError:
        # Looked for only now, since looking costs more than reading.
        text, controls = without_controls(source)
        builder = Builder(Source(source.name, text))
        return builder, _build(builder, text, pure=pure), controls


def _build(builder: Builder, text: str, *, pure: bool) -> Mistake | None:
    """Build what ``text`` holds; returns the syntax error that ended it early, if any."""
    directive = _DIRECTIVE.match(text)
    if directive:
        message = 'A line that begins with "%" has a special meaning at the top of a YAML file; delete it.'
        return Mistake("directive", message, directive.end() - 1)
    parser: Any = None
    try:
        parser = new_parser(text, pure=pure)
        YamlBuild(builder, text).run(parser)
    except yaml.MarkedYAMLError as error:
        return explain(builder.source, error)
    except IndentedOddly as error:
        return explain_odd_indent(builder.source, error.offset)
    except StopReading:
        return None
    except RecursionError:
        builder.problem("yaml-syntax", "The file cannot be read as YAML; save it again as plain text.", 0)
    finally:
        if parser is not None:
            parser.dispose()
    return None
