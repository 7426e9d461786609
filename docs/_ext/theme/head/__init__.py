"""What the head of every page says: what it is about, where it lives, how it is shown elsewhere; and one style sheet.

A page describes itself in its front matter (`description: ...`), or else by its first paragraph.
"""

from __future__ import annotations

import html
import re
import textwrap
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes

from theme.accessible.hyphens import plain

from . import stylesheet
from .sitemap import write_sitemap

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

# docutils writes a viewport of its own, after the theme's.
_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
_RELATIVE = re.compile(r'(\b(?:href|src|action)=")(?![#/]|[a-z]+:)')
_TAG = re.compile(r"<[^>]*>")
_LONGEST = 160  # characters that a search engine shows
# Sphinx's for keys and marks that are not used, and the theme's, whose work theme.js and page.js do in a few lines.
_UNUSED_SCRIPTS = {"_static/doctools.js", "_static/sphinx_highlight.js", "_static/scripts/furo.js"}
_MADE_BY_SPHINX = {
    "search": "Search the lessons and the library.",
    "genindex": "Every name of the library, from A to Z.",
}


def _fill_head(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    _unbreak_titles(context)
    title = html.unescape(_TAG.sub("", context["title"]))
    description = _description(context, doctree) or _MADE_BY_SPHINX.get(pagename, title)
    stylesheet.put(app, context)
    context["script_files"] = [
        script for script in context["script_files"] if str(script.filename).split("?")[0] not in _UNUSED_SCRIPTS
    ]
    # Sphinx calls the captions of the menu headings, without a level; they stand before the title of the page.
    context["furo_navigation_tree"] = context.get("furo_navigation_tree", "").replace(' role="heading"', "")
    own = context.get("metatags", "").replace(_VIEWPORT, "")
    context["noindex"] = "orphan" in (context.get("meta") or {})
    context["metatags"] = own + "".join(_tags(app, pagename, title, description))


def _unbreak_titles(context: dict[str, Any]) -> None:
    """What names a page in the head is no line of one: its title, and those of the pages before and after it."""
    context["title"] = plain(context.get("title", ""))
    for near in filter(None, (context.get("prev"), context.get("next"))):
        near["title"] = plain(near["title"])


def _description(context: dict[str, Any], doctree: nodes.document | None) -> str:
    described: str = (context.get("meta") or {}).get("description", "")
    if described or doctree is None:
        return described
    first = next(iter(doctree.findall(nodes.paragraph)), None)
    return textwrap.shorten(first.astext(), _LONGEST, placeholder=" …") if first else ""


def _tags(app: Sphinx, pagename: str, title: str, description: str) -> list[str]:
    """The description, and the words and the picture that are shown where a page is shared (Open Graph)."""
    # Where the library cannot be imported, the pages that use it are named, and none is written.
    from .card import HEIGHT, WIDTH, draw  # noqa: PLC0415  it imports the library

    site = app.config.project
    card = draw(app.outdir / "_static" / "cards", pagename, site, title, description)
    shared = {"type": "article", "site_name": site, "title": title, "description": description}
    if base := app.config.html_baseurl:  # Open Graph knows no relative addresses
        shared["url"] = f"{base}{app.builder.get_target_uri(pagename)}"
        shared["image"] = f"{base}_static/cards/{card.name}"
        shared |= {"image:width": str(WIDTH), "image:height": str(HEIGHT), "image:alt": f"{site}: {title}"}
    tags = [_meta("name", "description", description), _meta("name", "twitter:card", "summary_large_image")]
    return tags + [_meta("property", f"og:{name}", text) for name, text in shared.items()]


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{html.escape(content)}">\n'


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        stylesheet.join(app.outdir)
        if base := app.config.html_baseurl:
            write_sitemap(app)
            _anchor(app.outdir / "404.html", urlsplit(base).path)


def _anchor(page: Path, root: str) -> None:
    """Make the addresses of the page for missing pages absolute: it is shown at any depth of the site."""
    if page.exists():
        text = _RELATIVE.sub(rf"\g<1>{root}", page.read_text(encoding="utf-8"))
        page.write_text(text.replace('data-content_root="./"', f'data-content_root="{root}"'), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension, after all others: the theme writes one of its style sheets when the build ends."""
    app.connect("write-started", stylesheet.note)
    app.connect("html-page-context", _fill_head, priority=900)
    app.connect("build-finished", _finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
