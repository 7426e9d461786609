"""Write expressions down: as Python text and as LaTeX, with brackets only where they matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdmath.expression import Expr, as_expr
from gdmath.traversal import postorder

if TYPE_CHECKING:
    from gdmath.derivation import Derivation
    from gdmath.functions import Function

# How tightly a piece holds together; a piece that is looser than its place gets brackets.
SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(5)
LIMIT = 20_000  # characters; beyond it a formula helps nobody
MOST_PARTS = 5_000  # the same for different parts: what stands deepest is left out
LARGEST_FIXED = 1e15  # beyond it a float has no decimals left to show

GREEK = frozenset(
    (  # noqa: SIM905  one list of names is easier to read
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
        "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
    ).split()
)


def text(expr: Expr, digits: int | None = None) -> str:
    """The expression as Python would read it back.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w = symbols("w")
    >>> text(-(w**2) * (w + 1))
    '-w**2*(w + 1)'
    """
    return _write(expr, digits, _text_piece)


def latex(expr: Expr | float, digits: int | None = None, *, partial: bool | None = None) -> str:
    r"""The expression as LaTeX.

    Parameters
    ----------
    expr : Expr or float
        What to write.
    digits : int, optional
        How many decimals every float gets, trailing zeros kept; by default the fewest that are exact.
    partial : bool, optional
        Whether a derivative is written with the partial sign; by default where there is more than one symbol.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w = symbols("w")
    >>> print(latex(w**1 * 1.001, digits=4))
    w^{1} \cdot 1.0010
    """
    return _write(as_expr(expr), digits, _latex_piece, partial=partial)


def _write(expr: Expr, digits: int | None, piece: Any, *, partial: bool | None = None) -> str:
    many = len(expr.free_symbols) > 1 if partial is None else partial
    written = dict.fromkeys(_left_out(expr), ("...", ATOM))
    for part in postorder(expr, stop_at=written.keys()):
        string, strength = piece(part, [written.get(arg) for arg in part.args], digits, many)
        written[part] = (string, strength) if len(string) <= LIMIT else ("...", ATOM)
    return written[expr][0]


def _left_out(expr: Expr) -> list[Expr]:
    """The parts of a very large formula that are furthest from its top."""
    met, order = {expr}, [expr]
    for part in order:
        for arg in part.args:
            if isinstance(arg, Expr) and arg not in met:
                met.add(arg)
                order.append(arg)
    return order[MOST_PARTS:]


def _number(value: float, digits: int | None) -> str:
    if digits is None or not isinstance(value, float):
        return repr(value)
    fixed = f"{value:.{digits}f}"
    # A number that is not zero must not be shown as zero, nor an enormous one with digits that it does not have.
    return fixed if (float(fixed) or not value) and value < LARGEST_FIXED else f"{value:.{digits}e}"


def _at(piece: tuple[str, int], strength: int, brackets: str = "()") -> str:
    string, own = piece
    return string if own >= strength else f"{brackets[: len(brackets) // 2]}{string}{brackets[len(brackets) // 2 :]}"


def _text_piece(  # noqa: PLR0911  a return for each head
    part: Expr,
    args: list[Any],
    digits: int | None,
    many: bool,  # noqa: ARG001  as in _latex_piece
) -> tuple[str, int]:
    match part.head, args:
        case "number", _:
            return _number(part.args[0], digits), ATOM
        case "symbol" | "letter" | "constant", _:
            return part.args[0], ATOM
        case "neg", [u]:
            return f"-{_at(u, POWER)}", PRODUCT  # in Python -w*b is (-w)*b
        case "+" | "-", [u, v]:
            return f"{_at(u, SUM)} {part.head} {_at(v, PRODUCT)}", SUM
        case "*" | "/", [u, v]:
            return f"{_at(u, PRODUCT)}{part.head}{_at(v, POWER)}", PRODUCT
        case "**", [u, v]:
            return f"{_at(u, ATOM)}**{_at(v, POWER)}", POWER
        case "D", [u, x]:
            return f"D({u[0]}, {x[0]})", ATOM
        case _, inner:
            return f"{part.head.name}({', '.join(string for string, _ in inner)})", ATOM
    raise AssertionError(part.head)  # pragma: no cover  every head is above


def _latex_piece(  # noqa: PLR0911  a return for each head
    part: Expr, args: list[Any], digits: int | None, many: bool
) -> tuple[str, int]:
    wide = r"\left(\right)"
    match part.head, args:
        case "number", _:
            return _latex_number(_number(part.args[0], digits))
        case "symbol" | "letter" | "constant", _:
            return _latex_name(part.args[0]), ATOM
        case "neg", [u]:
            return f"-{_at(u, PRODUCT, wide)}", NEGATIVE
        case "+" | "-", [u, v]:
            return f"{_at(u, SUM, wide)} {part.head} {_at(v, PRODUCT, wide)}", SUM
        case "*", [u, v]:
            return rf"{_at(u, PRODUCT, wide)} \cdot {_at(v, POWER, wide)}", PRODUCT
        case "/", [u, v]:
            return rf"\frac{{{u[0]}}}{{{v[0]}}}", POWER
        case "**", [u, v]:
            return f"{_at(u, ATOM, wide)}^{{{v[0]}}}", POWER
        case "D", [u, x]:
            d = r"\partial" if many else "d"
            return rf"\frac{{{d}}}{{{d} {_at(x, ATOM, wide)}}}\left[{u[0]}\right]", POWER
        case _, [u, base]:
            return rf"\log_{{{base[0]}}}\left({u[0]}\right)", POWER
        case _, [u]:
            return _latex_function(part.head, u)
    raise AssertionError(part.head)  # pragma: no cover  every head is above


def _latex_function(function: Function, u: tuple[str, int]) -> tuple[str, int]:
    if function.name == "exp":
        return f"e^{{{u[0]}}}", POWER
    if function.name == "sqrt":
        return rf"\sqrt{{{u[0]}}}", ATOM
    if function.name == "Abs":
        return rf"\left\lvert {u[0]} \right\rvert", ATOM
    return rf"{function.latex}\left({u[0]}\right)", POWER


def _latex_number(digits: str) -> tuple[str, int]:
    mantissa, _, exponent = digits.partition("e")
    return (rf"{mantissa} \cdot 10^{{{int(exponent)}}}", PRODUCT) if exponent else (digits, ATOM)


def _latex_name(name: str) -> str:
    stem = name.rstrip("0123456789")
    index = name[len(stem) :]
    if index and len(stem) > 1:
        stem = stem.removesuffix("_")
    upright = stem.replace("_", r"\_")
    head = f"\\{stem}" if stem in GREEK else stem if len(stem) == 1 and stem != "_" else rf"\mathrm{{{upright}}}"
    return f"{head}_{{{index}}}" if index else head


def derivation_text(derivation: Derivation) -> str:
    """A derivation for a terminal: a line a step, the name of its rule beside it."""
    lines = [(name, text(line)) for name, line in derivation.lines]
    wide = max(len(line) for _, line in lines)
    start = f"D({text(derivation.expr)}, {text(derivation.wrt)})"
    return "\n".join([start, *(f"  = {line:{wide}}    {name}" for name, line in lines)])


def derivation_latex(derivation: Derivation, left: str, digits: int | None) -> str:
    """A derivation as aligned LaTeX, a rule's name beside each line; a partial sign on the left calls for more."""
    from gdmath.matching import D

    start = D(derivation.expr, derivation.wrt)
    partial = r"\partial" in left if left else len(start.free_symbols) > 1
    first = f"{left} &= {latex(start, digits, partial=partial)}" if left else f"& {latex(start, digits)}"
    rows = [rf"&= {latex(line, digits, partial=partial)} && \small\text{{{name}}}" for name, line in derivation.lines]
    return "$$\n\\begin{aligned}\n" + " \\\\[0.4em]\n".join([first, *rows]) + "\n\\end{aligned}\n$$"
