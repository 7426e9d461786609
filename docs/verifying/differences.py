"""Where two pages say different things: what is published, and what is computed now."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from verifying.meaning import Piece

_BEFORE, _AFTER = 40, 60  # characters shown around the first that differs


@dataclass(frozen=True)
class Difference:
    """What is published at a place and what is computed there now; nothing, where one of them lacks it."""

    place: str
    kind: str
    published: str | None
    now: str | None

    def __str__(self) -> str:
        """Name the place, and show both around the first character that differs."""
        published, now = _shown(self.published, self.now)
        return f"{self.place}, {self.kind}:\n    published: {published}\n    now:       {now}"


def differences(published: Sequence[Piece], now: Sequence[Piece]) -> Iterator[Difference]:
    """Yield what differs, in the order of the page; a piece too many or too few moves no other."""
    for equal, there, here in _aligned(published, now, lambda piece: (piece.kind, piece.text, piece.drawn)):
        if not equal:
            yield from _paired(there, here)


def _paired(published: Sequence[Piece], now: Sequence[Piece]) -> Iterator[Difference]:
    """Yield pairs of pieces of the same kind, and by itself what has no partner."""
    for equal, there, here in _aligned(published, now, lambda piece: piece.kind):
        if equal:
            yield from map(_between, there, here)
        else:
            yield from (Difference(piece.place, piece.kind, piece.text, None) for piece in there)
            yield from (Difference(piece.place, piece.kind, None, piece.text) for piece in here)


def _between(there: Piece, here: Piece) -> Difference:
    if there.text == here.text:
        return Difference(here.place, f"formulas in its {here.kind}, as they are drawn", there.drawn, here.drawn)
    return Difference(here.place, here.kind, there.text, here.text)


def _aligned(
    published: Sequence[Piece], now: Sequence[Piece], key: Callable[[Piece], Hashable]
) -> Iterator[tuple[bool, Sequence[Piece], Sequence[Piece]]]:
    """Yield the runs of pieces that have equal keys, and those between."""
    matcher = SequenceMatcher(None, [key(piece) for piece in published], [key(piece) for piece in now], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag == "equal", published[a:b], now[c:d]


def _shown(*texts: str | None) -> Iterator[str]:
    """Yield each text from a little before the first character that differs to a little after it."""
    published, now = (text or "" for text in texts)
    start = next((number for number, (a, b) in enumerate(zip(published, now, strict=False)) if a != b), None)
    if start is None:  # one of them goes on where the other ends
        start = min(len(published), len(now))
    first, last = max(0, start - _BEFORE), start + _AFTER
    for text in texts:
        part = "nothing" if text is None else f"{'…' * (first > 0)}{text[first:last]}{'…' * (last < len(text))}"
        # What cannot be seen, such as a line's end, is written as Python writes it.
        yield "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in part)
