"""How to write the functions of others, and words that are no functions: one table, name by name.

What stands here is no slip of another name, and is never taken for one.
"""

from __future__ import annotations

from gdmath.names import called, function

_WITH_PIECES = "Piecewise((u, x < 0), (v, True)) with what it is on either side"
_TERMS = "its terms with + between them"
_ALONE = "the formula alone"

# A function that is not read, and how to write it.
WRITE: dict[str, str] = {
    **dict.fromkeys(("acosec", "arccosec"), "acsc(x)"),
    **dict.fromkeys(("acotan", "arccotan", "actg"), "acot(x)"),
    **dict.fromkeys(("amax", "nanmax"), "Max(x, y)"),
    **dict.fromkeys(("amin", "nanmin"), "Min(x, y)"),
    "arg": "atan2(y, x) for the angle of a point",
    "argcosh": "acosh(x)",
    "argsinh": "asinh(x)",
    "argtanh": "atanh(x)",
    "atg": "atan(x)",
    "celu": "Piecewise((x, x > 0), (exp(x) - 1, True))",
    **dict.fromkeys(("clamp", "clip", "clamped"), "Max(a, Min(x, b)) for x between a and b"),
    "cosc": "cos(x)/x",
    **dict.fromkeys(("cosd", "cosdeg"), "cos(x*pi/180)"),
    **dict.fromkeys(("cosine", "cosinus", "kos"), "cos(x)"),
    "cospi": "cos(pi*x)",
    **dict.fromkeys(("cotangent", "cotg"), "cot(x)"),
    "coversin": "1 - sin(x)",
    "cosecant": "csc(x)",
    "ctgh": "coth(x)",
    "cube": "x^3",
    **dict.fromkeys(("deg", "degrees", "rad2deg"), "x*180/pi"),
    "dist": "Abs(x - y)",
    "elu": "Piecewise((x, x > 0), (exp(x) - 1, True))",
    **dict.fromkeys(("exponential", "expo"), "exp(x)"),
    "fma": "x*y + z",
    "gaussian": "exp(-x^2/2)",
    **dict.fromkeys(("hardsigmoid", "hard_sigmoid"), "Max(0, Min(1, x/6 + 1/2))"),
    **dict.fromkeys(("hardswish", "hard_swish"), "x*Max(0, Min(1, x/6 + 1/2))"),
    **dict.fromkeys(("hardtanh", "hard_tanh"), "Max(-1, Min(1, x))"),
    **dict.fromkeys(("haversin", "haversine"), "(1 - cos(x))/2"),
    "havercosin": "(1 + cos(x))/2",
    **dict.fromkeys(("if", "iff", "ifelse", "ifs", "where", "select", "switch", "cond"), _WITH_PIECES),
    **dict.fromkeys(
        ("leakyrelu", "leaky_relu", "lrelu", "prelu", "rrelu"), "Max(x, 0.01*x) with the slope that is meant"
    ),
    "ldexp": "x*2^n",
    "ln1p": "log1p(x)",
    "log1m": "log(1 - x)",
    "log1pexp": "softplus(x)",
    "log_sigmoid": "-softplus(-x)",
    **dict.fromkeys(("logarithm", "logarithmus", "nlog", "loge"), "log(x)"),
    "logaddexp": "log(exp(x) + exp(y))",
    "logb": "log(x, b)",
    "logcosh": "log(cosh(x))",
    "logit": "log(x/(1 - x))",
    "logn": "log(x, n)",
    "logsigmoid": "-softplus(-x)",
    "logsumexp": "log(exp(x) + exp(y))",
    "mag": "Abs(x)",
    "mish": "x*tanh(softplus(x))",
    "modulus": "Abs(x)",
    **dict.fromkeys(("normpdf", "norm_pdf", "dnorm"), "exp(-x^2/2)/sqrt(2*pi)"),
    **dict.fromkeys(("rad", "radians", "deg2rad"), "x*pi/180"),
    "ramp": "relu(x)",
    "relu6": "Min(Max(0, x), 6)",
    "rsqrt": "1/sqrt(x)",
    "secant": "sec(x)",
    "selu": "1.0507*Piecewise((x, x > 0), (1.6733*(exp(x) - 1), True))",
    **dict.fromkeys(("sen", "seno", "sinus", "sine"), "sin(x)"),
    **dict.fromkeys(("senh",), "sinh(x)"),
    **dict.fromkeys(("arcsen", "asen"), "asin(x)"),
    **dict.fromkeys(("sigma", "sigm"), "sigmoid(x)"),
    **dict.fromkeys(("sind", "sindeg"), "sin(x*pi/180)"),
    "sinpi": "sin(pi*x)",
    **dict.fromkeys(("softmax", "softmin"), "exp(x)/(exp(x) + exp(y)) for one of two"),
    "softsign": "x/(1 + Abs(x))",
    "sqr": "x^2 for the square, sqrt(x) for the root",
    "squareplus": "(x + sqrt(x^2 + 4))/2",
    "squareroot": "sqrt(x)",
    **dict.fromkeys(("tand", "tandeg"), "tan(x*pi/180)"),
    **dict.fromkeys(("tang", "tangent", "tangens"), "tan(x)"),
    "tanhshrink": "x - tanh(x)",
    "softshrink": "sign(x)*relu(Abs(x) - 0.5)",
    "tgh": "tanh(x)",
    "tanpi": "tan(pi*x)",
    **dict.fromkeys(("versin", "versine", "vers"), "1 - cos(x)"),
    "vercosin": "1 + cos(x)",
    "sinc": "sin(x)/x, or sin(pi*x)/(pi*x) as in NumPy and torch",
    "cis": "cos(x) and sin(x), as there are no complex numbers",
    "gd": "2*atan(tanh(x/2))",
    "cbr": "x^3 for the cube, cbrt(x) for the root",
    "xlogy": "x*log(y)",
    "xlogx": "x*log(x)",
    "polyval": _TERMS,
    **dict.fromkeys(("sum", "add_n", "sumsq", "fsum"), _TERMS),
    **dict.fromkeys(("prod", "product"), "its factors with * between them"),
    **dict.fromkeys(("mean", "average", "avg"), "(x + y)/2 for that of two"),
    **dict.fromkeys(("norm", "length"), "hypot(x, y)"),
    **dict.fromkeys(("dot", "inner", "vdot", "matmul"), "a*x + b*y"),
    **dict.fromkeys(("int", "float", "double", "str", "print", "eval", "simplify", "expand", "factor"), _ALONE),
    **dict.fromkeys(("tensor", "array", "asarray", "item"), _ALONE),
    **dict.fromkeys(
        ("diff", "derivative", "grad", "gradient"), "the function alone, and differentiate what parse returns"
    ),
}

_SPECIAL = "it is no function of a first course, and no formula of such functions"
_ROUNDED = "no rule differentiates what is rounded"
_REMAINDER = "no rule differentiates a remainder"
_COMPLEX = "there are no complex numbers"
_DRAWN = "a formula has nothing random in it"
_INSTEAD = "Leave it out, or compute it outside of the formula"
# A function that cannot be written with those of the library, and why.
WITHOUT: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        (  # noqa: SIM905  one list of names is easier to read
            "airy beta bessel besselj bessely binom binomial cdf comb dawsn digamma ei ellipe ellipk erf erfc erfcx "
            "erfi erfinv expi expint expn fact factorial fresnel gamma gammaln lambertw legendre lgamma li ndtr "
            "normcdf perm psi polygamma si ci sn cn dn i0 i1 j0 j1 k0 k1 y0 y1 zeta loggamma gammainc betaln norm_cdf "
            "pnorm"
        ).split(),
        (_SPECIAL, _INSTEAD),
    ),
    "gelu": (
        "it needs the error function, which is not read",
        "Write 0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3))) for what is nearly the same",
    ),
    **dict.fromkeys(
        "ceil ceiling fix floor frac int_ isqrt long rint round trunc truncate".split(),  # noqa: SIM905  easier to read
        (_ROUNDED, _INSTEAD),
    ),
    **dict.fromkeys(
        "fmod gcd lcm mod modulo quot rem remainder divmod floordiv".split(),  # noqa: SIM905  easier to read
        (_REMAINDER, _INSTEAD),
    ),
    **dict.fromkeys("conj im imag re real cabs complex polar phase".split(), (_COMPLEX, _INSTEAD)),  # noqa: SIM905  easier to read
    **dict.fromkeys("rand randn random randint uniform normal dropout".split(), (_DRAWN, _INSTEAD)),  # noqa: SIM905  easier to read
    **dict.fromkeys(
        "argmax argmin cat cov cross cumsum det inv isin median mode rank sort std trace transpose var".split(),  # noqa: SIM905  easier to read
        ("a formula is a single number and has no rows", _INSTEAD),
    ),
    **dict.fromkeys(
        "expm logm sqrtm sinm cosm tanm".split(),  # noqa: SIM905  easier to read
        ("it is of matrices to some", "Write the function without its last letter for that of a number"),
    ),
    **dict.fromkeys(
        "integrate integral limit lim solve sum_ series".split(),  # noqa: SIM905  easier to read
        ("a formula alone is read", "Give the formula that it is applied to"),
    ),
}
# Names that are functions and nothing else, also without a bracket behind them: no letter is called so.
UNMISTAKABLE = frozenset(
    (  # noqa: SIM905  one list of names is easier to read
        "atan2 arctan2 celu ceil cosd digamma elu erf erfc erfi exp10 exp2 expit expm1 factorial floor fmod gcd gelu "
        "hardtanh haversin heaviside hypot lcm lgamma log1p logaddexp logistic logit mish nthroot nthRoot relu6 rsqrt "
        "selu signum silu sinc sind softmax softsign sqr swish tand tanhshrink trunc versin"
    ).split()
)
# In capitals it is that of a spreadsheet, where it means something else.
IN_CAPITALS = {
    "ATAN2": ("in spreadsheets ATAN2 takes x before y", "Write atan2(y, x)"),
    "LOG": ("LOG is the logarithm with base 10 in spreadsheets", "Write ln(x), log10(x) or log(x, base)"),
}
# Words between two values, which are no symbols there.
WORDS: dict[str, tuple[str, str]] = {
    "and": ("'and' joins comparisons, which are no expressions", "Write * for a product"),
    "or": ("'or' joins comparisons, which are no expressions", "Give one formula"),
    "not": ("'not' turns a comparison around, which is no expression", "Give the formula alone"),
    **dict.fromkeys(("if", "else", "otherwise"), ("a condition is read only in pieces", f"Write {_WITH_PIECES}")),
    **dict.fromkeys(("mod", "rem"), (_REMAINDER, _INSTEAD)),
    "times": ("'times' is a word", "Write * for a product"),
    **dict.fromkeys(("over", "div", "per"), ("that is a word", "Write / for a quotient")),
    **dict.fromkeys(("deg", "degrees"), ("angles are in radians", "Write x*pi/180 for x degrees")),
    "plus": ("'plus' is a word", "Write +"),
    "minus": ("'minus' is a word", "Write -"),
    **dict.fromkeys(("squared", "cubed"), ("that is a word", "Write ^2 or ^3")),
    **dict.fromkeys(("half", "third", "quarter"), ("that is a word", "Write it as a quotient, such as (1/2)")),
    **dict.fromkeys(("twice", "double", "triple", "thrice"), ("that is a word", "Write its digit")),
    **dict.fromkeys(
        "one two three four five six seven eight nine ten".split(),  # noqa: SIM905  easier to read
        ("that is a word", "Write its digits"),
    ),
    **dict.fromkeys(
        "at by choose for from of the to under when where with".split(),  # noqa: SIM905  easier to read
        ("that is a word", "Write the formula in signs"),
    ),
}


_GREEK = frozenset(["beta", "gamma", "psi", "sigma", "zeta"])


def elsewhere(name: str) -> bool:
    """Whether others have a function of that name, or it is one of ours with a number behind it."""
    return name.lower() in WRITE or name.lower() in WITHOUT or function(name.rstrip("0123456789")) is not None


def could_be_called(name: str) -> bool:
    """Whether a name with a value behind it could be that of a function: mean x."""
    if len(name) <= 2 or name.lower() in _GREEK:
        return False
    return name.lower() in WRITE or name.lower() in WITHOUT or called(name) is not None


def a_factor(name: str) -> tuple[str, str]:
    """What is unclear in mean x."""
    return f"{name!r} could be a function or a factor", f"Write {name}*... for the product, or {name}(...)"


def in_brackets(name: str) -> tuple[str, str]:
    """What is wrong with a function of others that has no bracket behind it."""
    return f"{name} is a function", f"Write its argument in brackets, {name}(x)"
