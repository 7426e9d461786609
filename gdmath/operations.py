"""What Python may ask of a formula beside `+ - * / **`: answered where it has an answer, else refused.

`len(w)`, `w ^ 2` or `math.sin(w)` say what to write instead, and a formula without letters is its number.
"""

from __future__ import annotations

from gdmath.errors import InputError, OperationError, shown
from gdmath.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

_CONDITION = ("a formula has no bits and is neither true nor false", "Compare numbers, as in expr.evaluate(w=1.0) > 0")
_MATH = "for math.sin(w) write sin(w), with the sin of gdmath"
_DECIMALS = "for fewer decimals, latex(expr, digits=2)"
# Operators of Python that build no formula: the sign, the name of the method, why not, and what to write instead.
REFUSED = (
    (
        "^",
        "xor",
        "^ is no power in Python, and binds less tightly than +",
        'Write ** for a power, or read a text with parse("w^2")',
    ),
    ("%", "mod", "no rule differentiates a remainder", "Write /100 for percent, or take % of what evaluate gives"),
    ("//", "floordiv", "no rule differentiates a rounded quotient", "Write / for the quotient"),
    ("divmod", "divmod", "no rule differentiates a rounded quotient", "Write / for the quotient"),
    ("@", "matmul", "a formula is a single number and no matrix", "Write * for a product"),
    ("<<", "lshift", *_CONDITION),
    (">>", "rshift", *_CONDITION),
)


class Operations(Frozen):
    """A base of expressions: what they answer, and what they refuse."""

    __slots__ = ()

    def __bool__(self) -> bool:
        because = "it is a formula, and only what it comes to is a number"
        instead = f"Write {self._with_values()} > 0, or `is None` to ask whether there is one"
        raise OperationError(f"take {shown(self)} as true or false", because, instead)

    def __len__(self) -> NoReturn:
        raise OperationError(f"take the length of {shown(self)}", "a formula is no list", "Its parts are in .args")

    def __iter__(self) -> NoReturn:
        instead = "Its letters are in .free_symbols, and its parts in .args"
        raise OperationError(f"go through {shown(self)}", "a formula is no list", instead)

    def __contains__(self, part: object) -> NoReturn:
        doing = f"look for {shown(part)} in {shown(self)}"
        raise OperationError(doing, "a formula is no list", "Look for a letter in .free_symbols")

    def __getitem__(self, place: object) -> NoReturn:
        instead = 'Name letters with numbers, as in symbols("w0 w1"); the parts of a formula are in .args'
        raise OperationError(f"take {shown(self)}[{shown(place)}]", "a formula is no list", instead)

    def __call__(self, *_: object, **__: object) -> NoReturn:
        """Refuse to be called."""
        instead = f"Write * for a product, or {self._with_values()} for a value"
        raise OperationError(f"call {shown(self)}", "it is a formula and no function", instead)

    def __invert__(self) -> NoReturn:
        raise OperationError(f"compute ~{shown(self)}", *_CONDITION)

    def __float__(self) -> float:
        return float(self._number("float({})", _MATH))

    def __int__(self) -> int:
        return int(self._number("int({})", _MATH))

    __trunc__ = __int__

    def __round__(self, ndigits: int | None = None) -> Any:
        return round(self._number("round({})", _DECIMALS), ndigits)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """An array without dimensions: of the formula, or of its number where NumPy wants numbers."""
        import numpy as np

        if copy is False:
            because = "a formula is no array, and a new one would be made"
            raise OperationError(f"make an array of {shown(self)} without a copy", because, "Leave out copy=False")
        if dtype is not None and np.dtype(dtype) != object:
            return np.array(self._number("numpy.array({})", "put rows of numbers in through lambdify"), dtype)
        made = np.empty((), object)
        made.fill(self)
        return made

    def __format__(self, spec: str) -> str:
        width = (spec[2:] if spec[1:2] in {"<", ">", "^"} else spec.lstrip("<>^")).removesuffix("s")
        if not width or (width.isdigit() and width[0] != "0"):  # 05 is of numbers
            return format(str(self), spec)
        number = self._number(f"format({{}}, {spec!r})", _DECIMALS)
        try:
            return format(number, spec)
        except ValueError as error:
            raise InputError(f"write {shown(self)} as {spec!r}", f"{error}", 'Write it as in f"{expr:.2f}"') from error

    def _number(self, asked: str, otherwise: str) -> Any:
        """The number that a formula without letters is, a whole one exactly."""
        formula: Any = self
        if formula.free_symbols:
            instead = f"Write {self._with_values()}; {otherwise}"
            raise OperationError(f"compute {asked.format(shown(self))}", "its letters have no values", instead)
        sign, number = (-1, formula.args[0]) if formula.head == "neg" else (1, formula)
        return sign * number.args[0] if number.head == "number" else formula.evaluate()

    def _with_values(self) -> str:
        """How to write the value of the formula, its own letters named."""
        formula: Any = self
        names = sorted(symbol.args[0] for symbol in formula.free_symbols)
        more = ", ..." if len(names) > 3 else ""
        return f"expr.evaluate({', '.join(f'{name}=1.0' for name in names[:3])}{more})"


def _refusal(sign: str, because: str, instead: str, *, turned: bool) -> Callable[[object, object], NoReturn]:
    def method(self: object, other: object) -> NoReturn:
        left, right = map(shown, (other, self) if turned else (self, other))
        asked = f"divmod({left}, {right})" if sign == "divmod" else f"{left} {sign} {right}"
        raise OperationError(f"compute {asked}", because, instead)

    return method


for _sign, _name, _because, _instead in REFUSED:
    setattr(Operations, f"__{_name}__", _refusal(_sign, _because, _instead, turned=False))
    setattr(Operations, f"__r{_name}__", _refusal(_sign, _because, _instead, turned=True))
