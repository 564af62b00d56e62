"""YAML: one loop over the parser's events.

libyaml's parser is used where PyYAML was built with it, PyYAML's own elsewhere (a browser page); both give
the same events, so they give the same documents. No resolver, no constructor, no node tree: nothing in a file
can name a Python type, and text such as ``02134`` or ``NO`` stays what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from poscheck.reading.characters import ODD, SURROGATE, cleaned, note_unseen
from poscheck.reading.document import Plain
from poscheck.reading.messages import quote
from poscheck.reading.scalars import MAX_DIGITS, too_long

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.reading.builder import Builder

#: The most values that all the aliases of a file may repeat: enough for a shared address, too few for a bomb.
MAX_REPEATED = 1000

HAS_LIBYAML = hasattr(yaml, "CBaseLoader")

_NON_FINITE = frozenset(sign + word for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")) | {
    ".nan",
    ".NaN",
    ".NAN",
}


def new_parser(text: str, *, pure: bool) -> Any:
    """A parser over ``text``: libyaml's, or PyYAML's own where that is asked for or the only one."""
    return yaml.BaseLoader(text) if pure or not HAS_LIBYAML else yaml.CBaseLoader(text)


class IndentedOddly(Exception):  # noqa: N818 - becomes a problem in yaml_mistakes
    """A line is indented with characters that only look like spaces."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset


class YamlBuild:
    """Feeds the events of one file to a builder."""

    __slots__ = ("_anchors", "_builder", "_marked", "_odd", "_plains", "_repeated")

    def __init__(self, builder: Builder, text: str) -> None:
        self._builder = builder
        self._odd = "\\u" in text or (not text.isascii() and ODD.search(text) is not None)
        self._plains: dict[str, str] = {}
        self._anchors: dict[str, Any] = {}
        self._marked: dict[int, str | None] = {}  # open containers with an anchor; None for one that is a key
        self._repeated = 0

    def run(self, parser: Any) -> None:
        """Build everything; raises yaml.YAMLError on a syntax error, StopReading where going on is useless.

        Scalars are by far the most events; what they need is written out here instead of called
        (:meth:`Builder.add_key` and :meth:`Builder.add_value` say the same).
        """
        builder, known, odd = self._builder, self._plains.get, self._odd
        has_tags, has_anchors = "!" in builder.source.text, "&" in builder.source.text
        next_event, key = parser.get_event, None
        container: Any = builder.container
        offsets, in_mapping = builder.node, False
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                text, offset = event.value, event.start_mark.index
                if has_tags and event.tag is not None:
                    self._refuse_tag(offset)
                if key is None and in_mapping:
                    if odd or not text or text == "<<":
                        text = self._key(text, offset, plain=not event.style)
                    key = builder.own_key(text, offset) if text in container else text
                else:
                    builder.key = key
                    if not event.style:
                        text = known(text) or self._plain(text, offset)
                    elif odd:
                        self._quoted(text, offset)
                    if in_mapping:
                        container[key] = text
                        key = None
                    else:
                        container.append(text)
                offsets.append(offset)
                if has_anchors and event.anchor is not None:
                    self._anchors[event.anchor] = text
                continue
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                builder.close()
                if self._marked:
                    self._close_marked(container)
            elif kind is StreamEndEvent:
                return
            else:
                builder.key = key
                self._other_event(event, kind, next_event)
            container, offsets, key = builder.container, builder.node, builder.key
            in_mapping = type(container) is dict

    def _other_event(self, event: Any, kind: type, next_event: Callable[[], Any]) -> None:
        """Everything but a scalar and an end."""
        if kind is MappingStartEvent:
            self._open({}, event)
        elif kind is SequenceStartEvent:
            self._open([], event)
        elif kind is AliasEvent:
            self._alias(event.anchor, event.start_mark.index)
        elif kind is DocumentStartEvent and self._builder.root:
            self._second_document(event, next_event())

    def _plain(self, text: str, offset: int) -> str:
        """An unquoted scalar, looked at closely the first time it appears."""
        builder = self._builder
        if self._odd and not text.isascii() and ODD.search(text):
            text, was_quoted = cleaned(text, builder, offset)
            if was_quoted:
                return text
            return Plain(text)
        if text in _NON_FINITE:
            message = f"{quote(text)} is not a number that can be counted with; write the figure or leave it empty."
            builder.problem("not-finite", message, offset)
        elif len(text) > MAX_DIGITS and too_long(text):
            message = f"This number has more than {MAX_DIGITS} digits; if it is an identifier, put it in quotes."
            suggestion = f'"{text}"' if len(text) <= 2 * MAX_DIGITS else None
            builder.problem("long-number", message, offset, suggestion=suggestion)
        else:
            self._plains[text] = Plain(text)
        return Plain(text)

    def _quoted(self, text: str, offset: int) -> None:
        """Look closely at quoted text, which stays as it is."""
        note_unseen(text, self._builder, offset)
        if SURROGATE.search(text):  # libyaml stops there with an error of its own
            message = "This text holds half a character (\\ud800 to \\udfff); type the character itself."
            self._builder.problem("unknown-escape", message, offset)

    def _key(self, text: str, offset: int, *, plain: bool) -> str:
        """A key that may need a closer look."""
        builder = self._builder
        if plain and not text.isascii() and ODD.search(text):
            if text[0].isspace() and not _before_on_line(builder.source.text, offset).strip(" "):
                raise IndentedOddly(offset)
            builder.key = None
            text, _ = cleaned(text, builder, offset, is_key=True)
        if not plain:
            self._quoted(text, offset)
        if plain and text == "<<":
            message = (
                'The merge key "<<" is not understood here, because readers differ on what it means; '
                "write the repeated lines out."
            )
            builder.problem("merge-key", message, offset)
        elif plain and not text:
            builder.problem("empty-key", "There is no name before this colon; write one.", offset)
        return text

    def _refuse_tag(self, offset: int) -> None:
        written = self._builder.source.text[offset : offset + 80].split(maxsplit=1)[:1]
        message = (
            f"The tag {quote(written[0] if written else '!')} is not understood here: "
            "values are text, numbers, true or false; delete the tag, "
            'or put the value in quotes if the "!" belongs to it.'
        )
        self._builder.problem("tag", message, offset)

    def _open(self, container: list[Any] | dict[str, Any], event: Any) -> None:
        builder, offset = self._builder, event.start_mark.index
        if event.tag is not None:
            self._refuse_tag(offset)
        if builder.key is None and type(builder.container) is dict:
            self._complex_key(offset)
            self._marked[id(container)] = None
        builder.open(container, offset)
        if event.anchor is not None:
            self._marked.setdefault(id(container), event.anchor)
            self._anchors.pop(event.anchor, None)

    def _close_marked(self, container: Any) -> None:
        """Look after a container just closed that may have an anchor or be a key."""
        mark = self._marked.pop(id(container), "")
        if mark is None:
            self._builder.add_key(f"\0{id(container)}", 0)  # for the value that comes next
        elif mark:
            self._anchors[mark] = container

    def _complex_key(self, offset: int) -> None:
        text = self._builder.source.text
        if text[offset - 1 : offset + 1] == "{{":
            what = "Two braces together look like a blank of a template that was not filled in; write the value."
        else:
            what = "A name before a colon must be text, and here it is a list or mapping; write the name itself."
        self._builder.problem("complex-key", what, offset)
        # It is kept as a member, so that what is inside is looked at too.
        self._builder.add_key(f"\0{offset}", offset)

    def _alias(self, name: str, offset: int) -> None:
        """Repeat an anchored value, within measure."""
        builder = self._builder
        value: Any = Plain("")
        if name in self._marked.values():
            message = f"The alias {quote('*' + name)} stands inside the value that it repeats; write the value out."
            builder.problem("alias-cycle", message, offset)
        elif name not in self._anchors:
            message = (
                f'A value that starts with "*" repeats one marked with "&", and nothing is marked '
                f"{quote('&' + name)}; "
                "put the value in quotes if the asterisk belongs to it."
            )
            builder.problem("unknown-alias", message, offset, suggestion=f'"*{name}"')
        elif self._repeated <= MAX_REPEATED:
            value = self._anchors[name]
            self._repeated += _size(value, MAX_REPEATED + 1 - self._repeated)
            if self._repeated > MAX_REPEATED:
                message = (
                    f"The aliases of this file repeat more than {MAX_REPEATED:,} values; write the repeated parts out."
                )
                builder.problem("alias-bomb", message, offset)
                value = Plain("")
        if builder.key is None and type(builder.container) is dict:
            builder.problem(
                "complex-key", "A name before a colon must be written out, not repeated by an alias.", offset
            )
            builder.add_key(f"{name}\0{offset}", offset)
        else:
            builder.add_value(value, [offset] if isinstance(value, (dict, list)) else offset)

    def _second_document(self, event: Any, content: Any) -> None:
        """Refuse a second document, but not a lone ``---`` at the end."""
        if type(content) is ScalarEvent and not content.value and not content.style and content.tag is None:
            return
        builder, offset = self._builder, event.start_mark.index
        message = (
            'A second document begins at this line ("---"), and a file can hold only one; '
            "delete the line, or save what follows as a file of its own."
        )
        raise builder.stop("several-documents", message, offset)


def _size(value: Any, limit: int) -> int:
    """The number of values in ``value``, itself included, counted up to ``limit``."""
    size, waiting = 0, [value]
    while waiting and size < limit:
        value = waiting.pop()
        size += 1
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return size


def _before_on_line(text: str, offset: int) -> str:
    return text[max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1 : offset]
