"""Whether the rules of a style sheet for widths and those for themes stay apart.

Every page is looked at in two views, narrow and dark, wide and light. A rule that holds for a width and a theme at once
could be seen in none of them.
"""

import re
from collections.abc import Iterator

# Comments and strings may hold braces; what stands before a brace is what the block in it holds for.
TOKEN = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[{};]", re.DOTALL)
SIZE = re.compile(
    r"^@(?:media|container)\b.*(?:width|height|inline-size|block-size|orientation|aspect-ratio)", re.DOTALL
)
THEME = re.compile(r"prefers-color-scheme|\[data-theme\s*[~|^$*]?=|light-dark\(")
AT_ONCE = "holds for a width and a theme at once: let the one rule set a variable that the other uses"
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def inline_styles(page: str) -> str:
    """Return the style sheets that stand in the source of a page."""
    return "\n".join(STYLE.findall(page))


def crossings(sheet: str) -> list[str]:
    """Name each rule that stands under a width and a theme."""
    return [
        f"{' { '.join(blocks)} {AT_ONCE}"
        for blocks in _blocks(sheet)
        if any(map(SIZE.search, blocks)) and any(map(THEME.search, blocks))
    ]


def _blocks(sheet: str) -> Iterator[list[str]]:
    """Give each declaration and each beginning of a block, with what it stands under."""
    under: list[str] = []
    text, at = "", 0
    for found in TOKEN.finditer(sheet):
        text += sheet[at : found.start()]
        at = found.end()
        if found[0] not in "{};":
            text += "" if found[0].startswith("/*") else found[0]
            continue
        if text.strip():
            yield [*under, " ".join(text.split())]
        if found[0] == "{":
            under.append(" ".join(text.split()))
        elif found[0] == "}" and under:
            under.pop()
        text = ""
