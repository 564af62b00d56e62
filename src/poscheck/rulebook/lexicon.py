"""How each field of a submission is spoken of: ``schemas/wording.yaml``, and ``x-wording`` in a state's own schema."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from poscheck.contract import Kind
from poscheck.reading import read_file
from poscheck.records import Entity
from poscheck.resources import data_dir
from poscheck.rulebook.english import alternatives, many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.checks import nodes
    from poscheck.contract import Field


class Noun(Entity):
    """A noun phrase: of one, of several, and what follows "that" of the one and of the several."""

    one: str
    many: str
    person: bool = False
    clauses: tuple[str, ...] = ()
    clauses_of_many: tuple[str, ...] = ()

    def shaped(self, *templates: str) -> Noun:
        """This noun put into templates such as "CTE {}", each an alternative; one without braces takes its place."""
        return self.changed(
            one=alternatives([template.format(self.one) for template in templates]),
            many=alternatives(
                [template.format(self.many) if "{}" in template else many(template) for template in templates]
            ),
        )

    @property
    def who(self) -> str:
        """The word that begins a clause about it."""
        return "who" if self.person else "that"


class Lexicon(Entity):
    """The entries by the path of their field."""

    entries: Mapping[str, Mapping[str, Any]]

    def of(self, field: Field) -> Mapping[str, Any]:
        """The entry of a field; an empty one where nothing is said of it."""
        own: Mapping[str, Any] = field.schema.get("x-wording", {})
        return own or self.entries.get(field.static, {})

    def title(self, path: nodes.Path) -> str:
        """What a field is called where it has no entry: its title in small letters."""
        name = path.field.title or path.text.rsplit(".", 1)[-1].replace("_", " ")
        return name if name[1:2].isupper() else name[:1].lower() + name[1:]

    def listed(self, path: nodes.Path) -> Noun:
        """What the items of a list are called."""
        entry = self.of(path.field)
        if "item" in entry:
            target = self.entries[entry["item"]]
            return Noun(entry.get("one", target["one"]), entry.get("many", target["many"]), bool(target.get("person")))
        one = entry.get("one", f"entry under “{self.title(path)}”")
        return Noun(one, entry.get("many", many(one)), bool(entry.get("person")))

    def item(self, static: str) -> Noun:
        """What one item of the list at ``static`` is called."""
        entry = self.entries.get(static, {})
        one = entry.get("one", "entry")
        return Noun(one, entry.get("many", many(one)), bool(entry.get("person")))

    def word(self, field: Field, value: Any) -> str:
        """A word of a list of words as it is said."""
        words: Mapping[str, str] = self.of(field).get("words", {})
        text = str(value)
        plain = text.replace("_", " ") if field.words or field.kind is Kind.OPEN else text
        return words.get(text, plain)


@cache
def lexicon() -> Lexicon:
    """The lexicon as shipped, read once."""
    tree = read_file(data_dir("schemas") / "wording.yaml").tree
    return Lexicon({path: _plain(entry) for path, entry in tree.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return str(value)
