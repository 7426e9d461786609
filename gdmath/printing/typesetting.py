"""Take an expression apart for LaTeX."""

from __future__ import annotations

from itertools import groupby

from gdmath.expression import CONDITIONS
from gdmath.printing.pieces import (
    ATOM,
    BOTH,
    NEGATIVE,
    POWER,
    PRODUCT,
    SUM,
    arguments,
    close,
    glue,
    in_pieces,
    number,
    sign,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from gdmath.expression import Expr
    from gdmath.printing.pieces import Items

_STRENGTH = {"+": SUM, "-": SUM, "*": PRODUCT, "/": POWER, "neg": NEGATIVE, "**": POWER, "D": POWER}
_COMPARED = {"<": " < ", "<=": r" \le ", ">": " > ", ">=": r" \ge "}
_JOINED = {"&": r" \text{ and } ", "|": r" \text{ or } "}
# Functions whose powers are written as in sin^2(x).
_POWERS = frozenset(["sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech", "csch", "coth"])
GREEK = frozenset(
    (  # noqa: SIM905  one list of names is easier to read
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
        "omega varepsilon vartheta varphi varrho varsigma Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
    ).split()
)


def _latex_at(part: Expr, strength: int, digits: int | None) -> Items:
    if _latex_strength(part, digits) >= strength:
        return [part]
    return [(r"\left(", (), False, r"\right)"), part, close(r"\right)")]


def _latex_strength(part: Expr, digits: int | None) -> int:
    if part.head == "number":
        return PRODUCT if "e" in number(part.args[0], digits) else ATOM
    if isinstance(part.head, str):
        return _STRENGTH.get(part.head, ATOM)
    if part.head.name == "Piecewise":
        return BOTH  # looser than a sum: it is not clear where the last of its lines ends
    return ATOM if part.head.name in {"sqrt", "cbrt", "Abs"} else POWER


def latex_items(part: Expr, digits: int | None, many: bool) -> Items:  # noqa: PLR0911  a return for each head
    """The pieces and parts of an expression, in their order."""
    match part.head, part.args:
        case "number", (value,):
            return [sign(part, _latex_number(number(value, digits)))]
        case "symbol" | "letter" | "constant", (name, *_):
            return [sign(part, _latex_name(name))]
        case "neg", (u,):
            return [sign(part, "-"), *_latex_at(u, PRODUCT, digits)]
        case "+" | "-", (u, v):
            return [*_latex_at(u, SUM, digits), sign(part, f" {part.head} "), *_latex_at(v, PRODUCT, digits)]
        case "*", (u, v):
            return [*_latex_at(u, PRODUCT, digits), sign(part, r" \cdot "), *_latex_at(v, POWER, digits)]
        case "/", (u, v):
            return [sign(part, r"\frac{", "}{}"), u, close("}{", "}"), v, close("}")]
        case "**", (u, v):
            return _latex_power(part, u, v, digits)
        case "D", _:
            return _latex_derivative(part, digits, r"\partial" if many else "d")
    return _latex_condition(part) if part.head in CONDITIONS else _latex_function(part)


def _latex_condition(part: Expr) -> Items:
    u, v = part.args
    if part.head in _COMPARED:
        return [u, sign(part, _COMPARED[part.head]), v]
    return [*_latex_joined(u, part.head), sign(part, _JOINED[part.head]), *_latex_joined(v)]


def _latex_joined(condition: Expr, around: str = "") -> Items:
    if condition.head not in _JOINED or condition.head == around:
        return [condition]
    return [(r"\left(", (), False, r"\right)"), condition, close(r"\right)")]


def _latex_pieces(part: Expr) -> Items:
    items: Items = [(r"\begin{cases} ", (), False, r" \end{cases}")]
    for owner, piece, condition in in_pieces(part):
        items += [(r" \\ " * (len(items) > 1), owner, False, ""), piece, glue(" & ")]
        items += [glue(r"\text{otherwise}") if condition is None else condition]
    return [*items, close(r" \end{cases}")]


def _latex_power(part: Expr, u: Expr, v: Expr, digits: int | None) -> Items:
    whole = v.head == "number" and isinstance(v.args[0], int) and v.args[0] > 1
    if whole and not isinstance(u.head, str) and u.head.name in _POWERS:
        start = rf"{u.head.latex}^{{{v.args[0]}}}\left("
        return [(start, (part, u, v), False, r"\right)"), u.args[0], close(r"\right)")]
    return [*_latex_at(u, ATOM, digits), sign(part, "^{", "}"), v, close("}")]


def _latex_derivative(part: Expr, digits: int | None, d: str) -> Items:
    """One derivative, or several by symbols, taken one after the other."""
    inner, *wrt = part.args
    parts = [part]
    while inner.head == "D" and _by_name(part) and _by_name(inner):
        parts.append(inner)
        wrt.append(inner.args[1])
        inner = inner.args[0]
    order = f"^{{{len(parts)}}}" if len(parts) > 1 else ""
    below: Items = []
    for place, (letter, times) in enumerate((letter, len(list(group))) for letter, group in groupby(wrt)):
        below += [glue(f"{' ' * bool(place)}{d} "), *_latex_at(letter, ATOM, digits)]
        below += [glue(f"^{{{times}}}")] * (times > 1)
    start = (rf"\frac{{{d}{order}}}{{", tuple(parts), False, "}")
    return [start, *below, close(r"}\left[", r"\right]"), inner, close(r"\right]")]


def _by_name(derivative: Expr) -> bool:
    return derivative.args[1].head in {"symbol", "letter"}


def _latex_function(part: Expr) -> Items:
    name, u = part.head.name, part.args[0]
    if name in _CASES:
        return _CASES[name](part)
    if len(part.args) > 1:
        base = [sign(part, r"\log_{", "}"), part.args[1], close(r"}\left(", r"\right)")]
        return [*base, u, close(r"\right)")]
    if name == "exp" and u.head == "number" and u.args[0] == 1 and isinstance(u.args[0], int):
        return [("e", (part, u), False, "")]
    start, end = {
        "exp": ("e^{", "}"),
        "sqrt": (r"\sqrt{", "}"),
        "cbrt": (r"\sqrt[3]{", "}"),
        "Abs": (r"\left\lvert ", r" \right\rvert"),
    }.get(name, (rf"{part.head.latex}\left(", r"\right)"))
    return [sign(part, start, end), u, close(end)]


def _latex_extreme(part: Expr) -> Items:
    within, args = arguments(part)
    more = [item for arg in args[1:] for item in (glue(", "), arg)]
    return [(rf"{part.head.latex}\left(", within, False, r"\right)"), args[0], *more, close(r"\right)")]


_CASES = {"Max": _latex_extreme, "Min": _latex_extreme, "Piecewise": _latex_pieces}


def _latex_number(digits: str) -> str:
    mantissa, _, exponent = digits.partition("e")
    # Not a dot, which is that of a product: 1e-9 is another formula than 1*10**(-9).
    return rf"{mantissa} \times 10^{{{int(exponent)}}}" if exponent else digits


def _latex_name(name: str) -> str:
    stem = name.rstrip("0123456789")
    index = name[len(stem) :]
    # Braces that nobody sees tell w_1 from w1.
    below = bool(index) and len(stem) > 1 and stem[-1] == "_"
    stem = stem.removesuffix("_") if below else stem
    if stem == "pi" and index and not below:  # of the number there is but one
        return rf"\mathrm{{{name}}}"
    if stem in GREEK:
        head = f"\\{stem}"
    elif len(stem) == 1 and stem != "_" and _mathematical(stem):
        head = stem
    else:
        style = "mathrm" if _mathematical(stem) else "text"
        upright = stem.replace("_", r"\_")
        head = rf"\{style}{{{upright}}}"
    head = f"{{{head}}}" if below else head
    return f"{head}_{{{index}}}" if index else head


def _mathematical(name: str) -> bool:
    """Whether mathematics has these letters: KaTeX takes others only as text."""
    return all(letter.isascii() or "\u0370" <= letter <= "\u03ff" for letter in name)
