"""Lay pictures of pages on one sheet: each page under its name, at every width and in every theme, whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil, sqrt
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

LARGEST = 0.5  # of a picture on the sheet: what is read in full size is still read in half
ROOM = 50e6  # for all pictures, in pixels: of more they are made smaller, since not every viewer opens a larger sheet
TALLEST = 1800  # of a column on the sheet: a longer page goes on in the next one
_SLACK = 40  # a cut is moved up by so much at most
_GAP = 24
_GROUND, _INK = "#b4bac2", "#000000"  # neither a light page nor a dark one vanishes on it
_NAME, _LABEL = 72, 26


@dataclass(frozen=True)
class Shot:
    """A picture of a whole page."""

    page: str
    width: int
    theme: str
    path: Path

    @property
    def label(self) -> str:
        """What the picture shows of its page."""
        return f"{self.width} {self.theme}"


def contact_sheet(shots: Sequence[Shot]) -> Image.Image:
    """Return the sheet with all pictures, in the order given."""
    area = sum(width * height for width, height in map(_size, shots))
    scale = min(LARGEST, sqrt(ROOM / area))
    widest = max(scale * max(map(_size, shots))[0], scale * sqrt(area))
    pages = [
        _labelled(_flow([column for shot in own for column in _columns(shot, scale)], widest), name, _NAME)
        for name, own in groupby(shots, key=lambda shot: shot.page)
    ]
    return ImageOps.expand(_flow(pages, widest), _GAP, _GROUND)


def _size(shot: Shot) -> tuple[int, int]:
    with Image.open(shot.path) as picture:
        return picture.size


def _columns(shot: Shot, scale: float) -> Iterator[Image.Image]:
    """Yield the picture, scaled down, in as many columns of equal height as it needs."""
    with Image.open(shot.path) as opened:
        width, height = round(opened.width * scale), round(opened.height * scale)
        picture = opened.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    count = ceil(height / TALLEST)
    cuts = [0, *(_calm_row(picture, height * number // count) for number in range(1, count)), height]
    for number, (top, bottom) in enumerate(pairwise(cuts), start=1):
        label = shot.label if count == 1 else f"{shot.label} {number}/{count}"
        yield _labelled(picture.crop((0, top, width, bottom)), label, _LABEL)


def _calm_row(picture: Image.Image, row: int) -> int:
    """Return a row at the row given or a little above it, such that no line of text is cut."""
    above = np.asarray(picture.convert("L").crop((0, row - _SLACK, picture.width, row)), dtype=float)
    return row - _SLACK + int(above.std(axis=1).argmin())


def _labelled(picture: Image.Image, text: str, size: int) -> Image.Image:
    """Return the picture with a line of text above it, as wide as the wider of both."""
    font = ImageFont.load_default(size)
    room = round(size * 1.5)
    labelled = Image.new("RGB", (max(picture.width, ceil(font.getlength(text))), picture.height + room), _GROUND)
    ImageDraw.Draw(labelled).text((0, room / 2), text, fill=_INK, font=font, anchor="lm")
    labelled.paste(picture, (0, room))
    return labelled


def _flow(pictures: Iterable[Image.Image], widest: float) -> Image.Image:
    """Return the pictures in rows, like words in lines."""
    places: list[tuple[Image.Image, int, int]] = []
    left = top = bottom = 0
    for picture in pictures:
        if left and left + picture.width > widest:
            left, top = 0, bottom + _GAP
        places.append((picture, left, top))
        left, bottom = left + picture.width + _GAP, max(bottom, top + picture.height)
    sheet = Image.new("RGB", (max(x + picture.width for picture, x, _ in places), bottom), _GROUND)
    for picture, x, y in places:
        sheet.paste(picture, (x, y))
    return sheet
