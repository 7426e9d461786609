"""Sphinx's HTML, with what it leaves out: the scope of headers, names, keyboard access to what scrolls, safe links."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.writers.html5 import HTML5Translator

from .boxes import Names, is_external
from .hyphens import hyphenated
from .outputs import accessible

# Names, brackets and spaces have the colour of all code: they are half of its elements, for nothing.
_PLAIN = re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>|<span></span>')


class AccessibleTranslator(HTML5Translator):
    """Writes one page."""

    def __init__(self, *args: Any) -> None:  # noqa: ANN401  # as Sphinx declares it
        super().__init__(*args)
        self._names = Names()

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802  # as docutils calls it
        """Let long words be broken, but names of code."""
        before = len(self.body)
        super().visit_Text(node)
        above = list(_parents(node))
        if not any(isinstance(part, nodes.literal | addnodes.desc_signature) for part in above):
            title = any(isinstance(part, nodes.title) for part in above)
            self.body[before:] = [hyphenated(text, title=title) for text in self.body[before:]]

    def visit_section(self, node: nodes.section) -> None:
        """Let the title of a page be that of its article, and not of a section inside it."""
        super().visit_section(node)
        if self.section_level == 1:
            self.body[-1] = self.body[-1].replace("<section", "<div", 1)

    def depart_section(self, node: nodes.section) -> None:
        """Close a section, or what stands for the outermost one."""
        super().depart_section(node)
        if self.section_level == 0:
            self.body[-1] = self.body[-1].replace("</section>", "</div>", 1)

    def visit_table(self, node: nodes.table) -> None:
        """Put a table into a box that scrolls by itself, named by the caption or by the heads of its columns."""
        heads = [entry.astext() for head in node.findall(nodes.thead) for entry in head.findall(nodes.entry)]
        captions = [title.astext() for title in node.children if isinstance(title, nodes.title)]
        title = captions[0] if captions else ", ".join(filter(None, heads))
        name = escape(self._name_in(node, title))
        self.body.append(f'<div class="gd-scroll" role="region" aria-label="{name}" tabindex="0">\n')
        super().visit_table(node)
        if not captions:
            label = escape(title) if title else name
            self.body[-1] = self.body[-1].replace("<table", f'<table aria-label="{label}"', 1)

    def depart_table(self, node: nodes.table) -> None:
        """Close the table and its box; lesson.css shows a table when its end has come."""
        super().depart_table(node)
        self.body.append("<template></template></div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """Say what a header is the header of; one without words is none."""
        super().visit_entry(node)
        tag = self.body[-1]
        if not tag.startswith("<th"):
            return
        if node.astext().strip():
            scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
            self.body[-1] = tag.replace("<th", f'<th scope="{scope}"', 1)
        else:
            self.body[-1] = tag.replace("<th", "<td", 1)
            self.context[-1] = "</td>\n"

    def visit_raw(self, node: nodes.raw) -> None:
        """Write what a cell shows as HTML."""
        if "text_html" in node["classes"]:
            html = accessible(node.astext(), lambda title: self._name_in(node, title))
            node = nodes.raw("", html, **node.attributes)
        super().visit_raw(node)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Let code and printed output take the focus, so that they scroll by keyboard."""
        name = "Output" if any("cell_output" in parent["classes"] for parent in _parents(node)) else "Code"
        before = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:
            box = f'<pre role="group" aria-label="{name}" tabindex="0"'
            self.body[before:] = [_PLAIN.sub(r"\1", part).replace("<pre", box, 1) for part in self.body[before:]]

    def visit_reference(self, node: nodes.Element) -> None:
        """Tell the browser that a page elsewhere has no business with this one."""
        if is_external(node.get("refuri", "")) and not node.get("internal"):
            node["rel"] = "noopener"
        super().visit_reference(node)

    def visit_title(self, node: nodes.title) -> None:
        """Write the caption of a table of contents as what it is: Sphinx makes it a heading without a level."""
        super().visit_title(node)
        if isinstance(node.parent, addnodes.compact_paragraph):
            self.body[:] = [*self.body[:-2], *(part.replace(' role="heading"', "") for part in self.body[-2:])]

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """Name the link to a heading; where the table of contents has the same link, the Tab key passes it by."""
        before = len(self.body)
        super().add_permalink_ref(node, title)
        name = next((part.astext() for part in node.children if isinstance(part, nodes.title)), "")
        label = escape(f"{title}: {name}" if name else title)
        listed = isinstance(node, nodes.section | addnodes.desc_signature)
        more = f' aria-label="{label}"' + ' tabindex="-1"' * listed
        self.body[before:] = [part.replace("<a ", f"<a{more} ", 1) for part in self.body[before:]]

    def _name_in(self, node: nodes.Element, title: str) -> str:
        """A name for a table that no other on the page has: what it holds, and the section where it stands."""
        section = next((parent for parent in _parents(node) if isinstance(parent, nodes.section)), None)
        place = next((part.astext() for part in section or [] if isinstance(part, nodes.title)), "")
        return self._names.unique(f"Table in “{place}”: {title}" if title else f"Table in “{place}”")


def _parents(node: nodes.Node) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node
