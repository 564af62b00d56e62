"""The rules in other engines' languages exist; an engine that is absent or says otherwise has no figure."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from benchmarks import peers
from benchmarks.__main__ import main
from benchmarks.peers import Comparison, rules_to_say
from benchmarks.peers.engines import PEERS, RULES, Loaded, Peer, Way
from benchmarks.peers.written import expressions
from poscheck.ruleset import load_ruleset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXPRESSIONS = [RULES / "cel.yaml", RULES / "zen.yaml"]
REGO = RULES / "rules.rego"


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return Comparison(load_ruleset(), 6)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_peers_say_rules_that_exist(peer: Peer) -> None:
    assert len(peer.rules) == len(set(peer.rules)) >= 12
    assert set(peer.rules) <= set(rules_to_say(load_ruleset()))


@pytest.mark.parametrize("file", EXPRESSIONS, ids=lambda file: file.name)
def test_expressions_are_written_out_in_full(file: Path) -> None:
    for rule, parts in expressions(file).items():
        assert {"met", "possible"} <= set(parts) <= {"met", "possible", "unless"}, rule
        for text in parts.values():
            assert "@" not in text, rule
            assert text.count("(") == text.count(")"), rule
            assert text.count("[") == text.count("]"), rule


def test_every_outcome_in_rego_has_its_rule() -> None:
    text = REGO.read_text(encoding="utf-8")
    named = re.findall(r'^\t"[^"]+": (\w+),$', text, re.MULTILINE)

    assert named
    assert set(named) <= set(re.findall(r'^(\w+) := "', text, re.MULTILINE))
    assert text.count("{") == text.count("}")


def test_peers_get_days_instead_of_dates(comparison: Comparison) -> None:
    given = comparison.inputs[1]

    assert given["submission"].keys() == comparison.filed[1][0]["submission"].keys()
    assert given["year_ago"] < given["day"]
    assert not re.search(r'"\w+_on": (?!\[\d+, \d+\])', json.dumps(given))
    assert json.loads(json.dumps(given)) == given
    assert all({"terms", "stated_credits"} <= set(agreement) for agreement in given["program"]["credit_agreements"])


def printed(monkeypatch: pytest.MonkeyPatch, *measured: Peer) -> str:
    monkeypatch.setattr(peers, "PEERS", measured)
    result = CliRunner().invoke(main, ["peers", "--count", "6", "--rounds", "1"], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def made_up_peer(outcomes: Callable[[Any], dict[str, str]]) -> Peer:
    ways = (Way("dict", lambda given: given, lambda given: given),)
    return Peer("made up", "click", RULES / "zen.yaml", lambda: Loaded(ways, outcomes))


def test_absent_peers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr("benchmarks.peers.engines.version", absent)
    output = printed(monkeypatch, *PEERS)

    assert all(f"{peer.name}: not measured: {peer.package} is not installed" in output for peer in PEERS)
    assert "preparing what peers get" in output
    assert "fastest" not in output


def test_a_peer_that_says_otherwise_gets_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    output = printed(monkeypatch, made_up_peer(lambda _: {}))

    assert re.search(r"made up: not measured: 7\.1-agreement-with-college of submission 0 is \w+, not answered", output)
    assert "fastest" not in output


def test_a_peer_that_says_the_same_is_held_to_the_target(
    comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outcomes(answer: Any) -> dict[str, str]:
        return comparison.expected[comparison.inputs.index(answer)]

    output = printed(monkeypatch, made_up_peer(outcomes))

    assert re.search(r"^made up .* 38 dict +[\d,]+ +[\d.]+$", output, re.MULTILINE)
    assert re.search(r"^fastest peer that says all .*>= 5 +10 UNDER our outcomes: made up", output, re.MULTILINE)
