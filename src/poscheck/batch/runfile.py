"""``run.json``: what a run folder is the run of; it keeps another run from being mixed in."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from poscheck import __version__
from poscheck.batch import unfinished
from poscheck.batch.store import DECISIONS, MANIFEST, OUTPUTS, RUN_FILE, WORK, RunFolder, write
from poscheck.errors import UsageError
from poscheck.ruleset import load_ruleset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from poscheck.ruleset import Ruleset

FORMAT = "poscheck-run/1"
_ELSEWHERE = "name another folder with --out"


def identity(ruleset: Ruleset, as_of: date) -> dict[str, Any]:
    """What makes a run this run and no other; with anything else in it, every line would have to be scored anew."""
    return {
        "format": FORMAT,
        "poscheck": __version__,
        "ruleset": told_of(ruleset),
        "as_of": as_of.isoformat(),
        "rules": [rule.id for rule in ruleset.rules],
    }


def told_of(ruleset: Ruleset) -> dict[str, Any]:
    """What a run says of its ruleset; runs of earlier versions say neither its word for a criterion nor its scale."""
    told = {key: getattr(ruleset, key) for key in ("id", "version", "title", "digest", "criterion_word")}
    return {**told, "scale": [step.rating for step in ruleset.scale]}


def unchanged_ruleset(folder: Path, digest: str) -> Ruleset:
    """The ruleset in ``folder``. Raises :class:`~poscheck.errors.UsageError` where it is no longer that of the run."""
    ruleset = load_ruleset(folder)
    if ruleset.digest != digest:
        raise UsageError(
            f"the ruleset {folder} was changed while the batch ran, or is another one on this computer; put the one "
            "that is meant there, and run the same command again."
        )
    return ruleset


def earlier_facts(folder: RunFolder, advice: str = _ELSEWHERE) -> dict[str, Any] | None:
    """What ``run.json`` says; None in a folder that is new.

    Raises :class:`~poscheck.errors.UsageError` where the folder holds something else than a run.
    """
    if folder.run_file.is_file():
        try:
            facts = json.loads(folder.run_file.read_bytes())
        except ValueError:
            facts = None
        if isinstance(facts, dict) and facts.get("format") == FORMAT:
            return facts
        raise UsageError(f"{folder.run_file} is damaged, or of another version of poscheck; {advice}.")
    if folder.path.exists():
        if not folder.path.is_dir():
            raise UsageError(f"{folder.path} is a file; name a folder with --out.")
        if other := _others(folder):
            raise UsageError(f"{folder.path} holds other files ({', '.join(other[:3])}); {_ELSEWHERE}.")
    return None


def _others(folder: RunFolder) -> list[str]:
    """What no run has left behind that was ended before it wrote ``run.json``; hidden files are nobody's."""
    names = [item.name for item in folder.path.iterdir() if item.name[0] != "."]
    if (folder.path / unfinished.NAME).is_dir():
        names.remove(unfinished.NAME)
        names += [f"{unfinished.NAME}/{item.name}" for item in (folder.path / unfinished.NAME).iterdir()]
    return sorted(name for name in names if name.removeprefix(f"{unfinished.NAME}/") not in {MANIFEST, DECISIONS})


def refuse_other_run(
    place: Path | str, facts: Mapping[str, Any], wanted: Mapping[str, Any], advice: str = _ELSEWHERE
) -> None:
    """Raise :class:`~poscheck.errors.UsageError` where the run in ``place`` is another one, with what is different."""
    differences = [
        f"{what} {there}, not {here}"
        for what, there, here in (
            ("as of", facts["as_of"], wanted["as_of"]),
            ("by the ruleset", _ruleset_name(facts), _ruleset_name(wanted)),
            ("by poscheck", facts["poscheck"], wanted["poscheck"]),
        )
        if there != here
    ]
    if not differences and facts["ruleset"]["digest"] != wanted["ruleset"]["digest"]:
        differences = [f"by the ruleset {_ruleset_name(facts)} as it was before its files were changed"]
    if differences:
        raise UsageError(
            f"{place} holds a run that was judged {', and '.join(differences)}; {advice}, "
            "or add --again to give up that run and score everything anew."
        )


def refuse_other_list(folder: RunFolder, facts: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raise :class:`~poscheck.errors.UsageError` where a shard has not the list and the settings of its run."""
    refuse_other_run(folder.path, facts, wanted)
    settings = {"entries": "submissions", "chunk": "--chunk", "pages": "--pages", "scorecards": "--scorecards",
                "decisions": "decisions", "manifest": "list of submissions"}  # fmt: skip
    for key, what in settings.items():
        there, here = facts[key], wanted[key]
        if there != here:
            told = f"{what} {there}, not {here}" if key != "manifest" else f"another {what}"
            raise UsageError(
                f"{folder.path} holds a run with {told}; all shards of a run need the same INPUTs and options. "
                "The command without --shard takes up what has changed."
            )


def _ruleset_name(facts: Mapping[str, Any]) -> str:
    return f"{facts['ruleset']['id']} {facts['ruleset']['version']}"


def remove_run(folder: RunFolder) -> None:
    """Remove a run and its outputs, ``run.json`` last, so that the folder is known as ours until it is empty."""
    for name in (*OUTPUTS, *WORK, RUN_FILE):
        item = folder.path / name
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        else:
            item.unlink(missing_ok=True)


def write_facts(folder: RunFolder, facts: Mapping[str, Any]) -> None:
    """Write ``run.json``."""
    write(folder.run_file, as_written(facts))


def as_written(facts: Mapping[str, Any]) -> bytes:
    """What stands in ``run.json``."""
    return json.dumps(facts, indent=2).encode() + b"\n"
