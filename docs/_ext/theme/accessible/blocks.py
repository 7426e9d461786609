"""Blocks where HTML allows them."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class ListsOutsideParagraphs(SphinxPostTransform):
    """Takes lists out of paragraphs: Sphinx puts there what a function returns, where it returns several things."""

    default_priority = 700
    formats = ("html",)

    def run(self, **_options: object) -> None:
        """Leave the lists in the place of their paragraph."""
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if paragraph.children and all(isinstance(child, nodes.bullet_list) for child in paragraph.children):
                paragraph.parent.replace(paragraph, paragraph.children)
