"""One style sheet for the whole site, joined from those of the theme, of the extensions and of our own.

A browser that waits for nine small files shows the page later than one that waits for a single one.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fresh.fingerprint import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

NAME = "_static/site.css"
# A quarter of what a reader would wait for, and cells.css overrules most of it; MyST-NB adds it to every page.
_UNUSED = "_static/mystnb."

_RELATIVE_URL = re.compile(r"""url\((?P<quote>["']?)(?!["'#/]|data:|https?:)(?P<path>[^"')]+)(?P=quote)\)""")
_COMMENT = re.compile(r"/\*(?!!).*?\*/\s*", re.DOTALL)  # one that begins with ! is a licence, and stays


@dataclass
class _Styles:
    """What is joined: noted in the main process, before others are forked from it to write pages."""

    added: frozenset[str] = frozenset()
    version: str = ""
    files: list[str] = field(default_factory=list)


_styles = _Styles()


def note(app: Sphinx, _builder: Builder) -> None:
    """Note the style sheets that all pages have."""
    _styles.added = frozenset(name for name, _ in app.registry.css_files)
    _styles.version = ""


def _version(site: Path) -> str:
    """A name for this edition: the theme writes the colours of code at the end, so that settings count as well."""
    settings = f"{(ROOT / 'docs' / 'conf.py').read_text(encoding='utf-8')}\n{environment()}"
    rules = [_rules(site, name) for name in _styles.files]
    return hashlib.sha256("\n".join([settings, *rules]).encode()).hexdigest()[:8]


def put(app: Sphinx, context: dict[str, Any]) -> None:
    """Tell the template of the one style sheet, and of those that an extension has added to this page alone."""
    own = {f"_static/{name}" for name, _ in app.registry.css_files if name not in _styles.added}
    sheets = sorted(context["css_files"], key=lambda sheet: sheet.priority)
    names = [str(sheet.filename).split("?")[0] for sheet in sheets if str(sheet.filename) not in own]
    _styles.files = [name for name in names if not name.startswith(_UNUSED)]
    _styles.version = _styles.version or _version(app.outdir)
    context["stylesheet"] = f"{context['pathto'](NAME, resource=True)}?v={_styles.version}"
    context["css_files"] = [sheet for sheet in sheets if str(sheet.filename) in own]


def join(site: Path) -> None:
    """Write the one style sheet into the built site, unless no page was written: then it is there already."""
    if _styles.files:
        rules = (_rules(site, name) for name in dict.fromkeys(_styles.files))
        (site / NAME).write_text("\n".join(rules), encoding="utf-8")


def _rules(site: Path, name: str) -> str:
    """The rules of one style sheet, with addresses as they are seen from the place of the joined one."""
    place = posixpath.relpath(posixpath.dirname(name), posixpath.dirname(NAME))

    def moved(url: re.Match[str]) -> str:
        return f"url({posixpath.normpath(posixpath.join(place, url['path']))})"

    return _COMMENT.sub("", _RELATIVE_URL.sub(moved, (site / name).read_text(encoding="utf-8")))
