"""The picture that is shown where a page is shared: its title and description, beside a descent by gdmath."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from gdmath import gradient_descent, symbols
from gdmath.figures import PALETTE

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 1200, 630  # pixels, as those who show cards ask for
_DPI = 100
_FONT = "DejaVu Sans"  # comes with matplotlib, so that the same card is drawn everywhere
_LEFT = 0.06
_MOST_LINES = 4


def draw(folder: Path, page: str, site: str, title: str, description: str) -> Path:
    """Draw the card of a page into a folder, and return its path."""
    path = folder / f"{page.replace('/', '-')}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    card = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor=PALETTE["surface"])
    _draw_descent(card)
    _write(card, site, title, description)
    card.savefig(path, metadata={"Software": None})
    return path


def _draw_descent(card: Figure) -> None:
    w = symbols("w")
    cost = (w - 3) ** 2
    history = gradient_descent(cost, {w: -1.6}, learning_rate=0.23, max_steps=7)
    curve = [(x / 20, cost.evaluate(w=x / 20)) for x in range(-48, 169)]
    path = [(step[0], value) for step, value in zip(history.parameters, history.cost, strict=True)]
    ax = card.add_axes((0.62, 0.1, 0.4, 0.8))
    ax.axis("off")
    ax.plot(*zip(*curve, strict=True), color=PALETTE["series-1"], linewidth=7, solid_capstyle="round")
    ax.plot(*zip(*path, strict=True), "o--", color=PALETTE["series-2"], linewidth=3, markersize=15)


def _write(card: Figure, site: str, title: str, description: str) -> None:
    lines = textwrap.wrap(title, 20, break_long_words=True)[:_MOST_LINES]
    size = 46 if len(lines) < _MOST_LINES else 38
    bottom = 0.5 + len(lines) * size * 1.15 / HEIGHT
    card.text(_LEFT, 0.9, site, family=_FONT, size=24, color=PALETTE["series-2"], weight="bold", va="top")
    card.text(_LEFT, bottom, "\n".join(lines), family=_FONT, size=size, color=PALETTE["ink"], weight="bold", va="top")
    about = textwrap.fill(description, 44, max_lines=4, placeholder="…")
    card.text(_LEFT, 0.1, about, family=_FONT, size=19, color=PALETTE["axis"], va="bottom", linespacing=1.35)
