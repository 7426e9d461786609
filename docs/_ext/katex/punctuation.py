"""Keep a formula in a line of text together with the punctuation after it: browsers would break between the two."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

CLASS = "math-and-punctuation"
PUNCTUATION = re.compile(r"[.,;:?!)…]+")


class KeepPunctuation(SphinxPostTransform):
    """Puts both into one inline element, which formula.css does not let wrap."""

    default_priority = 700
    formats = ("html",)

    def run(self, **_options: object) -> None:
        """Look at what follows each formula."""
        for formula in list(self.document.findall(nodes.math)):
            after = formula.next_node(descend=False, siblings=True)
            if isinstance(after, nodes.Text) and (mark := PUNCTUATION.match(after.astext())):
                together = nodes.inline("", "", formula.deepcopy(), nodes.Text(mark[0]), classes=[CLASS])
                # Two texts of the same characters are equal to docutils, so the place is what counts.
                place = next(index for index, child in enumerate(formula.parent.children) if child is formula)
                formula.parent[place : place + 2] = [together, nodes.Text(after.astext()[mark.end() :])]
