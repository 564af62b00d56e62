"""The ten lines on the first sheet."""

from __future__ import annotations


def introduction(name: str) -> list[str]:
    """What to do, in ten lines; ``name`` is the workbook's."""
    return [
        "1. This workbook is the form for one program of study. Go through the sheets from left to right, and save it.",
        "2. A sheet of questions has the answers in its second column. A table has one row for each school, course or "
        "other thing, below its headings.",
        "3. Choose a cell, and a note says what is asked. The sheet Explanations, at the end, has all of them.",
        "4. What is marked “needed” is what every submission needs. What is marked “can wait” can be added later.",
        "5. Leave blank what you do not know yet: it is listed as missing, and nothing is refused. Where the true "
        "answer is that there are none, write none.",
        "6. Several answers in one cell have semicolons between them:   safety; project",
        "7. Dates are dates of Excel. Where you know no more than the month or the year, type an apostrophe first:   "
        "'2026-10",
        "8. Cells with an arrow offer what fits. Schools, courses and partners are offered once they are on their own "
        "sheets.",
        "9. You may sort rows, move, hide or color columns, and add sheets and columns for yourself. Keep the names of "
        "the sheets and their headings.",
        f"10. To see what is lacking, save the workbook and run:   poscheck check {name}   Nothing leaves this "
        "computer. Put in no names or records of students.",
    ]
