"""Lines on paper, in points: labelled, cut where words stand, and told with as few points as the eye needs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gdmath.figures import TEXT_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Box = tuple[float, float, float, float]

ROOM = 26.0  # from one label to the next, in points


def boxed(middle: Numbers, text: str, size: float) -> Box:
    """Return about the box that a text of so many points fills around its middle: left, right, low and high."""
    wide, high = 0.3 * size * len(text) + 0.45 * size, 0.75 * size
    return middle[0] - wide, middle[0] + wide, middle[1] - high, middle[1] + high


def cut(line: Numbers, boxes: Sequence[Box]) -> Numbers:
    """Return a line without its points inside the boxes; where some are left out, there is a gap of nan.

    Examples
    --------
    >>> cut(np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]), [(0.5, 1.5, -1.0, 1.0)])
    array([[ 0.,  0.],
           [nan, nan],
           [ 2.,  0.]])
    """
    x, y = line.T
    for left, right, low, high in boxes:
        inside = (left < x) & (x < right) & (low < y) & (y < high)
        x, y = np.where(inside, np.nan, x), np.where(inside, np.nan, y)
    kept = ~np.isnan(x)
    first_of_gap = ~kept & np.concatenate([[True], kept[:-1]])
    left_over: Numbers = np.column_stack([x, y])[kept | first_of_gap]
    return left_over


def thinned(line: Numbers, tolerance: float) -> Numbers:
    """Return fewer points of a line, which it leaves nowhere by more than the tolerance (Douglas and Peucker, 1973).

    A gap of nan stays a gap.

    Examples
    --------
    >>> thinned(np.array([[0.0, 0.0], [1.0, 0.1], [2.0, 0.0], [2.0, 5.0]]), 0.2).tolist()
    [[0.0, 0.0], [2.0, 0.0], [2.0, 5.0]]
    """
    kept = np.isnan(line[:, 0])
    edges = [-1, *np.flatnonzero(kept), len(line)]
    pieces = [(before + 1, after - 1) for before, after in pairwise(edges) if after > before + 1]
    while pieces:
        first, last = pieces.pop()
        kept[[first, last]] = True
        away = _away(line[first : last + 1])
        farthest = int(np.argmax(away))
        if away[farthest] > tolerance:
            pieces += [(first, first + farthest), (first + farthest, last)]
    return line[kept]


def _away(line: Numbers) -> Numbers:
    """Return how far each point is from the straight line between the ends, or from the first if both are one."""
    along, rest = line[-1] - line[0], line - line[0]
    length = float(np.hypot(*along))
    off = np.abs(rest[:, 0] * along[1] - rest[:, 1] * along[0]) / length if length > 1e-9 else np.hypot(*rest.T)
    return np.asarray(off, dtype=float)


def spread(points: Numbers, least: float) -> NDArray[np.int_]:
    """Return which points of a path are at least so far from the one kept before, the first and the last among them.

    Examples
    --------
    >>> spread(np.array([[0.0, 0.0], [0.1, 0.0], [5.0, 0.0], [5.1, 0.0]]), 1.0).tolist()
    [0, 2, 3]
    """
    kept = [0]
    for place in range(1, len(points)):
        if np.hypot(*(points[place] - points[kept[-1]])) >= least or place == len(points) - 1:
            kept.append(place)
    return np.array(kept)


def inside(point: Numbers, frame: Numbers, box: Box | None = None) -> bool:
    """Whether a point, and the box around it, lies in the frame between two corners."""
    left, right, low, high = (point[0], point[0], point[1], point[1]) if box is None else box
    return bool(frame[0, 0] <= left and right <= frame[1, 0] and frame[0, 1] <= low and high <= frame[1, 1])


def labels_on(
    levels: Sequence[Sequence[Numbers]],
    words: Sequence[str],
    middle: Numbers,
    frame: Numbers,
    taken: Sequence[tuple[Numbers, float]],
) -> list[tuple[int, Numbers]]:
    """Return which levels get a label, and where: on one ray from the middle, that on which most of them have room.

    Parameters
    ----------
    levels : sequence of sequence of ndarray
        The lines of each level, each of shape (points, 2).
    words : sequence of str
        The label of each level.
    middle : ndarray, shape (2,)
        Where the rays begin.
    frame : ndarray, shape (2, 2)
        The corners between which a label has to stay.
    taken : sequence of tuple
        Where else something is written or drawn, each a point and how far around it there is no room.

    Returns
    -------
    list of tuple
    """
    rays = np.arange(24) * (2 * np.pi / 24)
    tried = [list(_on_ray(levels, words, middle, ray, frame, taken)) for ray in rays]
    return max(tried, key=len)


def _on_ray(  # noqa: PLR0913, PLR0917 - as above, and the ray
    levels: Sequence[Sequence[Numbers]],
    words: Sequence[str],
    middle: Numbers,
    ray: float,
    frame: Numbers,
    taken: Sequence[tuple[Numbers, float]],
) -> Iterator[tuple[int, Numbers]]:
    """Yield the place on each level that is nearest to the ray, where there is room for its label."""
    used = list(taken)
    for place, (lines, text) in enumerate(zip(levels, words, strict=True)):
        points = np.concatenate(lines)
        away = points - middle
        turned = np.abs(np.angle(np.exp(1j * (np.arctan2(away[:, 1], away[:, 0]) - ray))))
        point = points[int(np.argmin(turned))]
        fits = turned.min() < 0.1 and inside(point, frame, boxed(point, text, TEXT_SIZE))
        if fits and all(np.hypot(*(point - other)) >= room + 3.5 * len(text) for other, room in used):
            used.append((point, ROOM))
            yield place, point
