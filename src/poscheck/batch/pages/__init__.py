"""The overview of a batch: pages for people, made from the database of the run alone.

``overview`` writes them; ``reading`` asks the database; each of the other modules is one list of the overview, and
``listing`` cuts lists into pages.
"""

from poscheck.batch.pages.overview import Overview

__all__ = ["Overview"]
