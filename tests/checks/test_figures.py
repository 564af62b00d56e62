"""The numbers and dates that a text names."""

from __future__ import annotations

import pytest

from poscheck.checks.figures import figures_in


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("At least two of the 15 schools.", ["2", "15"]),
        ("In the last two years or 24 months.", ["24 months", "24 months"]),
        ("Within 60 days, or three weeks.", ["60 days", "21 days"]),
        ("At least 75 percent, or 51%.", ["75 percent", "51 percent"]),
        ("Three quarters of them, or half.", ["0.75", "0.5"]),
        ("In grades 9 to 12.", ["9", "10", "11", "12"]),
        ("From July 1, 2024, not from 2023-06-30.", ["2024-07-01", "2023-06-30"]),
        ("15,001 dollars, and not 15,001.50.", ["15001", "15001.5"]),
        ("The 9th grade, and outcome 1S1 of section V.2.", ["9"]),
        ("Someone in the often lonely office.", []),
    ],
)
def test_figures_of_a_text(text: str, named: list[str]) -> None:
    assert sorted(map(str, figures_in(text))) == sorted(named)
