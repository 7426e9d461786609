"""The fonts of formulas that nobody has seen yet: the site's own have only the letters of its pages.

Within what a live cell puts out, each font of KaTeX is followed by the whole of it, which a browser fetches when a
letter is not in the first.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WITHIN = ".gd-out "
_FACE = re.compile(r"@font-face\{[^}]*\}")
_FILE = re.compile(r"src:[^}]*?url\(fonts/([\w-]+)\.woff2\)[^;}]*")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FAMILY = re.compile(r"font(?:-family)?:[^;}]*?[\"']?KaTeX_(\w+)")


def write_fonts(katex: Path, folder: Path) -> None:
    """Write fonts.css and all fonts from the files of KaTeX."""
    rules = (katex / "katex.min.css").read_text(encoding="utf-8")
    shutil.rmtree(folder / "fonts", ignore_errors=True)
    (folder / "fonts").mkdir(parents=True)
    faces = []
    for face in _FACE.findall(rules):
        name = _FILE.search(face)[1]  # type: ignore[index]  # KaTeX names a woff2 for each
        shutil.copyfile(katex / "fonts" / f"{name}.woff2", folder / "fonts" / f"{name}.woff2")
        whole = _FILE.sub("src:", face).replace("KaTeX_", "Whole_")
        faces.append(whole.replace("src:", f'src:url(fonts/{name}.woff2) format("woff2")'))
    chosen = [
        f"{_within(selectors)}{{font-family:KaTeX_{family[1]},Whole_{family[1]}}}"
        for selectors, declarations in _RULE.findall(_FACE.sub("", rules))
        if (family := _FAMILY.search(declarations))
    ]
    (folder / "fonts.css").write_text("\n".join([*faces, *chosen]), encoding="utf-8")


def _within(selectors: str) -> str:
    return ",".join(WITHIN + selector.strip() for selector in selectors.split(","))
