"""The HTML of a formula that stands by itself, in lines where it has several."""

import re
from collections.abc import Callable
from html import escape

from .lines import Line, lines

Render = Callable[[str], str]

_UNBROKEN = r"\nobreak "
_WIDTH = re.compile(r'"katex-base" style="width:([\d.]+)em')
# What cannot be broken, and is wider than this, leaves no room for a name beside it, on the widest screen.
_ROOM = 22.0  # em


def set_displayed(tex: str, render: Render) -> str:
    """The HTML of a formula that stands by itself."""
    found = lines(tex)
    if found is None:
        return render(tex)
    rows = "\n".join(_line(line, render) for line in found)
    widest = max((float(width) for width in _WIDTH.findall(rows)), default=0.0)
    kinds = {"named": any(line.before for line in found), "wide": widest > _ROOM}
    kind = " ".join(name for name, holds in kinds.items() if holds)
    return (f'<ol class="{kind}">' if kind else "<ol>") + f"\n{rows}\n</ol>"


def _line(line: Line, render: Render) -> str:
    parts = {
        "before": escape(line.before),
        "left": line.left and render(line.left),
        "right": line.right and _right(line.right, render),
        "after": escape(line.after),
    }
    # The spaces are for those who copy it.
    return "<li>" + " ".join(f'<span class="{name}">{part}</span>' for name, part in parts.items() if part) + "</li>"


def _right(tex: str, render: Render) -> str:
    """What begins with an equals sign, which never ends a row; the TeX that is copied says nothing of it."""
    if not tex.startswith("="):
        return render(tex)
    return render(tex.replace("=", rf"={_UNBROKEN}", 1)).replace(_UNBROKEN, "", 1)
