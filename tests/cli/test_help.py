"""Every command explains itself, with an example; and nothing heavy is loaded to say so."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import BashComplete

from poscheck.cli import main
from poscheck.cli.lazy import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Run

HEAVY = ("pydantic", "jinja2", "jsonschema", "jsonschema_rs", "yaml", "platformdirs")


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands())
every_command = pytest.mark.parametrize("path", COMMANDS, ids=" ".join)


@every_command
def test_help_with_an_example(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert " ".join(("poscheck", *path, "")) in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100
    assert result.stdout.replace("\n", "").isprintable()
    assert path == () or "Example" in result.stdout
    assert run(*path, "-h").stdout == result.stdout


@every_command
def test_every_option_is_explained(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@every_command
def test_the_list_of_commands_says_what_the_command_says(path: tuple[str, ...]) -> None:
    group = COMMANDS[path]
    if not isinstance(group, LazyGroup):
        return
    for name, text in group.lazy.items():
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert command.help is not None
        assert command.help.split("\n\n")[0].replace("\n", " ") == text


def python(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, env={**os.environ, **env}
    )


@pytest.mark.parametrize("arguments", ["--help", "check --help", "rules --help", "--version"])
def test_help_loads_nothing_heavy(arguments: str) -> None:
    loaded = python("-X", "importtime", "-m", "poscheck", *arguments.split()).stderr
    modules = {line.rsplit("|", 1)[-1].strip() for line in loaded.splitlines()}
    assert "click" in modules
    assert modules.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    ("arguments", "incomplete", "offered"),
    [
        ([], "ch", ["check"]),
        (["rules"], "s", ["show"]),
        (["check", "--format"], "j", ["json"]),
        (["check", "--ruleset"], "ten", ["ten-components"]),
        (["rules", "show"], "2.1-college", ["2.1-college-has-signed"]),
        (["init", "--cluster"], "health s", ["Health Science"]),
        (["check"], "--as", ["--as-of"]),
    ],
)
def test_completion(arguments: list[str], incomplete: str, offered: list[str]) -> None:
    completions = BashComplete(main, {}, "poscheck", "_POSCHECK_COMPLETE").get_completions(arguments, incomplete)
    assert [each.value for each in completions] == offered
