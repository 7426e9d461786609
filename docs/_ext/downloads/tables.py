"""Tables in Markdown: one line for each row, so one paragraph at most in each cell."""

from dataclasses import replace

from docutils import nodes

from .inline import inline
from .refusal import Place

_RULES = {"text-left": ":---", "text-center": ":---:", "text-right": "---:"}


def table(node: nodes.table, place: Place) -> str:
    """Return a table, its caption above it."""
    inside = replace(place, in_table=True)
    rows = [[_cell(entry, inside) for entry in row.children] for row in node.findall(nodes.row)]
    first = next(iter(node.findall(nodes.row)))
    rules = [_rule(entry) for entry in first.children]
    if not isinstance(first.parent, nodes.thead):
        rows.insert(0, [""] * len(rules))
    written = [f"| {' | '.join(row)} |" for row in [rows[0], rules, *rows[1:]]]
    captions = [f"**{inline(title, place)}**\n" for title in node.findall(nodes.title)]
    return "\n".join([*captions, *written])


def _rule(entry: nodes.Node) -> str:
    classes = entry["classes"] if isinstance(entry, nodes.entry) else []
    return next((_RULES[name] for name in classes if name in _RULES), "---")


def _cell(entry: nodes.Node, place: Place) -> str:
    if not isinstance(entry, nodes.entry) or entry.get("morerows") or entry.get("morecols"):
        raise place.refusal(entry, "it spans several rows or columns", "Give each row and column a cell of its own")
    seen = [child for child in entry.children if not isinstance(child, nodes.Invisible)]
    if len(seen) > 1 or not all(isinstance(child, nodes.paragraph) for child in seen):
        raise place.refusal(entry, "a cell of a Markdown table is one line", "Say it in one paragraph")
    text = "".join(inline(child, place) for child in seen)
    return " ".join(text.replace("|", r"\|").split("\n"))
