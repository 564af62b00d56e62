"""The peers: how each is loaded with its rules, once, and then asked about one submission."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.peers.written import expressions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RULES = Path(__file__).parent / "rules"
_REGO = RULES / "rules.rego"
_OUTCOMES = "data.peers.outcomes"

Outcomes = dict[str, str]
Input = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask: ``ready`` makes what is asked about from an input, before the time is taken; ``ask`` is timed."""

    given: str
    ready: Callable[[Input], Any]
    ask: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A peer with its rules: ``ways`` to ask it, and what turns an answer into outcomes."""

    ways: Sequence[Way]
    outcomes: Callable[[Any], Outcomes]


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine for rules: its name, its package, the file with its rules, and what loads them."""

    name: str
    package: str
    file: Path
    load: Callable[[], Loaded]

    @property
    def rules(self) -> list[str]:
        """The ids of the rules that it can say."""
        if self.file.suffix == ".rego":
            return re.findall(r'^\t"([^"]+)": ', self.file.read_text("utf-8"), re.MULTILINE)
        return list(expressions(self.file))

    @property
    def version(self) -> str | None:
        """The version that is installed; None where there is none."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None


def _same(given: Any) -> Any:
    return given


def _text(given: Input) -> str:
    return orjson.dumps(given).decode()


def _in_order(file: Path) -> Callable[[Any], Outcomes]:
    rules = list(expressions(file))
    return lambda answer: dict(zip(rules, answer, strict=True)) if isinstance(answer, list) else {}


def _list(file: Path) -> str:
    """One expression for the outcomes of all rules, in the order of the file, so that an input is converted once."""
    chosen = []
    for parts in expressions(file).values():
        outcome = f"({parts['met']}) ? 'met' : (({parts['possible']}) ? 'incomplete' : 'not_met')"
        chosen.append(
            f"(({parts['unless']}) ? 'not_applicable' : ({outcome}))" if "unless" in parts else f"({outcome})"
        )
    return f"[{', '.join(chosen)}]"


_CEL, _ZEN = RULES / "cel.yaml", RULES / "zen.yaml"


def _cel_cpp() -> Loaded:
    from cel_expr_python import cel

    names = ("submission", "program", "guidance", "to_follow", "day", "year_ago", "five_years_ago", "school_year_ago")
    figures = ("students_reached", "inventory_grade", "family_events")
    environment = cel.NewEnv(variables=dict.fromkeys(names + figures, cel.Type.DYN))
    expression = environment.compile(_list(_CEL))
    return Loaded(
        (
            Way("dict", _same, lambda given: expression.eval(data=given).plain_value()),
            Way("its own", environment.Activation, lambda given: expression.eval(given).plain_value()),
        ),
        _in_order(_CEL),
    )


def _cel_rust() -> Loaded:
    import cel

    program = cel.compile(_list(_CEL))
    return Loaded(
        (Way("dict", _same, program.execute), Way("its own", cel.Context, program.execute)),
        _in_order(_CEL),
    )


def _zen() -> Loaded:
    import zen

    nodes: list[dict[str, Any]] = [
        {"id": "input", "type": "inputNode", "content": {}},
        {
            "id": "rules",
            "type": "expressionNode",
            "content": {"passThrough": False, "expressions": [{"id": "all", "key": "outcomes", "value": _list(_ZEN)}]},
        },
    ]
    named = [node | {"name": node["id"], "position": {"x": 0, "y": 0}} for node in nodes]
    edges = [{"id": "only", "sourceId": "input", "targetId": "rules", "type": "edge"}]
    content = zen.ZenDecisionContent(json.dumps({"nodes": named, "edges": edges}))
    # The engine keeps what a loader gives it compiled; a decision by create_decision takes three to six times as long.
    engine, in_order = zen.ZenEngine({"loader": lambda _: content}), _in_order(_ZEN)

    def ask(given: Any) -> Any:
        return engine.evaluate("rules", given)

    return Loaded(
        (Way("dict", _same, ask), Way("JSON", _text, ask)), lambda answer: in_order(answer["result"]["outcomes"])
    )


def _regorus() -> Loaded:
    import regorus

    engine = regorus.Engine()
    engine.add_policy(_REGO.name, _REGO.read_text("utf-8"))

    def ready(given: Input) -> Any:
        own = engine.clone()
        own.set_input(given)
        return own

    def ask(given: Input) -> Any:
        engine.set_input(given)
        return engine.eval_rule(_OUTCOMES)

    return Loaded((Way("dict", _same, ask), Way("its own", ready, lambda own: own.eval_rule(_OUTCOMES))), _same)


def _regorus_machine() -> Loaded:
    import regorus

    program = regorus.Program.compile_from_modules("{}", [(_REGO.name, _REGO.read_text("utf-8"))], [_OUTCOMES])
    machine = regorus.Rvm()
    machine.load_program(program)

    def ready(given: Input) -> Any:
        own = regorus.Rvm()
        own.load_program(program)
        own.set_input_json(_text(given))
        return own

    def ask(given: str) -> Any:
        machine.set_input_json(given)
        return orjson.loads(machine.execute())

    return Loaded(
        (
            Way("dict", _same, lambda given: ask(_text(given))),
            Way("its own", ready, lambda own: orjson.loads(own.execute())),
        ),
        _same,
    )


PEERS = (
    Peer("zen-engine", "zen-engine", _ZEN, _zen),
    Peer("Rego, regorus bytecode", "gordon-to-regorus", _REGO, _regorus_machine),
    Peer("Rego, regorus interpreter", "gordon-to-regorus", _REGO, _regorus),
    Peer("CEL, C++", "cel-expr-python", _CEL, _cel_cpp),
    Peer("CEL, Rust", "common-expression-language", _CEL, _cel_rust),
)
