"""What most likely went wrong where the YAML parser gave up, in words for someone who does not know YAML.

libyaml and PyYAML's own parser word their errors differently but point at the same places, so the judgment
rests on the place and the text there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poscheck.reading import yaml_indent
from poscheck.reading.messages import quote
from poscheck.reading.yaml_failure import Failure, Mistake, closed, curly_remark, in_quotes, line_mistake

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.reading.source import Source

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"' r"|'(?:[^']|'')*'")
_FLOW = re.compile(r"[\[{]")


def explain(source: Source, error: Any) -> Mistake:
    """The mistake behind a ``yaml.MarkedYAMLError``."""
    mark, start = error.problem_mark, error.context_mark
    offset = min(mark.index, len(source.text)) if mark else 0
    begin = start.index if start else offset
    failure = Failure(source, offset, begin, error.context or "", error.problem or "")
    for rule in _RULES:
        mistake = rule(failure)
        if mistake is not None:
            return mistake
    return _unknown(failure)


def explain_odd_indent(source: Source, offset: int) -> Mistake:
    """A line that begins with non-breaking spaces."""
    mistake = yaml_indent.nbsp_indent(Failure(source, offset, offset, "", ""))
    return mistake or Mistake("nbsp-indent", yaml_indent.NBSP.format(""), offset)


def _unclosed_quote(failure: Failure) -> Mistake | None:
    if "quoted scalar" not in failure.context or "escape" in failure.problem or "expected hex" in failure.problem:
        return None
    line = failure.start_line
    mark = failure.source.text[failure.start]
    text = failure.text(line)
    match = failure.member(line)
    fixed = closed(text, mark) if match and text.count(mark) == 1 else None
    message = f"The quoted text that begins here is never closed; put a {mark} at its end{curly_remark(text)}."
    return line_mistake(failure, "unclosed-quote", message, failure.start, fixed)


def _escape(failure: Failure) -> Mistake | None:
    if "quoted scalar" not in failure.context or not ("escape" in failure.problem or "hex" in failure.problem):
        return None
    match = failure.member(failure.start_line)
    fixed = None
    if match and _QUOTED.fullmatch(match[2]) and "'" not in match[2]:
        fixed = f"{match[1]}'{match[2][1:-1]}'{match[3]}"
    message = (
        "A backslash inside double quotes begins a special character, and this one is not known; "
        "use single quotes around the text, or write the backslash twice."
    )
    if "Unicode" in failure.problem:
        message = "This text holds half a character (\\ud800 to \\udfff); type the character itself."
        fixed = None
    # The two parsers point at the backslash and at the letter after it.
    offset = failure.offset - (failure.source.text[failure.offset : failure.offset + 1] != "\\")
    offset = failure.source.text.rfind("\\", 0, failure.offset + 1) if offset >= 0 else failure.offset
    return line_mistake(failure, "unknown-escape", message, max(offset, 0), fixed)


def _text_after_quote(failure: Failure) -> Mistake | None:
    if "block" not in failure.context and "flow" not in failure.context:
        return None
    text = failure.text(failure.line)
    match = failure.member(failure.line)
    quoted = _QUOTED.match(match[2]) if match else None
    if not match or not quoted or quoted.end() == len(match[2]):
        return None
    inner = match[2]
    fixed = None
    if inner[0] == "'" and inner[-1] == "'" and '"' not in inner and "\\" not in inner:
        fixed = f'{match[1]}"{inner[1:-1]}"{match[3]}'  # an apostrophe inside single quotes
    elif "'" not in inner:
        fixed = f"{match[1]}'{inner}'{match[3]}"
    elif inner[0] == '"' and inner[-1] == '"':
        fixed = f"""{match[1]}'{inner[1:-1].replace("'", "''")}'{match[3]}"""
    message = (
        f"There is text after the closing quote{curly_remark(text)}; a quoted value ends at its "
        "second quote mark, "
        "so put the whole value in the other kind of quotes."
    )
    return line_mistake(
        failure, "text-after-quote", message, failure.at(failure.line, match.end(1) + quoted.end() + 1), fixed
    )


def _earlier_quote(failure: Failure) -> Mistake | None:
    """A quote left open on an earlier line, which swallowed lines until the next quote mark."""
    if "block" not in failure.context and "flow" not in failure.context:
        return None
    line = failure.previous()
    match = failure.member(line)
    if not match or match[2][0] not in "\"'" or _QUOTED.match(match[2]):
        return None
    text, mark = failure.text(line), match[2][0]
    message = (
        f"The quoted text that begins here is not closed on its line; put a {mark} at its end{curly_remark(text)}."
    )
    fixed = closed(text, mark)
    return line_mistake(failure, "unclosed-quote", message, failure.at(line, match.end(1) + 1), fixed)


def _missing_space(failure: Failure) -> Mistake | None:
    if not ("simple key" in failure.context or "mapping values" in failure.problem or "block" in failure.context):
        return None
    for line in dict.fromkeys((failure.start_line, failure.previous(), failure.line)):
        match = failure.without_space(line)
        if match:
            message = f"There must be a space after the colon that follows {quote(match[1].strip(' -'))}."
            fixed = f"{match[1]}: {match[2]}"
            return line_mistake(failure, "missing-space", message, failure.at(line, match.end(1) + 1), fixed)
    return None


def _colon_in_text(failure: Failure) -> Mistake | None:
    if "mapping values" not in failure.problem:
        return None
    match = failure.member(failure.line)
    if not match or not re.search(r":(\s|$)", match[2]) or failure.offset < failure.at(failure.line, match.end(1)):
        return None
    fixed = f"{match[1]}{in_quotes(match[2])}{match[3]}"
    message = "This value has a colon in it, which YAML takes for the start of another value; put the value in quotes."
    return line_mistake(failure, "colon-in-text", message, failure.offset, fixed)


def _reserved_start(failure: Failure) -> Mistake | None:
    source = failure.source.text
    # An anchor or alias is reported where its name fails; the sign itself is at its start.
    offset = failure.start if "anchor" in failure.context or "alias" in failure.context else failure.offset
    sign = source[offset : offset + 1]
    if "tag" in failure.context:
        offset, sign = failure.start, "!"
    elif "block scalar" in failure.context:
        offset, sign = failure.start, source[failure.start]
    elif not (sign in "@`%" and "token" in failure.problem) and sign not in ("*", "&"):
        return None
    line = failure.source.position(offset).line
    match = failure.member(line)
    fixed = f"{match[1]}{in_quotes(match[2])}{match[3]}" if match and match[2].startswith(sign) else None
    message = f'A value cannot begin with "{sign}", which means something else in YAML; put the value in quotes.'
    return line_mistake(failure, "reserved-start", message, offset, fixed)


def _unclosed_bracket(failure: Failure) -> Mistake | None:
    if "flow" not in failure.context:
        return None
    sign = failure.source.text[failure.start : failure.start + 1]
    close = {"[": "]", "{": "}"}.get(sign)
    if close is None:
        return None
    line, last = failure.start_line, failure.line
    text = failure.text(line)
    alone = failure.member(line)
    fixed = None
    if alone and last > line and text.count(sign) == 1 and close not in text and "#" not in text and sign == "[":
        fixed = text.rstrip().rstrip(",") + close
    where = f" (looked for up to line {last})" if last > line else ""
    message = (
        f'The "{sign}" that opens here is not closed with "{close}"{where}, or a comma is missing between its entries.'
    )
    return line_mistake(failure, "unclosed-bracket", message, failure.start, fixed)


def _text_after_bracket(failure: Failure) -> Mistake | None:
    match = failure.member(failure.line)
    if "block" not in failure.context or not match or not _FLOW.match(match[2]):
        return None
    fixed = f"{match[1]}{in_quotes(match[2])}{match[3]}"
    message = "There is text after the closing bracket; put the whole value in quotes if the brackets belong to it."
    return line_mistake(failure, "text-after-bracket", message, failure.offset, fixed)


def _unknown(failure: Failure) -> Mistake:
    message = (
        f"The file cannot be read further at {quote(failure.text(failure.line).strip())}; "
        "compare this line and the one above it with a line that works."
    )
    return Mistake("yaml-syntax", message, failure.offset)


_RULES: tuple[Callable[[Failure], Mistake | None], ...] = (
    yaml_indent.tab_indent,
    yaml_indent.nbsp_indent,
    _unclosed_quote,
    _escape,
    _reserved_start,
    yaml_indent.list_after_colon,
    _earlier_quote,
    _text_after_quote,
    _missing_space,
    _colon_in_text,
    yaml_indent.too_deep_indent,
    _unclosed_bracket,
    _text_after_bracket,
    yaml_indent.missing_colon,
    yaml_indent.bad_indent,
)
