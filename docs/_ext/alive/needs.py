"""What a live cell may import: the library, and what stands beside it in the reader's browser."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .absent import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator


def missing(source: str) -> Iterator[tuple[int, str]]:
    """Each import of what is not there, by its line in the source, and the words for it."""
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in sorted({name.partition(".")[0] for name in names} & ELSEWHERE):
            instead = "Take its tag `live` away, or write it without"
            yield (
                getattr(node, "lineno", 1),
                f"This live cell needs {name}, which is not in the reader's browser. {instead}.",
            )
