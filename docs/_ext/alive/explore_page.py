"""`{try-any-function}`: the fields of the page on which a reader types a function, and the places of its answers."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

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
