"""A moving figure as it stands in a page: a still, the numbers as tables, sliders, and what `moving.js` needs."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from gdmath.figures.sentences import place_of, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gdmath.figures.frames import Part

    Sliders = Mapping[str, Sequence[float]]
    Numbers = Mapping[str, Sequence[float]]

_DIGITS = ".10g"  # the numbers behind those that are shown, to ten digits and more
# The caption asks to move something. Where a style sheet knows that scripts run, this is not shown.
_STILL = "Without a script this figure stands still. The numbers at all its places stand below."


def data(parts: Sequence[Part], numbers: Numbers, said: Sequence[str]) -> str:
    """Return what changes from frame to frame as JSON, safe inside a script element."""
    frames = {
        "parts": parts,
        "said": said,
        "numbers": {name: [float(format(value, _DIGITS)) for value in values] for name, values in numbers.items()},
    }
    return json.dumps(frames, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def element(still: ET.Element, said: str, controls: str, rest: str) -> str:
    """Return the custom element: the still, its sentence, the sliders (hidden until a script serves them), the rest.

    What the script writes anew again and again is kept from translators: they would follow it, or leave it half done.
    """
    return (
        f'<gd-moving><p class="gd-still">{_STILL}</p>{ET.tostring(still, encoding="unicode")}'
        f'<p class="gd-said" translate="no">{escape(said)}</p><div class="gd-sliders" translate="no" hidden>{controls}'
        f'<button type="button" class="gd-play">Play</button></div>'
        f'<p class="visually-hidden" role="status" translate="no"></p>{rest}</gd-moving>'
    )


def controls(mark: str, sliders: Sliders, start: Sequence[int]) -> str:
    """Return a label, a slider and its value for each; the script finds what to show for each place in the slider."""
    rows = []
    for (name, values), index in zip(sliders.items(), start, strict=True):
        shown_values = escape(json.dumps([place_of(value) for value in values], ensure_ascii=False))
        rows.append(
            f'<label for="gd-{mark}-{escape(name)}">{escape(name)}</label>'
            f'<input type="range" id="gd-{mark}-{escape(name)}" min="0" max="{len(values) - 1}" value="{index}" '
            f'aria-valuetext="{place_of(values[index])}" data-values="{shown_values}">'
            f'<span class="gd-value" aria-hidden="true">{place_of(values[index])}</span>'
        )
    return "".join(rows)


def table(sliders: Sliders, numbers: Numbers, digits: Mapping[str, int]) -> str:
    """Return the numbers of all frames as a table that opens on demand.

    With one slider each number has its column. With two, each number has its table, by one slider down and the other
    across.
    """
    if len(sliders) == 1:
        [(name, values)] = sliders.items()
        columns = [[shown(value, digits[label]) for value in column] for label, column in numbers.items()]
        heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in (name, *numbers))
        return _folded([_table(f"The numbers at each {name}", f"<tr>{heads}</tr>", values, columns)])
    return _folded([_crossed(sliders, label, column, digits[label]) for label, column in numbers.items()])


def _crossed(sliders: Sliders, label: str, values: Sequence[float], digits: int) -> str:
    (across, over), (down, steps) = sliders.items()
    cells = [shown(value, digits) for value in values]
    columns = [cells[start : start + len(steps)] for start in range(0, len(cells), len(steps))]
    heads = "".join(f'<th scope="col">{place_of(value)}</th>' for value in over)
    head = (
        f'<tr><th scope="col" rowspan="2">{escape(down)}</th>'
        f'<th scope="colgroup" colspan="{len(over)}">{escape(across)}</th></tr><tr>{heads}</tr>'
    )
    return _table(f"{label} at each {down}, for each {across}", head, steps, columns)


def _folded(tables: Sequence[str]) -> str:
    title = "The numbers as a table" if len(tables) == 1 else "The numbers as tables"
    return f"<details><summary>{title}</summary>{''.join(tables)}</details>"


def _table(caption: str, head: str, rows: Sequence[float], columns: Sequence[Sequence[str]]) -> str:
    lines = zip(map(place_of, rows), *columns, strict=True)
    body = "".join(
        f'<tr><th scope="row">{row}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>' for row, *cells in lines
    )
    return (
        f'<div class="gd-scroll" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )
