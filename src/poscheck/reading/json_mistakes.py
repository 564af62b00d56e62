"""What people commonly get wrong in JSON, in words; each function records one problem.

Where it is plain what was meant, the function returns it and reading goes on; else it raises StopReading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poscheck.reading.document import Plain
from poscheck.reading.messages import line_suggestion, quote

if TYPE_CHECKING:
    from poscheck.reading.builder import Builder, StopReading

_BARE = re.compile(r"[^\s,:\[\]{}\"'“”\u2018\u2019]+")
_SINGLE = re.compile(r"'((?:[^'\\\r\n]|\\.)*)'")
_CURLY = re.compile(r"[“”„\"]([^“”\"\r\n]*)[“”\"]|[\u2018\u2019]([^\u2018\u2019\r\n]*)[\u2018\u2019]")
_NUMBER_LIKE = re.compile(r"[+-]?\.?[0-9](?:[0-9A-Za-z_.+/-]|:[0-9])*")
_LEADING_ZERO = re.compile(r"[+-]?0[0-9]+(?:\.[0-9]+)?")
_YAML_LINE = re.compile(r"(?:[A-Za-z_][\w -]*:|-|---)(?:\s|$)")
_NON_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_WORDS = {
    "True": "true",
    "TRUE": "true",
    "False": "false",
    "FALSE": "false",
    "None": "null",
    "NULL": "null",
} | {
    "yes": "true",
    "no": "false",
    "undefined": "null",
}


def comment(builder: Builder, offset: int) -> None:
    """A comment."""
    message = "JSON has no comments; delete this one, or save the file as YAML (.yaml), where # begins a comment."
    builder.problem("comment", message, offset)


def unfinished(builder: Builder, opened: list[int]) -> StopReading:
    """The text ends inside a container."""
    end = len(builder.source.text.rstrip())
    if not opened:
        return builder.stop("empty", "The file ends before there is anything in it.", end)
    sign = builder.source.text[opened[-1]]
    line = builder.source.position(opened[-1]).line
    close = "}" if sign == "{" else "]"
    message = f'The file ends before the "{sign}" on line {line} is closed; put a "{close}" where it should end.'
    return builder.stop("unclosed-bracket", message, end)


def trailing_comma(builder: Builder, offset: int, sign: str) -> None:
    """A comma after the last member."""
    message = f'There is a comma before the closing "{sign}" and nothing between them; delete the comma.'
    builder.problem("trailing-comma", message, offset)


def missing_colon(builder: Builder, offset: int) -> None:
    """Something other than a colon after a name."""
    if builder.source.text[offset] == "=":
        raise builder.stop("missing-colon", 'There must be a colon after a name, not "=".', offset)
    message = f"There must be a colon between the name {quote(builder.key or '')} and its value."
    if builder.source.text[offset] in ",}]":
        raise builder.stop("missing-colon", message, offset)
    builder.problem("missing-colon", message, offset)


def missing_comma(builder: Builder, offset: int, opened: int) -> None:
    """Two members without a comma between them, or the wrong closing bracket."""
    text = builder.source.text
    sign = text[offset]
    if sign in "]}":
        line = builder.source.position(opened).line
        close = "}" if sign == "]" else "]"
        message = f'The "{text[opened]}" on line {line} is closed with "{sign}"; put a "{close}" here or before.'
        raise builder.stop("wrong-bracket", message, offset)
    if sign in ":=;":
        raise builder.stop("missing-comma", f"{quote(sign)} cannot stand here; there should be a comma.", offset)
    end = len(text[:offset].rstrip())
    message = "A comma is missing at the end of this value, before the next one begins."
    builder.problem("missing-comma", message, end)
    if sign not in '"{[' and not text[offset - 1].isspace():
        raise builder.stop("unquoted-text", f"Text in JSON must be in double quotes: {_rest(text, offset)}.", offset)


def after_end(builder: Builder, offset: int) -> None:
    """Text after the outermost bracket is closed."""
    rest = _rest(builder.source.text, offset)
    message = (
        f"There is more text ({rest}) after the closing bracket of the file; delete it, or look for "
        "a bracket too many above."
    )
    builder.problem("text-after-end", message, offset)


def lone_surrogate(builder: Builder, offset: int) -> None:
    """Half of a character that is written in two parts."""
    message = r"This text holds half a character (\ud800 to \udfff without its other half); retype the text."
    builder.problem("lone-surrogate", message, offset)


def bad_escape(builder: Builder, offset: int, written: str) -> None:
    """A backslash that begins nothing known."""
    message = (
        f"A backslash begins a special character in JSON, and {quote(written)} is not one; "
        "write the backslash twice if it belongs to the text."
    )
    builder.problem("unknown-escape", message, offset)


def string(builder: Builder, offset: int) -> tuple[str, int]:
    """A string that does not end on its line, or has a control character in it."""
    text = builder.source.text
    position = builder.source.position(offset)
    line = builder.source.line_text(position.line)
    rest = line[position.column - 1 :]
    control = re.match(r'"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*(\\?[\x00-\x1f])', rest)
    if control:
        at = offset + control.end() - 1
        what = "A tab" if text[at] == "\t" else f"The control character U+{ord(text[at]):04X}"
        message = f"{what} cannot stand inside quoted text in JSON; write a space there."
        builder.problem("control-character", message, at)
        closing = re.compile(r'"((?:[^"\\\r\n]|\\.)*)"').match(text, offset)
        if closing:
            return closing[1], closing.end()
        raise builder.stop("unclosed-quote", "The quoted text that begins here is never closed.", offset)
    curly = " (curly quotes do not close straight ones)" if re.search("[“”]", rest) else ""
    message = f'The quoted text that begins here is not closed on its line{curly}; put a " at its end.'
    raise builder.stop("unclosed-quote", message, offset)


def key(builder: Builder, offset: int, opened: int) -> tuple[str, int]:
    """A name that is not in double quotes."""
    text = builder.source.text
    quoted = _quoted(builder, offset)
    if quoted:
        return quoted
    bare = _BARE.match(text, offset)
    if bare:
        message = f"The name {quote(bare[0])} must be in double quotes."
        builder.problem("unquoted-name", message, offset, suggestion=line_suggestion(f'"{bare[0]}"'))
        return bare[0], bare.end()
    sign = text[offset]
    if sign == "]":
        line = builder.source.position(opened).line
        raise builder.stop("wrong-bracket", f'The "{{" on line {line} is closed with "]"; put a "}}" here.', offset)
    raise builder.stop("missing-name", f"A name in double quotes should stand here, not {quote(sign)}.", offset)


def value(builder: Builder, offset: int, comma: int | None) -> tuple[str, int]:
    """Something that is not a JSON value."""
    text = builder.source.text
    if not builder.root and _YAML_LINE.match(text, offset):
        message = "This looks like YAML and is read as JSON because of the name of the file; let it end with .yaml."
        raise builder.stop("yaml-in-json", message, offset)
    quoted = _quoted(builder, offset)
    if quoted:
        return quoted
    number = _NUMBER_LIKE.match(text, offset)
    if number:
        return _number(builder, offset, number)
    bare = _BARE.match(text, offset)
    if bare is None:
        before = " after the comma" if comma is not None else ""
        message = f"A value is missing{before} before this {quote(text[offset])}; write one, or null."
        raise builder.stop("missing-value", message, offset)
    word = bare[0]
    if _NON_FINITE.fullmatch(word):
        message = f"{quote(word)} is not a number that can be counted with; write the figure, or null."
        builder.problem("not-finite", message, offset)
        return Plain("null"), bare.end()
    if word in _WORDS:
        message = f"JSON does not know {quote(word)}."
        builder.problem("unquoted-text", message, offset, suggestion=_WORDS[word])
        return Plain("null"), bare.end()
    whole = re.compile(r"[^,\[\]{}\r\n\"]*").match(text, offset)
    written = whole[0].rstrip() if whole and ":" not in whole[0] else word
    message = f"The text {quote(written)} must be in double quotes."
    builder.problem("unquoted-text", message, offset, suggestion=line_suggestion(f'"{written}"'))
    return written, offset + len(written)


def _number(builder: Builder, offset: int, match: re.Match[str]) -> tuple[str, int]:
    token = match[0]
    if _LEADING_ZERO.fullmatch(token):
        message = (
            f"A number in JSON cannot begin with 0; put the code {quote(token)} in quotes, so that its zero is kept."
        )
        builder.problem("leading-zero", message, offset, suggestion=line_suggestion(f'"{token}"'))
    else:
        message = (
            f"{quote(token)} is not a number as JSON writes them; put it in quotes if it is a code, date or other text."
        )
        builder.problem("bad-number", message, offset, suggestion=line_suggestion(f'"{token}"'))
    return Plain("0"), match.end()


def _quoted(builder: Builder, offset: int) -> tuple[str, int] | None:
    """Text in single or curly quotes."""
    text = builder.source.text
    for kind, pattern in (("single", _SINGLE), ("curly", _CURLY)):
        match = pattern.match(text, offset)
        if match:
            inner = next(group for group in match.groups() if group is not None)
            message = f'JSON wants straight double quotes ("), and this text is in {kind} quotes.'
            builder.problem(f"{kind}-quotes", message, offset, suggestion=line_suggestion(f'"{inner}"'))
            return inner, match.end()
    if text[offset] in "'“”„\u2018\u2019":
        message = 'Text in JSON must begin and end with a straight double quote (") on one line.'
        raise builder.stop("single-quotes" if text[offset] == "'" else "curly-quotes", message, offset)
    return None


def _rest(text: str, offset: int) -> str:
    return quote(text[offset : offset + 80].splitlines()[0])
