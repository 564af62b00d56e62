"""``poscheck packet``: the papers of a submission as a page to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_the_packet_is_written_beside_whatever_the_program_comes_to(run: Run, folder: Path, meets: Path) -> None:
    result = run("packet", meets)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "The packet: meets.packet.html\n", "")
    page = (folder / "meets.packet.html").read_text("utf-8")
    assert page.count("<h2") == 4
    assert run("packet", meets, "--output", "-").stdout == page
    assert run("packet", meets, "-o", "board.html").exit_code == 0
    assert (folder / "board.html").read_text("utf-8") == page


def test_a_state_with_a_guide_gets_a_planning_list(run: Run, meets: Path) -> None:
    title = "Planning list: The five phases of the Wisconsin guide"
    page = run("packet", meets, "--output", "-").stdout
    text = meets.read_text("utf-8")
    assert text.count("state: WI") == 1
    meets.write_text(text.replace("state: WI", "state: KY"), "utf-8")

    assert title in page
    assert page.count(">Articulation agreements ") == 1
    assert "so none are listed" in page
    assert title not in run("packet", meets, "--output", "-").stdout


def test_a_file_with_next_to_nothing_in_it_gets_a_packet(run: Run, weak: Path) -> None:
    result = run("packet", weak, "--output", "-")

    assert result.exit_code == 0
    assert "No courses are listed" in result.stdout


def test_what_cannot_be_read_or_must_not_be_written_is_refused(run: Run, broken: Path, meets: Path) -> None:
    assert run("packet", broken).exit_code == 3
    assert run("packet", meets, "--output", meets).exit_code == 2
    assert run("packet", meets, "--ruleset", "nowhere").exit_code == 2


def test_hostile_text_stays_text(run: Run, hostile: Path) -> None:
    result = run("packet", hostile)

    assert result.exit_code == 0
    assert result.stdout == "The packet: hostile.packet.html\n"
