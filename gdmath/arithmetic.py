"""Four arithmetics with the same names: on floats, NumPy arrays, torch tensors and sympy formulas."""

from __future__ import annotations

import math
import operator
import sys
from types import SimpleNamespace

from gdmath.errors import DomainError, GdmathError, InputError, require_unmasked, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, NoReturn


SMALLEST = 4 * sys.float_info.min  # a smaller float has lost digits, or its reciprocal overflows
_OWNERS = frozenset(["numpy", "torch"])
_REAL = "Convert it to floats first"
_CONVERT = "Convert it with float(...), numpy.asarray(...) or torch.tensor(...)"
_INSTEAD = {
    "gdmath": "Put an expression in the place of a letter with subs",
    "pandas": "Convert it with .to_numpy()",
}


def sigmoid(m: Any, x: Any) -> Any:
    """1 / (1 + exp(-x)) in the arithmetic `m`, with e = exp(-|x|), so that no large number overflows.

    It is 1 / (1 + e) for x >= 0, and e / (1 + e) below, where 1 - 1 / (1 + e) would lose all digits.
    """
    e = m.exp(-m.Abs(x))
    return m.one_from_zero_on(x, e) / (1 + e)


def softplus(m: Any, x: Any) -> Any:
    """log(1 + exp(x)) in the arithmetic `m`, with e = exp(-|x|), so that no small number is lost."""
    return m.relu(x) + m.log1p(m.exp(-m.Abs(x)))


def sech(m: Any, x: Any) -> Any:
    """1 / cosh(x) in the arithmetic `m`, with e = exp(-|x|), so that no large number overflows."""
    e = m.exp(-m.Abs(x))
    return 2 * e / (1 + e * e)


def asech(m: Any, x: Any) -> Any:
    """acosh(1 / x) in the arithmetic `m`, by sinh(a / 2)**2 = (cosh(a) - 1) / 2, so that no small number overflows."""
    return 2 * m.asinh(m.sqrt(1 - x) / m.sqrt(2 * x))


def acsch(m: Any, x: Any) -> Any:
    """asinh(1 / x) in the arithmetic `m`; where 1 / x may overflow it is log(2 / |x|) with the sign of x."""
    tiny = m.Abs(x) < m.smallest(x)
    far = m.sign(x) * (m.log(m.Abs(m.where(tiny, x, 1.0))) - math.log(2))
    return m.where(tiny, -far, m.asinh(1 / m.where(tiny, 1.0, x)))


def _undecided(u: float, v: float) -> bool:
    """Whether nobody knows which is larger: one is not a number, or both are the same infinity."""
    return u - v != u - v


def _on_floats(compare: Callable[[float, float], bool]) -> Callable[[float, float], bool]:
    """A comparison of floats, which has no answer where they are undecided."""

    def compared(u: float, v: float) -> bool:
        if _undecided(u, v):
            raise ValueError
        return compare(u, v)

    return compared


NONE_HOLDS = "none of its conditions holds there"


def _no_piece() -> NoReturn:
    raise ValueError(NONE_HOLDS)


def _cbrt(x: float) -> float:
    """The cube root, after a step of Newton's method: that of 27 is 3.0000000000000004 in some C libraries."""
    rough = math.cbrt(x)
    return rough - (rough - x / rough**2) / 3 if rough else x


# What the floats, torch and sympy call by the same names; NumPy spells the inverses out.
_INVERSES = ("asin", "acos", "atan", "asinh", "acosh", "atanh")
_LOGS = ("log1p", "log2", "log10")
_SHARED = ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh")
_COMPARISONS = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}

# math.pow and not **: a negative number to the power 1/2 is an error here, not a complex number.
FLOATS = SimpleNamespace(
    **{name: getattr(math, name) for name in (*_SHARED, *_LOGS, *_INVERSES)},
    power=math.pow,
    cbrt=_cbrt,
    # What is not a number stays what it is: no comparison with it is true.
    relu=lambda x: 0.0 if x < 0 else x,
    step=lambda x: 1.0 if x > 0 else 0.0 if x <= 0 else x,
    one_from_zero_on=lambda x, e: e if x < 0 else 1.0,
    Abs=abs,
    sign=lambda x: 1.0 if x > 0 else -1.0 if x < 0 else 0.0 * x,
    where=lambda condition, x, y: x if condition else y,
    smallest=lambda _: SMALLEST,
    eps=lambda _: 2.0**-52,
    Max=lambda u, v: u if u > v else v if v >= u else u + v,
    Min=lambda u, v: u if u < v else v if v <= u else u + v,
    **{name: _on_floats(compare) for name, compare in _COMPARISONS.items()},
    both=lambda k, other: k and other,
    either=lambda k, other: k or other,
    no_piece=_no_piece,
)


def add_formulas(m: SimpleNamespace, *formulas: Callable[[Any, Any], Any]) -> SimpleNamespace:
    """Give an arithmetic the functions that are computed by a formula."""
    for formula in formulas:
        setattr(m, formula.__name__, lambda x, formula=formula: formula(m, x))
    return m


add_formulas(FLOATS, sigmoid, softplus, sech, asech, acsch)


def once(make: Callable[[], SimpleNamespace]) -> Callable[[], SimpleNamespace]:
    """A function that makes something when it is first called (functools would be imported for every user)."""
    made: list[SimpleNamespace] = []

    def get() -> SimpleNamespace:
        if not made:
            made.append(make())
        return made[0]

    get.__doc__ = make.__doc__
    return get


@once
def arrays() -> SimpleNamespace:
    """The arithmetic of NumPy arrays."""
    from functools import partial

    import numpy as np

    numbers = np.ndarray, np.generic

    def real(x: Any) -> Any:
        if not isinstance(x, numbers):  # np.sin, say
            raise not_computable(x)
        if x.dtype.kind not in "biuf":
            raise InputError(f"compute with an array of dtype {x.dtype}", "it does not hold real numbers", _REAL)
        if type(x) is not np.ndarray:
            require_unmasked("compute with an array", x)
            x = np.asarray(x) if isinstance(x, np.matrix) else x  # whose * is another product
        # Whole numbers would wrap around: -x is 253 for the uint8 3.
        return x if x.dtype.kind == "f" else x.astype(float)

    def compared(compare: Any, u: Any, v: Any) -> Any:
        """1 where it holds, 0 where it does not, and nan where nobody knows."""
        difference = np.subtract(u, v)
        return np.where(np.isnan(difference), difference, compare(difference, 0))[()]

    def alike(values: Any) -> Any:
        """The same values, plain numbers as arrays, and how a result gets the dtype of the others."""
        kind = np.result_type(*(x for x in values if type(x) is not float))
        made = [np.asarray(x) if type(x) is float else x for x in values]
        return made, lambda found: np.asarray(found).astype(kind, copy=False)[()]

    def select(u: Any, k: Any, v: Any = math.nan) -> Any:
        kind = np.result_type(*(x for x in (u, k, v) if type(x) is not float))
        return np.where(k == 1, u, np.where(k == 0, v, k)).astype(kind, copy=False)[()]

    def cbrt(x: Any) -> Any:
        """The cube root, after the same step: NumPy's own is off by a rounding on some processors."""
        near = np.cbrt(x)
        plain = (near == 0) | ~np.isfinite(near)
        rough = np.where(plain, near.dtype.type(1), near)
        return np.where(plain, near, rough - (rough - x / rough**2) / 3).astype(near.dtype, copy=False)[()]

    m = SimpleNamespace(
        **{name: getattr(np, name) for name in (*_SHARED, *_LOGS, "power", "sign", "isfinite")},
        cbrt=cbrt,
        **{name: getattr(np, name.replace("a", "arc", 1)) for name in _INVERSES},
        real=real,
        relu=lambda x: np.maximum(x, 0.0),
        step=lambda x: np.heaviside(x, np.zeros_like(x)),
        one_from_zero_on=lambda x, e: np.maximum(e, np.sign(x)),  # at zero e is 1
        Abs=np.abs,
        where=np.where,
        without=lambda x, lost: np.where(lost, np.nan, x),
        smallest=lambda x: 4 * np.finfo(getattr(x, "dtype", float)).tiny,
        eps=lambda x: float(np.finfo(x.dtype).eps),
        Max=np.maximum,
        Min=np.minimum,
        **{name: partial(compared, compare) for name, compare in _COMPARISONS.items()},
        both=np.multiply,
        either=np.maximum,
        select=select,
        # Every piece is computed everywhere: what happens to one where it does not hold is nobody's concern.
        quiet=lambda: np.errstate(all="ignore"),
        alike=alike,
    )
    return add_formulas(m, sigmoid, softplus, sech, asech, acsch)


@once
def tensors() -> SimpleNamespace:
    """The arithmetic of torch tensors, differentiable by autograd."""
    from contextlib import nullcontext
    from functools import partial

    import torch

    def sigmoid(x: Any) -> Any:
        # torch's own is 0 where exp(-x) overflows, which exp(x), the same number there, does not.
        return torch.where(x < -80, x.clamp(max=0).exp(), torch.sigmoid(x))

    def without(x: Any, lost: Any) -> Any:
        return x * torch.ones_like(x).masked_fill(lost, torch.nan)  # so that autograd finds no slope there either

    def unless_nan(x: Any, value: Any) -> Any:
        # torch's own sign of what is no number is 0, and so is every comparison with it.
        return value.masked_fill(x.isnan(), torch.nan)

    def pair(function: Any) -> Any:
        """The function of two of which one may be a plain number."""

        def of_tensors(u: Any, v: Any) -> Any:
            u = u if isinstance(u, torch.Tensor) else v.new_tensor(float(u))
            return function(u, v if isinstance(v, torch.Tensor) else u.new_tensor(float(v)))

        return of_tensors

    def compared(compare: Any, u: Any, v: Any) -> Any:
        """1 where it holds, 0 where it does not, and nan where nobody knows; no slope goes through it."""
        difference = (u - v).detach()
        return torch.where(difference.isnan(), difference, compare(difference, 0).to(difference.dtype))

    def alike(values: Any) -> Any:
        """The same values, plain numbers as tensors, and how a result gets the dtype of the others."""
        like = next(x for x in values if isinstance(x, torch.Tensor))
        wide = None if like.device.type == "mps" else torch.float64
        made = [x if isinstance(x, torch.Tensor) else like.new_tensor(x, dtype=wide) for x in values]
        return made, lambda found: torch.as_tensor(found).to(like.dtype)

    def select(u: Any, k: Any, v: Any = math.nan) -> Any:
        like = next(x for x in (u, k, v) if isinstance(x, torch.Tensor))
        u, k, v = (x if isinstance(x, torch.Tensor) else like.new_tensor(float(x)) for x in (u, k, v))
        return torch.where(k == 1, u, torch.where(k == 0, v, k.to(v.dtype)))

    def cbrt(x: Any) -> Any:
        """The cube root, which torch lacks: a power, and a step of Newton's method for its last digits."""
        plain = (x == 0) | ~x.isfinite()
        near, rough = (torch.sign(each) * torch.abs(each) ** (1 / 3) for each in (x, x.masked_fill(plain, 1.0)))
        return torch.where(plain, near, rough - (rough - x / rough**2) / 3)

    m = SimpleNamespace(
        **{name: getattr(torch, name) for name in (*_SHARED, *_LOGS, *_INVERSES, "relu")},
        cbrt=cbrt,
        real=_real_tensors(),
        sigmoid=sigmoid,
        power=lambda u, v: u**v,
        # torch's own softplus is x itself above 20, which loses digits that a float64 has.
        softplus=lambda x: -torch.nn.functional.logsigmoid(-x),
        step=lambda x: unless_nan(x, (x > 0).to(x.dtype)),
        sign=lambda x: unless_nan(x, torch.sign(x)),
        Abs=torch.abs,
        where=torch.where,
        without=without,
        smallest=lambda x: 4 * torch.finfo(x.dtype).tiny,
        eps=lambda x: torch.finfo(x.dtype).eps,
        Max=pair(torch.maximum),
        Min=pair(torch.minimum),
        **{name: partial(compared, compare) for name, compare in _COMPARISONS.items()},
        both=lambda k, other: k * other,
        either=pair(torch.maximum),
        select=select,
        quiet=nullcontext,
        alike=alike,
        # The same values, through which a slope goes back only where the condition holds: elsewhere the slope of
        # the piece may be no number, which would outlast a product with zero.
        gated=lambda x, k: torch.where(torch.as_tensor(k, device=x.device) == 1, x, x.detach()),
    )
    return add_formulas(m, sech, asech, acsch)


def _real_tensors() -> Callable[[Any], Any]:
    """What makes a tensor of floats from a tensor or an array of real numbers."""
    import torch

    floats = {torch.float16, torch.bfloat16, torch.float32, torch.float64}
    wholes = {getattr(torch, f"{sign}int{bits}", torch.bool) for sign in ("", "u") for bits in (8, 16, 32, 64)}

    def real(x: Any) -> Any:
        x = x if isinstance(x, torch.Tensor) else _as_tensor(x)
        if x.layout is torch.strided and not x.is_meta:
            if x.dtype in floats:
                return x
            if x.dtype in wholes or x.dtype is torch.bool:
                return x.to(torch.get_default_dtype())
        raise _not_real(x)

    return real


def _as_tensor(x: Any) -> Any:
    """An array of NumPy as a tensor, also one that torch itself does not take: turned around, or read-only."""
    import numpy as np
    import torch

    real = arrays().real(x)
    copied = torch.from_numpy(np.array(real, dtype=float if real.dtype.itemsize > 8 else real.dtype, order="C"))
    return copied if x.dtype.kind == "f" else copied.to(torch.get_default_dtype())


def _not_real(x: Any) -> InputError:
    """The error of a tensor that holds no real numbers to compute with."""
    if x.is_meta:
        return InputError("compute with a tensor on meta", "it has no values", 'Make it on a device such as "cpu"')
    if str(x.layout) != "torch.strided":
        cannot, because = f"compute with a tensor of layout {x.layout}", "only some of its values are there"
        return InputError(cannot, because, "Convert it with .to_dense()")
    storing = x.is_quantized or x.is_floating_point()
    because = "it is for storing numbers only" if storing else "it does not hold real numbers"
    instead = f"Convert it with {'.dequantize()' if x.is_quantized else '.float()'}" if storing else _REAL
    return InputError(f"compute with a tensor of dtype {x.dtype}", because, instead)


@once
def formulas() -> SimpleNamespace:
    """The arithmetic of sympy, in which the sigmoid is what a textbook says that it is."""
    import sympy

    return SimpleNamespace(
        **{name: getattr(sympy, name) for name in (*_SHARED, *_INVERSES, "sech", "sign", "Abs")},
        cbrt=lambda x: sympy.sign(x) * sympy.cbrt(sympy.Abs(x)),
        asech=lambda x: sympy.acosh(1 / x),
        acsch=lambda x: sympy.asinh(1 / x),
        power=lambda u, v: u**v,
        sigmoid=lambda x: 1 / (1 + sympy.exp(-x)),
        softplus=lambda x: sympy.log(1 + sympy.exp(x)),
        relu=lambda x: sympy.Piecewise((x, x > 0), (0, True)),
        step=lambda x: sympy.Heaviside(x, 0),
        Max=sympy.Max,
        Min=sympy.Min,
        **_COMPARISONS,
        both=sympy.And,
        either=sympy.Or,
        select=lambda u, k, *v: sympy.Piecewise((u, k), *((other, True) for other in v)),
    )


def arithmetic_of(*values: Any) -> SimpleNamespace:
    """The arithmetic that these values call for: torch before NumPy before floats.

    Raises
    ------
    InputError
        A value is neither a number nor an array nor a tensor.
    """
    many = [value for value in values if not isinstance(value, (int, float))]
    if not many:
        return FLOATS
    owners = [type(value).__module__.partition(".")[0] for value in many]
    if not _OWNERS.issuperset(owners):
        raise not_computable(next(value for value, owner in zip(many, owners, strict=True) if owner not in _OWNERS))
    return tensors() if "torch" in owners else arrays()


def not_computable(value: object) -> InputError:
    """The error of a value that no arithmetic computes with."""
    because = f"{type(value).__name__} is neither a number nor an array nor a tensor"
    instead = _INSTEAD.get(type(value).__module__.partition(".")[0], _CONVERT)
    return InputError(f"compute with {shown(value)}", because, instead)


def require_finite(names: Iterable[str], values: Iterable[object]) -> None:
    """Refuse nan and infinity among plain numbers: they would come back as a silent nan or a wrong number.

    Raises
    ------
    InputError
        A value is not finite.
    """
    for name, value in zip(names, values, strict=False):
        # An int may be too large for a float, but it is finite.
        if isinstance(value, float) and not math.isfinite(value):
            raise InputError(f"compute with {name}={value!r}", "it is not a finite number", "Pass a finite number")


def explained(what: str, values: Sequence[Any], error: Exception) -> GdmathError:
    """The error that says in words what NumPy, torch or Python could not do with these values."""
    if isinstance(error, (ZeroDivisionError, OverflowError)) or str(error) == "math domain error":
        return domain_error(what, error)  # of plain numbers among the values
    shapes = [tuple(getattr(value, "shape", ())) for value in values]
    because = f"they do not go together ({error})"
    return InputError(f"compute with values of shapes {shapes!r}", because, "Bring them to one shape")


def domain_error(what: str, error: Exception) -> DomainError:
    """The error that names a value which does not exist, from the bare one that Python raised."""
    if isinstance(error, OverflowError):
        return DomainError(f"compute {what}", "its value is too large for a 64-bit float", "Take a smaller number")
    if NONE_HOLDS in error.args:
        return DomainError(f"compute {what}", NONE_HOLDS, "Add a piece with the condition True, for everywhere else")
    return DomainError(f"compute {what}", "it has no real value", "Choose a point where it is defined")
