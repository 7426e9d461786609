r"""Hold the formulas of pages to one notation: each symbol is in the table of symbols.

The contract is the page's "Notation and glossary": a letter that is not in its table
is not used; d is the change in one variable and ∂ that in one of several; an actual change is Δ, never δ.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .prose import Finding, pieces

TABLE = Path(__file__).parents[1] / "reference" / "notation.md"

_ROW = re.compile(r"^\| *(?P<symbols>\$[^|]*?) *\|", re.MULTILINE)
_FORMULA = re.compile(r"\$([^$]+)\$")
_COMPUTED = re.compile(r"\{(?:value|latex|definition)\}(`+).*?\1", re.DOTALL)
_WORDS = re.compile(r"\\(?:text|operatorname|mathrm|begin|end|tag|label)\*?\{(?P<word>[^{}]*)\}")
_SYMBOL = re.compile(r"\\(?P<name>[A-Za-z]+)|(?P<letter>[A-Za-ce-z])")
_GREEK = re.compile(
    "alpha|beta|gamma|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega|ell|"
    "var(?:epsilon|theta|phi)|Gamma|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega"
)
_SMALL_DELTA = re.compile(r"\\delta(?![A-Za-z])|δ")
_UPRIGHT_D = re.compile(r"\\(?:mathrm|text|operatorname)\{d\}")
_ONE_OF_SEVERAL = re.compile(r"\\[dt]?frac\{d[^{}]*\}\{d ?(?P<variable>[A-Za-z]_(?:\w|\{\w+\})|\\theta)")


def symbols(tex: str) -> Iterator[str]:
    """Yield the symbols of a formula: letters but d, without their indices, Greek ones and written names."""
    tex = _COMPUTED.sub(" ", tex)
    for found in _WORDS.finditer(tex):
        if "\\_" in found["word"]:
            yield found["word"].replace("\\_", "_")
    for found in _SYMBOL.finditer(_WORDS.sub(" ", tex)):
        if found["letter"] or _GREEK.fullmatch(found["name"]):
            yield found["letter"] or found[0]


@cache
def known(table: str) -> frozenset[str]:
    """Return the symbols that the first column of the table of symbols explains."""
    rows = (row["symbols"] for row in _ROW.finditer(table))
    return frozenset(symbol for row in rows for formula in _FORMULA.findall(row) for symbol in symbols(formula))


def findings(text: str, table: str) -> Iterator[Finding]:
    """Yield what breaks the contract on a page; a symbol without an explanation where it stands first."""
    explained = set(known(table))
    for piece in pieces(text):
        if _SMALL_DELTA.search(piece.text):
            yield Finding(piece.line, "write δ", "a finite change is Δ and a slope d or ∂", "Write \\Delta")
        if piece.kind != "formula":
            continue
        formula = " ".join(piece.text.split())
        for symbol in sorted(set(symbols(piece.text)) - explained):
            explained.add(symbol)
            yield Finding(
                piece.line,
                f"use the symbol {symbol!r} in {formula!r}",
                "the table of symbols lacks it",
                "Explain it in docs/reference/notation.md, or use one that is there",
            )
        if _UPRIGHT_D.search(piece.text):
            yield Finding(piece.line, f"write an upright d in {formula!r}", "the others are slanted", "Write d")
        if found := _ONE_OF_SEVERAL.search(piece.text):
            cannot = f"write d{found['variable']} in {formula!r}"
            yield Finding(piece.line, cannot, "it is one variable of several", "Write \\partial above and below")
