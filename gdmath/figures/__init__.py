"""Figures as a page shows them: still ones, those that the reader moves, and sketches that need nothing but Python."""

from __future__ import annotations

from gdmath.figures.palette import PALETTE, TEXT_SIZE
from gdmath.figures.sketching import Sketch, sketch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from gdmath.figures.moving import MovingFigure, moving_figure
    from gdmath.figures.still import PageFigure, describe, figure

__all__ = [
    "PALETTE",
    "TEXT_SIZE",
    "MovingFigure",
    "PageFigure",
    "Sketch",
    "describe",
    "figure",
    "moving_figure",
    "sketch",
]


def __getattr__(name: str) -> object:
    """Import what draws with matplotlib on its first use: a sketch must do without."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message, name=name)
    from gdmath.figures import moving, still

    found: object = getattr(moving if name in vars(moving) else still, name)
    globals()[name] = found
    return found
