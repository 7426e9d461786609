"""Keep a formula in a line of text together with the punctuation after it: browsers would break between the two."""

import re
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

CLASS = "math-and-punctuation"
_PUNCTUATION = re.compile(r"[.,;:?!)…]+")


class KeepPunctuation(SphinxPostTransform):
    """Puts both into one inline element, which formula.css does not let wrap."""

    default_priority = 700
    formats = ("html",)

    def run(self, **_options: Any) -> None:
        """Look at what follows each formula."""
        for formula in list(self.document.findall(nodes.math)):
            after = formula.next_node(descend=False, siblings=True)
            mark = _PUNCTUATION.match(after.astext()) if isinstance(after, nodes.Text) else None
            if mark:
                together = nodes.inline("", "", formula.deepcopy(), nodes.Text(mark[0]), classes=[CLASS])
                parent = after.parent
                parent.replace(after, nodes.Text(after.astext()[mark.end() :]))
                parent.replace(formula, together)
