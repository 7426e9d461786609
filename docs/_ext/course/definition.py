"""The mark of a number that defines something and depends on nothing: `` {definition}`0.5` ``.

The reader sees the number alone, in text and in formulas. The lint of typed numbers reads the mark.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxRole
from sphinx.util.typing import ExtensionMetadata

_IN_FORMULA = re.compile(r"\{definition\}`([^`]*)`")


class Definition(SphinxRole):
    """The role in text: its content as it is."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number as text."""
        return [nodes.Text(self.text)], []


class DefinitionsInFormulas(SphinxTransform):
    """The role in formulas, which Markdown does not look into."""

    default_priority = 200

    def apply(self, **_kwargs: Any) -> None:  # noqa: ANN401  # as docutils declares it
        """Leave the number alone in place of each mark."""
        for formula in self.document.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
            tex = formula.astext()
            if "{definition}`" in tex:
                formula.children = [nodes.Text(_IN_FORMULA.sub(r"\1", tex))]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the role."""
    app.add_role("definition", Definition())
    app.add_transform(DefinitionsInFormulas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
