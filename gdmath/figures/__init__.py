"""Figures as a page shows them: still ones, and those that the reader moves."""

from gdmath.figures.moving import MovingFigure, moving_figure
from gdmath.figures.still import PageFigure, describe, figure
from gdmath.figures.svg import PALETTE, TEXT_SIZE

__all__ = ["PALETTE", "TEXT_SIZE", "MovingFigure", "PageFigure", "describe", "figure", "moving_figure"]
