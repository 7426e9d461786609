"""Write expressions down: as Python text and as LaTeX, with brackets only where they matter."""

from __future__ import annotations

from gdmath.expression import Expr, as_expr
from gdmath.printing.pieces import (
    ATOM,
    BOTH,
    COMPARISON,
    EITHER,
    EXTREMES,
    POWER,
    PRODUCT,
    SUM,
    arguments,
    glue,
    in_pieces,
    number,
    require_digits,
    sign,
    write,
)
from gdmath.printing.typesetting import latex_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from gdmath.printing.pieces import Items

__all__ = ["latex", "require_digits", "text"]

_STRENGTH = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "neg": PRODUCT, "**": POWER}  # -w*b is (-w)*b
_STRENGTH |= {**dict.fromkeys(("<", "<=", ">", ">="), COMPARISON), "|": EITHER, "&": BOTH}


def text(expr: Expr, digits: int | None = None) -> str:
    """The expression as Python and `gdmath.parse` would read it back.

    After 20,000 characters it ends with an ellipsis and a count: how many different parts of the
    expression (operations, functions, numbers, symbols) have not been written anywhere.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w = symbols("w")
    >>> text(-(w**2) * (w + 1))
    '-w**2*(w + 1)'
    """
    require_digits(digits)
    pieces, _, left_out = write(expr, lambda part: _text_items(part, digits))
    return "".join(pieces) + ("" if left_out is None else f"… ({_counted(left_out)} left out)")


def latex(expr: Expr | float, digits: int | None = None, *, partial: bool | None = None) -> str:
    r"""The expression as LaTeX.

    After 20,000 characters, or 250 brackets within each other, what is open is closed; an ellipsis follows
    and a count: how many different parts of the expression have not been written anywhere.

    Parameters
    ----------
    expr : Expr or float
        What to write.
    digits : int, optional
        How many decimals every float gets, at most 1,074, trailing zeros kept; by default the fewest that are exact.
    partial : bool, optional
        Whether a derivative is written with the partial sign; by default where there is more than one symbol.

    Raises
    ------
    InputError
        `expr` is no expression, or `digits` no whole number from 0 to 1,074.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w = symbols("w")
    >>> print(latex(w**1 * 1.001, digits=4))
    w^{1} \cdot 1.0010
    """
    expr = expr if isinstance(expr, Expr) else as_expr(expr)  # a condition as well
    require_digits(digits)
    many = len(expr.free_symbols) > 1 if partial is None else partial
    pieces, closers, left_out = write(expr, lambda part: latex_items(part, digits, many))
    end = "" if left_out is None else rf" \ldots \text{{ ({_counted(left_out)} left out)}}"
    return "".join([*pieces, *reversed(closers)]) + end


def _counted(parts: int) -> str:
    if not parts:
        return "0 new parts"  # what is left out repeats what is written
    return f"{parts:,} parts" if parts > 1 else "1 part"


def _text_at(part: Expr, strength: int) -> Items:
    return [part] if _STRENGTH.get(part.head, ATOM) >= strength else [glue("("), part, glue(")")]


def _text_items(part: Expr, digits: int | None) -> Items:  # noqa: PLR0911  a return for each head
    match part.head, part.args:
        case "number", (value,):
            return [sign(part, number(value, digits))]
        case "symbol" | "letter" | "constant", (name, *_):
            return [sign(part, name)]
        case "neg", (u,):
            return [sign(part, "-"), *_text_at(u, POWER)]
        case "+" | "-", (u, v):
            return [*_text_at(u, SUM), sign(part, f" {part.head} "), *_text_at(v, PRODUCT)]
        case "*" | "/", (u, v):
            return [*_text_at(u, PRODUCT), sign(part, part.head), *_text_at(v, POWER)]
        case "**", (u, v):
            return [*_text_at(u, ATOM), sign(part, "**"), *_text_at(v, POWER)]
        case "<" | "<=" | ">" | ">=", (u, v):
            return [u, sign(part, f" {part.head} "), v]
        case "&" | "|", (u, v):
            strength = _STRENGTH[part.head]
            return [*_text_at(u, strength), sign(part, f" {part.head} "), *_text_at(v, strength + 1)]
    name = part.head if part.head == "D" else part.head.name
    if name == "Piecewise":
        return _text_pieces(part)
    within, args = arguments(part) if name in EXTREMES else ((part,), part.args)
    more = [item for arg in args[1:] for item in (glue(", "), arg)]
    return [(f"{name}(", within, False, ""), args[0], *more, glue(")")]


def _text_pieces(part: Expr) -> Items:
    items: Items = []
    for owner, piece, condition in in_pieces(part):
        items += [glue(", ") if items else glue("Piecewise("), (("("), owner, False, ""), piece, glue(", ")]
        items += [glue("True") if condition is None else condition, glue(")")]
    return [*items, glue(")")]
