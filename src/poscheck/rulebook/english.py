"""A little English grammar: articles, plurals, verbs, and lists in a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_CONSONANT_SOUND = re.compile(r"(?:uni(?!n)|one\b|use|cte\b|eu)", re.IGNORECASE)
_VOWEL_SOUND = re.compile(r"(?:[aeio]|u(?!ni)|hour|honest)", re.IGNORECASE)
_TAIL = re.compile(r" (?:of|on|by|for|to|at|in|that|who|whose|which|with|without|below|beyond|made|built|under) ")
_JOINS = re.compile(r" and |(?<! on) or ")
_VERBS = {"is": "are", "was": "were", "has": "have", "does": "do", "says": "say"}


def spelled(number: float | str) -> str:
    """A count as it is said: up to ten in words, larger ones with commas, without needless decimals."""
    if isinstance(number, str):
        return number
    if number == int(number):
        whole = int(number)
        return _SPELLED[whole] if 0 < whole < len(_SPELLED) else f"{whole:,}"
    return f"{number:g}"


def a(noun: str) -> str:
    """A noun phrase with its indefinite article."""
    bare = noun.lstrip("“")
    sounds = _VOWEL_SOUND.match(bare) and not _CONSONANT_SOUND.match(bare)
    return f"{'an' if sounds else 'a'} {noun}"


def many(noun: str) -> str:
    """The plural of a noun phrase: of its last word, or of the one before "of", "on", "that" and the like."""
    tail = _TAIL.search(noun)
    head, rest = (noun[: tail.start()], noun[tail.start() :]) if tail else (noun, "")
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        return f"{head[:-1]}ies{rest}"
    return head + ("es" if head.endswith(("s", "x", "ch", "sh")) else "s") + rest


def counted(number: float, noun: str) -> str:
    """A number with its noun: "one hour", "40 hours"; "percent" stays as it is."""
    return f"{spelled(number)} {noun if number == 1 or noun == 'percent' else many(noun)}"


def several(verb_phrase: str) -> str:
    """A verb phrase about one thing, said of several: "names its source" becomes "name their source"."""
    verb, _, rest = verb_phrase.partition(" ")
    if verb in {"the", "for", "there"}:
        return _theirs(verb_phrase)
    return f"{_plural_verb(verb)} {_theirs(rest)}".strip()


def _plural_verb(verb: str) -> str:
    if verb.endswith(","):
        return _plural_verb(verb[:-1]) + ","
    if verb in _VERBS:
        return _VERBS[verb]
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    ending = "es" if verb.endswith(("ches", "shes", "sses", "xes", "oes")) else "s"
    return verb.removesuffix(ending)


def _theirs(text: str) -> str:
    text = re.sub(r"\bits\b", "their", text)
    return re.sub(r"\bit (\w+s)\b", lambda found: f"they {_plural_verb(found[1])}", text)


def denied(verb_phrase: str) -> str:
    """The contrary of a verb phrase or clause."""
    verb, _, rest = verb_phrase.partition(" ")
    if verb in {"is", "was", "does"}:
        return f"{verb} not {rest}"
    if verb.endswith("s"):
        return f"does not {_plural_verb(verb)} {rest}".strip()
    return re.sub(r"\b(is|are|was|were|has|have|may|must)\b", r"\1 not", verb_phrase, count=1)


def joined(parts: Iterable[str], word: str = "and") -> str:
    """Things in a sentence: "a", "a and b", "a, b and c"; each only once."""
    once = list(dict.fromkeys(parts))
    return f" {word} ".join([", ".join(once[:-1]), once[-1]] if len(once) > 1 else once)


def chained(parts: Sequence[str], word: str = "and") -> str:
    """Verb phrases or clauses in a sentence, with a comma before the last where one of them is long."""
    once = list(dict.fromkeys(parts))
    long = any(len(part) > 60 or _JOINS.search(part) for part in once)  # noqa: PLR2004 -- what is said in one breath
    if len(once) == 2 and not long:  # noqa: PLR2004 -- two short ones need no comma
        return f" {word} ".join(once)
    return f", {word} ".join([", ".join(once[:-1]), once[-1]] if len(once) > 1 else once)


def alternatives(phrases: Sequence[str]) -> str:
    """Several noun phrases as one: "event on colleges" and "event on careers" as "event on colleges or careers"."""
    words = [phrase.split(" ") for phrase in dict.fromkeys(phrases)]
    if len(words) == 1:
        return phrases[0]
    shortest = min(map(len, words)) - 1
    head = _alike(words, shortest)
    tail = _alike([each[::-1] for each in words], shortest - head)
    middles = [" ".join(each[head : len(each) - tail]) for each in words]
    return " ".join([*words[0][:head], joined(middles, "or"), *words[0][len(words[0]) - tail :]])


def _alike(words: Sequence[Sequence[str]], most: int) -> int:
    """With how many of the same words they all begin."""
    number = 0
    while number < most and len({each[number] for each in words}) == 1:
        number += 1
    return number


def sentence(text: str) -> str:
    """``text`` with a capital at its beginning and a full stop at its end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", ":", "?")) else ".")
