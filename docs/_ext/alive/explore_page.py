"""`{try-any-function}`: the fields of the page on which a reader types a function, and the places of its answers.

`` {try-it}`x^2 at x=0.7` `` is a link to that page with this formula in its fields.
"""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlencode

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

# What stands in the fields before a reader types, and without a script.
_FIELDS = """<div class="gd-trying">
<form class="gd-try" autocomplete="off">
<label class="gd-whole">A function, as you would write it, or LaTeX
<input name="formula" value="{formula}" spellcheck="false" autocapitalize="off">
<span class="gd-wrong" role="alert"></span></label>
<div data-part="points"></div>
<label>Learning rate<input name="rate" value="{rate}" inputmode="text"><span class="gd-wrong" role="alert"></span>
</label>
<label>Steps at most<input name="steps" value="{steps}" inputmode="numeric"><span class="gd-wrong" role="alert"></span>
</label>
<p class="gd-whole"><button name="press" disabled>Differentiate and descend</button>
<span data-part="say" role="status"></span></p>
</form>
<div data-part="formula" class="gd-out" aria-live="polite"></div>
<div data-part="answer" class="gd-out" hidden>
<div data-part="derivation"></div>
<div data-part="values"></div>
<div data-part="picture"></div>
<div data-part="descent"></div>
</div>
</div>"""


class TryAnyFunction(SphinxDirective):
    """The fields, filled in with the options."""

    option_spec: ClassVar = {"formula": str, "rate": str, "steps": str}

    def run(self) -> list[nodes.Node]:
        """Return the fields, and note that this page needs the engine."""
        self.env.metadata[self.env.docname]["alive"] = "try"
        defaults = {"formula": "x^2 sin x", "rate": "0.1", "steps": "20"}
        return [nodes.raw("", _FIELDS.format(**defaults | self.options), format="html")]


class TryIt(SphinxRole):
    """The link; who does not see what it stands beside hears the formula."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return it without its address, which depends on where the page for any function is."""
        formula, _, at = self.text.partition(" at ")
        typed = {"formula": formula}
        for letter, _, value in (point.partition("=") for point in at.split(", ") if point):
            typed[f"at-{letter}"] = value
        words = [nodes.Text("Try it"), nodes.inline("", f" with {formula}", classes=["gd-unseen"])]
        return [nodes.reference("", "", *words, classes=["gd-try-it"], internal=True, typed=urlencode(typed))], []


class LinksToTry(SphinxPostTransform):
    """Gives each such link its address: what the page reads is what stands after its name."""

    default_priority = 700
    formats = ("html",)

    def run(self, **_options: object) -> None:
        """Look for the links of a page."""
        links = [link for link in self.document.findall(nodes.reference) if "typed" in link]
        pages = [name for name, noted in self.env.metadata.items() if noted.get("alive") == "try"]
        if links and not pages:
            raise ExtensionError(
                f"`try-it` on the page {self.env.docname} cannot lead anywhere, because no page has fields to try "
                "a function in. Write {try-any-function} on one."
            )
        for link in links:
            place = self.app.builder.get_relative_uri(self.env.docname, pages[0])
            link["refuri"] = f"{place}#{link['typed']}"
