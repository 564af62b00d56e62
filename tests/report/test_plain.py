"""Text of a submission, made safe to show."""

from __future__ import annotations

import pytest

from poscheck.report.plain import clipped, one_line, plain, without_ci_commands


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Núñez Mañana 学校", "Núñez Mañana 学校"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;window title\x07after", "after"),
        ("\x1b]8;;https://example.org\x1b\\link", "link"),
        ("\x9b31mred", "red"),
        ("\x1b", ""),
        ("a\x00b\x07c", "abc"),
        ("2024\u202e60", "202460"),
        ("\u2066isolate\u2069", "isolate"),
        ("half \ud800", "half \ufffd"),
        ("tab\there", "tab here"),
        ("line\nbreak", "line\nbreak"),
        ("no\u00a0break", "no\u00a0break"),
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("\ufeffmark", "mark"),
    ],
)
def test_what_a_terminal_or_page_cannot_bear_is_taken_out(text: str, expected: str) -> None:
    assert expected == plain(text)


def test_several_lines_become_one() -> None:
    assert one_line("  two\n\n lines\u2028and\tmore ") == "two lines and more"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("short", "short"), ("one two three four", "one two…"), ("x" * 20, "x" * 10 + "…")],
)
def test_a_long_text_is_cut_between_words(text: str, expected: str) -> None:
    assert expected == clipped(text, 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::error::x", ": :error::x"),
        ("fine\n  ::set-output name=a::b", "fine\n  : :set-output name=a::b"),
        ("a ##[group]b", "a # #[group]b"),
        ("##vso[task.setvariable]x", "# #vso[task.setvariable]x"),
        ("## Heading\nstd::vector", "## Heading\nstd::vector"),
    ],
)
def test_no_line_is_a_command_to_a_ci_runner(text: str, expected: str) -> None:
    assert expected == without_ci_commands(text)
