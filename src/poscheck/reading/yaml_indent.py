"""Rules for how lines are indented and begun; see yaml_mistakes for what calls them."""

from __future__ import annotations

import re

from poscheck.reading.characters import NBSP_INDENT
from poscheck.reading.messages import counted, quote
from poscheck.reading.yaml_failure import Failure, Mistake, line_mistake

_TAB_INDENT = re.compile(r"^ *\t[ \t]*", re.MULTILINE)
NBSP = (
    "This line is indented with non-breaking spaces, which come from copying out of a web page "
    "or word processor "
    "and only look like spaces{}; replace them with ordinary ones."
)


def tab_indent(failure: Failure) -> Mistake | None:
    """A line indented with a tab."""
    for line in (failure.line, failure.previous()):
        match = _TAB_INDENT.match(failure.text(line)) if line else None
        if match:
            break
    else:
        return None
    text = failure.source.text
    others = sum(1 for found in _TAB_INDENT.finditer(text) if text[found.end() : found.end() + 1] not in "\r\n") - 1
    more = f" ({counted(others, 'other line')} like it)" if others > 0 else ""
    message = (
        f"This line is indented with a tab, and YAML allows only spaces there{more}; replace each tab with two spaces."
    )
    repaired = _TAB_INDENT.sub(lambda found: found[0].replace("\t", "  "), text)
    return Mistake("tab-indent", message, failure.at(line, match[0].index("\t") + 1), None, repaired)


def nbsp_indent(failure: Failure) -> Mistake | None:
    """A line indented with non-breaking spaces."""
    for line in (failure.line, failure.previous()):
        match = NBSP_INDENT.match(failure.text(line)) if line else None
        if match:
            break
    else:
        return None
    text = failure.source.text
    others = sum(1 for _ in NBSP_INDENT.finditer(text)) - 1
    more = f" ({counted(others, 'other line')} like it)" if others > 0 else ""
    repaired = NBSP_INDENT.sub(lambda found: found[1] + " " * len(found[2]), text)
    return Mistake("nbsp-indent", NBSP.format(more), failure.at(line, match.end(1) + 1), None, repaired)


def too_deep_indent(failure: Failure) -> Mistake | None:
    """A line indented below one that has a value, or one that runs on into the next."""
    line, before = failure.line, failure.previous()
    if "mapping values" not in failure.problem or not before:
        return None
    indents = [len(text) - len(text.lstrip()) for text in (failure.text(line), failure.text(before))]
    if indents[0] <= indents[1]:
        message = (
            f"Line {before} has no colon, so it runs on into line {line}; "
            "write a name, a colon and a space before its value."
        )
        return Mistake("missing-colon", message, failure.at(before, indents[1] + 1))
    message = (
        f"Line {line} is indented more than line {before}, which already has a value; "
        f"indent both alike, or end line {before} with its colon if line {line} belongs below it."
    )
    return Mistake("bad-indent", message, failure.at(line, indents[0] + 1))


def bad_indent(failure: Failure) -> Mistake | None:
    """A line that begins where nothing above it does, or is of the wrong kind there."""
    if "block" not in failure.context:
        return None
    text = failure.text(failure.line)
    if text.lstrip().startswith(": "):
        return Mistake("empty-key", "There is no name before this colon; write one.", failure.offset)
    have = len(text) - len(text.lstrip())
    want = failure.source.position(failure.start).column - 1
    start = failure.start_line
    if text.lstrip().startswith("- ") and have == want:
        message = (
            f"A list entry stands among the names that begin on line {start}; indent it under "
            "the name that it "
            "belongs to, or give it a name."
        )
    elif have == want:
        message = (
            f'A name stands among the list entries that begin on line {start}; begin it with "- '
            '" if it is an entry, '
            "or indent it to belong to the entry above."
        )
    else:
        message = (
            f"Line {failure.line} is indented by {counted(have, 'space')}, where no line above it begins "
            f"(what began on line {start} has {want}); indent it like the lines that it belongs with."
        )
    return Mistake("bad-indent", message, failure.offset)


def list_after_colon(failure: Failure) -> Mistake | None:
    """A list that begins on the line of its name."""
    if "sequence entries are not allowed" not in failure.problem:
        return None
    message = (
        'A list cannot begin on the line of its name; put "- " and each entry on lines of their '
        "own below it, "
        "or put the value in quotes if the dash belongs to it."
    )
    return Mistake("list-after-colon", message, failure.offset)


def missing_colon(failure: Failure) -> Mistake | None:
    """A line without a name and colon."""
    if "simple key" not in failure.context:
        return None
    line = failure.start_line
    text = failure.text(line)
    first = text.strip().split(" ")[0]
    message = (
        f"Line {line} has no name with a colon ({quote(text.strip())}); write it as a name, a "
        "colon, a space and "
        "a value, or indent it under the line above if it goes on with that text."
    )
    if "\uff1a" in text:
        message = "This line has a full-width colon (\uff1a); type an ordinary colon and a space."
        return line_mistake(failure, "missing-colon", message, failure.start, re.sub("\uff1a\\s*", ": ", text, count=1))
    if first.startswith("-") and len(first) > 1:
        message = f"There must be a space after the dash of a list entry ({quote(first)})."
        fixed = text.replace("-", "- ", 1)
        return line_mistake(failure, "missing-space", message, failure.start, fixed)
    return Mistake("missing-colon", message, failure.start)
