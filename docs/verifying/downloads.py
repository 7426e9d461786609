"""What the files beside the pages say: a notebook by its cells, a script by its lines, all else by its bytes."""

import hashlib
import json
from typing import Any

from verifying.meaning import Meaning, Piece, first_line


def notebook(content: bytes) -> Meaning:
    """Return the prose, the code and the outputs of a notebook."""
    pieces: list[Piece] = []
    count = 0
    try:
        for cell in json.loads(content)["cells"]:
            count += cell["cell_type"] == "code"
            pieces += _cell(cell, count)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        pieces.append(Piece("the file", "notebook", f"it is none: {error!r}"))
    return Meaning(pieces, count, "", set())


def _cell(cell: dict[str, Any], count: int) -> list[Piece]:
    source = "".join(cell["source"])
    if cell["cell_type"] != "code":
        return [Piece(f"after cell {count}", "prose", source)]
    place = f"cell {count} ({first_line(source)})"
    outputs = [json.dumps(output, ensure_ascii=False, sort_keys=True) for output in cell["outputs"]]
    return [Piece(place, "source", source), *(Piece(place, "output", output) for output in outputs)]


def script(content: bytes) -> Meaning:
    """Return the lines of a script."""
    lines = enumerate(content.decode("utf-8", "backslashreplace").splitlines(), start=1)
    return Meaning([Piece(f"line {number}", "script", line) for number, line in lines], 0, "", set())


def bytes_alone(content: bytes) -> Meaning:
    """Return the checksum of a file that nobody reads, such as a style sheet, a font or a wheel."""
    return Meaning([Piece("the whole file", "SHA-256", hashlib.sha256(content).hexdigest())], 0, "", set())
