"""`{your-own-function}` below a moving figure: what a reader types for a place, or a function, that has no frame."""

from __future__ import annotations

from html import escape
from typing import ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

_FORM = """<details class="gd-own"><summary>{title}</summary>
<p>Type what the figure has no picture for, and the library computes it here. The first press fetches Python and the
library, which your browser keeps; nothing that you type leaves your device.</p>
<form class="gd-try" autocomplete="off">{fields}
<p class="gd-whole"><button name="press" disabled>Compute and draw</button> <span data-part="say" role="status"></span>
</p></form>
<div data-part="answer" class="gd-out"><p data-part="said" aria-live="polite"></p><div data-part="picture"></div>
<div data-part="descent"></div></div></details>"""
_FIELD = """<label{kind}>{words}<input name="{name}" value="{value}" spellcheck="false" autocapitalize="off">
<span class="gd-wrong" role="alert"></span></label>"""


class Unprinted(nodes.comment):
    """What a page asks of its reader's browser: no download has it, and neither has the search."""


class OwnFunction(SphinxDirective):
    """The fields, filled in with the options; a rate and steps make a descent of it."""

    option_spec: ClassVar = {"formula": str, "at": str, "rate": str, "steps": str}

    def run(self) -> list[nodes.Node]:
        """Return the form, and note that this page needs the engine."""
        if not self.options.keys() >= {"formula", "at"}:
            raise self.error("Cannot ask for a function, because the options formula and at are needed. Write both.")
        self.env.metadata[self.env.docname]["own_function"] = "asked"
        return [Unprinted("", _form(**self.options))]


def _form(formula: str, at: str, rate: str = "", steps: str = "20") -> str:
    title = "Your own function, start and learning rate" if rate else "Your own function and point"
    starts = [one.strip() for one in at.split(",")]
    letters = "one letter" if len(starts) == 1 else "two letters"
    fields = [_field("formula", f"A function of {letters}", formula), *_starts(starts, "Start" if rate else "Point")]
    if rate:
        fields += [_field("rate", "Learning rate", rate), _field("steps", "Steps at most", steps)]
    return _FORM.format(title=title, fields="\n".join(fields))


def _starts(starts: list[str], word: str) -> list[str]:
    of = [""] if len(starts) == 1 else [" of the first letter", " of the second letter"]
    return [
        _field(f"at-{place}", word + which, start) for place, (which, start) in enumerate(zip(of, starts, strict=True))
    ]


def _field(name: str, words: str, value: str) -> str:
    kind = ' class="gd-whole"' if name == "formula" else ""
    return _FIELD.format(kind=kind, name=name, words=f"<span>{words}</span>", value=escape(value))


def visit(translator: nodes.NodeVisitor, node: Unprinted) -> None:
    """Write the form into the page."""
    translator.body.append(node.astext())  # type: ignore[attr-defined]  # of every writer of HTML
    raise nodes.SkipNode
