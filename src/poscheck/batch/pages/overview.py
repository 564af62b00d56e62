"""The writer of the overview: when everything else is finished, every list, every page, and the front page."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from poscheck.batch.database import run_id
from poscheck.batch.idle import idle_lines
from poscheck.batch.pages import decided, districts, failures, front, repeats, requirements, submissions, waiting
from poscheck.batch.pages.listing import Listed
from poscheck.batch.pages.reading import Results
from poscheck.batch.pages.site import FRONT, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from poscheck.batch.pages.listing import Listing
    from poscheck.ruleset import Ruleset

RUN_PAGE = "run.html"


class Overview:
    """Writes ``index.html`` and ``pages/`` of the run in ``folder``, after its database is in place.

    ``files`` names the run's other files; ``wait`` returns when they are there, before the pages take their place.
    """

    def __init__(
        self,
        folder: Path,
        ruleset: Ruleset,
        facts: Mapping[str, Any],
        files: Collection[str],
        wait: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder, self._ruleset, self._facts = folder, ruleset, facts
        self._files, self._wait = files, wait

    def part(self, number: int, file: Path) -> None:
        """Nothing: the pages are made from the database."""

    def finish(self) -> None:
        """Write all pages, and put them in place of those of an earlier run."""
        with Results(self._folder, self._ruleset) as results:
            results.gather()
            listed = {listing.name: Listed(listing) for listing in self._lists(results)}
            with closing(Site(self._folder, lists=listed, **self._told())) as site:
                self._write(site, results, listed)
                self._wait()
                site.put()

    def close(self) -> None:
        """Nothing is held."""

    def _lists(self, results: Results) -> Iterator[Listing]:
        ruleset = self._ruleset
        return chain(
            submissions.lists(results),
            districts.lists(results, ruleset),
            requirements.lists(results, ruleset),
            waiting.lists(results, ruleset),
            decided.lists(results, ruleset, self._folder) if self._facts["decisions"] else (),
            repeats.lists(results),
            failures.lists(results, self._folder, self._facts["pages"]),
        )

    def _told(self) -> dict[str, Any]:
        """What every page may say of the run."""
        ruleset = self._ruleset
        return {
            "run": run_id(self._facts),
            "facts": self._facts,
            "ruleset": ruleset,
            "files": front.files(self._files),
            "scale": {step.rating: step.name for step in ruleset.scale},
            "questions": {rule.id: rule.question for rule in ruleset.rules},
        }

    def _write(self, site: Site, results: Results, listed: Mapping[str, Listed]) -> None:
        for counted in listed.values():
            for page in counted.cut():
                site.write(page.file, counted.listing.template, page=page, **counted.listing.values)
        totals = front.totals(results, idle=sum(1 for _ in idle_lines(self._folder)))
        day = date.fromisoformat(self._facts["as_of"]).toordinal()
        site.write(RUN_PAGE, "run", totals=totals, thresholds=list(front.thresholds(self._ruleset, day)))
        site.write(FRONT, "index", totals=totals, ways=front.WAYS, worst=requirements.worst(results))
