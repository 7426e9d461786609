"""Four arithmetics with the same names: on floats, NumPy arrays, torch tensors and sympy formulas."""

from __future__ import annotations

import math
import sys
from types import SimpleNamespace

from gdmath.errors import DomainError, GdmathError, InputError, require_unmasked, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any


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


# What the floats, torch and sympy call by the same names; NumPy spells the inverses out.
_INVERSES = ("asin", "acos", "atan", "asinh", "acosh", "atanh")
_LOGS = ("log1p", "log2", "log10")
_SHARED = ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh")

# math.pow and not **: a negative number to the power 1/2 is an error here, not a complex number.
FLOATS = SimpleNamespace(
    **{name: getattr(math, name) for name in (*_SHARED, *_LOGS, *_INVERSES)},
    power=math.pow,
    # What is not a number stays what it is: no comparison with it is true.
    relu=lambda x: 0.0 if x < 0 else x,
    step=lambda x: 1.0 if x > 0 else 0.0 if x <= 0 else x,
    one_from_zero_on=lambda x, e: e if x < 0 else 1.0,
    Abs=abs,
    sign=lambda x: 1.0 if x > 0 else -1.0 if x < 0 else 0.0 * x,
    where=lambda condition, x, y: x if condition else y,
    smallest=lambda _: SMALLEST,
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

    m = SimpleNamespace(
        **{name: getattr(np, name) for name in (*_SHARED, *_LOGS, "power", "sign", "isfinite")},
        **{name: getattr(np, name.replace("a", "arc", 1)) for name in _INVERSES},
        real=real,
        relu=lambda x: np.maximum(x, 0.0),
        step=lambda x: np.heaviside(x, np.zeros_like(x)),
        one_from_zero_on=lambda x, e: np.maximum(e, np.sign(x)),  # at zero e is 1
        Abs=np.abs,
        where=np.where,
        without=lambda x, lost: np.where(lost, np.nan, x),
        smallest=lambda x: 4 * np.finfo(x.dtype).tiny,
    )
    return add_formulas(m, sigmoid, softplus, sech, asech, acsch)


@once
def tensors() -> SimpleNamespace:
    """The arithmetic of torch tensors, differentiable by autograd."""
    import torch

    def sigmoid(x: Any) -> Any:
        # torch's own is 0 where exp(-x) overflows, which exp(x), the same number there, does not.
        return torch.where(x < -80, x.clamp(max=0).exp(), torch.sigmoid(x))

    def without(x: Any, lost: Any) -> Any:
        if not x.requires_grad:
            return x.masked_fill(lost, torch.nan)
        return x * torch.ones_like(x).masked_fill(lost, torch.nan)  # so that autograd finds no slope there either

    def unless_nan(x: Any, value: Any) -> Any:
        # torch's own sign of what is no number is 0, and so is every comparison with it.
        return value.masked_fill(x.isnan(), torch.nan)

    m = SimpleNamespace(
        **{name: getattr(torch, name) for name in (*_SHARED, *_LOGS, *_INVERSES, "relu")},
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
        asech=lambda x: sympy.acosh(1 / x),
        acsch=lambda x: sympy.asinh(1 / x),
        power=lambda u, v: u**v,
        sigmoid=lambda x: 1 / (1 + sympy.exp(-x)),
        softplus=lambda x: sympy.log(1 + sympy.exp(x)),
        relu=lambda x: sympy.Piecewise((x, x > 0), (0, True)),
        step=lambda x: sympy.Heaviside(x, 0),
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
    return DomainError(f"compute {what}", "it has no real value", "Choose a point where it is defined")
