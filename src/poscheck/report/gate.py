"""The one gate that everything a template prints has to pass, whatever the template says.

Jinja2 would call two functions for each value (``finalize``, then ``escape``) and make an object of each text. A page
prints four thousand values, so one function does both. Should Jinja2 ever drop the hook that is used here, text would
be escaped twice, never not at all.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from poscheck.report.plain import plain

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.compiler import Frame


def shown(value: object) -> str:
    """What stands on the page for ``value``: our own markup as it is; all other text made plain, then escaped."""
    if type(value) is Markup:
        return value
    text = value if type(value) is str else str(value)
    return escape(text if text.isprintable() else plain(text))


class _Writer(CodeGenerator):
    """Writes ``environment.finalize(…)`` around each value, and nothing around that."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja's
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja's
        self.write(")")


class GatedEnvironment(Environment):
    """An environment in which ``finalize`` is the gate; autoescape is on, so that what a macro makes is markup."""

    code_generator_class = _Writer

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, autoescape=True, finalize=shown)
