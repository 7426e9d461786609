"""Lists in Markdown, whose marks and gaps say where each ends."""

from itertools import takewhile
from textwrap import indent

from docutils import nodes

_LISTS = (nodes.bullet_list, nodes.enumerated_list)


def marked(node: nodes.Element, items: list[list[str]]) -> str:
    """Return a list, from the blocks of its items."""
    gap = "\n" if all(map(_is_short, node.children)) else "\n\n"
    second = _follows_its_like(node)
    hung = [hang(_mark(node, number, second=second), gap.join(filter(None, item))) for number, item in enumerate(items)]
    return gap.join(hung)


def hang(mark: str, text: str) -> str:
    """Return text whose first line has a mark, and whose others are indented by its width."""
    return mark + indent(text, " " * len(mark))[len(mark) :]


def _is_short(item: nodes.Node) -> bool:
    first, *others = item.children or (nodes.paragraph(),)
    return isinstance(first, nodes.paragraph) and all(isinstance(other, _LISTS) for other in others)


def _follows_its_like(node: nodes.Element) -> bool:
    # Two lists in a row would become one, unless their marks differ.
    siblings = node.parent.children
    before = [child for child in siblings[: siblings.index(node)] if not isinstance(child, nodes.Invisible)]
    return len(list(takewhile(lambda other: type(other) is type(node), reversed(before)))) % 2 == 1


def _mark(node: nodes.Element, number: int, *, second: bool) -> str:
    if isinstance(node, nodes.bullet_list):
        return "* " if second else "- "
    return f"{node.get('start', 1) + number}{')' if second else '.'} "
