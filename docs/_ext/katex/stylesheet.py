"""KaTeX's style sheet and its fonts in the site: no font and no letter that no formula of the site has."""

import hashlib
import io
import logging
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset

from .glyphs import Font, Glyphs, font_rules, glyphs_of

_FONT_FACE = re.compile(r"@font-face\{([^}]*)\}")
_FILE = re.compile(r"url\(fonts/([\w-]+)\.woff2\)")
# It tells of every table that it passes over, and of the dates in KaTeX's fonts.
logging.getLogger("fontTools").setLevel(logging.ERROR)
OUR_RULES = Path(__file__).with_name("formula.css")


def write_stylesheet(katex: Path, folder: Path, formulas: Iterable[str]) -> None:
    """Write katex.css and the fonts that the HTML of these formulas needs, from the files of KaTeX in `katex`."""
    rules = (katex / "katex.min.css").read_text(encoding="utf-8")
    used: Glyphs = {}
    fonts = font_rules(rules)
    for html in formulas:
        for font, characters in glyphs_of(html, fonts).items():
            used.setdefault(font, set()).update(characters)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "fonts").mkdir(parents=True)

    def face(rule: re.Match[str]) -> str:
        characters = used.get(_font(rule[1]))
        return _face(rule[1], katex, folder, "".join(sorted(characters))) if characters else ""

    ours = OUR_RULES.read_text(encoding="utf-8")
    (folder / "katex.css").write_text(f"{_FONT_FACE.sub(face, rules)}\n{ours}", encoding="utf-8")


def _font(face: str) -> Font:
    values = dict(declaration.split(":", 1) for declaration in face.split(";"))
    family = values["font-family"].strip("'\"").removeprefix("KaTeX_")
    return Font(family, values["font-style"], values["font-weight"])


def _face(rule: str, katex: Path, folder: Path, characters: str) -> str:
    """Write one font with these characters alone; return its rule. The name of the file changes with what is in it."""
    name = _FILE.search(rule)[1]  # type: ignore[index]  # KaTeX names a woff2 for each
    font = _subset(katex / "fonts" / f"{name}.woff2", characters)
    file = f"{name}.{hashlib.sha256(font).hexdigest()[:8]}.woff2"
    (folder / "fonts" / file).write_bytes(font)
    return "@font-face{" + re.sub(r"src:.*", f'src:url(fonts/{file}) format("woff2")', rule) + "}"


def _subset(font: Path, characters: str) -> bytes:
    options = subset.Options(flavor="woff2")
    with subset.load_font(str(font), options) as loaded, io.BytesIO() as written:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(loaded)
        subset.save_font(loaded, written, options)
        return written.getvalue()
