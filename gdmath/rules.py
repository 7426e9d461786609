"""The rules of differentiation, one equation a row: `D(u, x)` is the derivative of u with respect to x.

x        what we differentiate by: a symbol, or a whole expression in the middle of a chain
c, n     constants: expressions without x
u, v     any expressions
p, q     plain numbers
f        any function of one argument
g        what stands inside: any expression but x itself
k        a condition, such as u < v

The first row that fits is taken, so a special case stands above its general one.  A row below is all
that a rule needs: the derivation on a page, its name there, its formula in the reference and its test
are made from the row.  Where a function has a corner, it has no slope; `step` and `sign` are 0 there, as
the slopes of torch's relu and abs are; where the arguments of `Max` or `Min` are equal, each counts half, as in torch
and sympy; and where the pieces of a `Piecewise` meet, the one that holds counts, as in torch and sympy.
The equations are those of any first course; see Stewart, Calculus, chapters 3 and 6.
"""

# fmt: off
from gdmath.cases import Max, Min, Piecewise
from gdmath.expression import as_expr

from gdmath.functions import (  # isort: skip
    Abs, acos, acosh, acot, acoth, acsc, acsch, asec, asech, asin, asinh, atan, atanh, cbrt, cos, cosh, cot, coth, csc,
    csch, exp, log, relu, sec, sech, sigmoid, sign, sin, sinh, softplus, sqrt, step, tan, tanh,
)
from gdmath.expression import D
from gdmath.matching import Rule, Table, letters

x = letters("x", "variable")
c, n = letters("c n", "constant")
u, v = letters("u v", "expression")
p, q = letters("p q", "number")
g = letters("g", "inner")
f = letters("f", "function")
k = letters("k", "condition")
zero = as_expr(0)

RULES = Table(
    Rule("constant rule",          D(c, x),           0),
    Rule("identity rule",          D(x, x),           1),

    Rule("sum rule",               D(u + v, x),       D(u, x) + D(v, x)),
    Rule("difference rule",        D(u - v, x),       D(u, x) - D(v, x)),
    Rule("negative rule",          D(-u, x),          -D(u, x)),
    Rule("constant multiple rule", D(c * u, x),       c * D(u, x)),
    Rule("constant multiple rule", D(u * c, x),       D(u, x) * c),
    Rule("constant multiple rule", D(u / c, x),       D(u, x) / c),
    Rule("constant multiple rule", D(c * u * v, x),   c * D(u * v, x)),
    Rule("constant multiple rule", D(c * u / v, x),   c * D(u / v, x)),
    Rule("product rule",           D(u * v, x),       D(u, x) * v + u * D(v, x)),
    Rule("power rule",             D(c / x**n, x),    -(c * n / x**(n + 1))),
    Rule("chain rule",             D(c / g**n, x),    D(c / g**n, g) * D(g, x)),
    Rule("quotient rule",          D(u / v, x),       (D(u, x) * v - u * D(v, x)) / v**2),

    Rule("power rule",             D(x**n, x),        n * x**(n - 1)),
    Rule("exponential rule",       D(c**x, x),        c**x * log(c)),
    Rule("chain rule",             D(g**n, x),        D(g**n, g) * D(g, x)),
    Rule("chain rule",             D(c**g, x),        D(c**g, g) * D(g, x)),
    Rule("general power rule",     D(u**v, x),        v * u**(v - 1) * D(u, x) + u**v * log(u) * D(v, x)),

    Rule("exponential rule",       D(exp(x), x),      exp(x)),
    Rule("logarithm rule",         D(log(x), x),      1 / x),
    Rule("logarithm rule",         D(log(x, c), x),   1 / (x * log(c))),
    Rule("chain rule",             D(log(g, c), x),   D(log(g, c), g) * D(g, x)),
    Rule("change of base",         D(log(u, v), x),   D(log(u) / log(v), x)),
    Rule("square root rule",       D(sqrt(x), x),     1 / (2 * sqrt(x))),
    Rule("cube root rule",         D(cbrt(x), x),     1 / (3 * cbrt(x)**2)),

    Rule("sine rule",              D(sin(x), x),      cos(x)),
    Rule("cosine rule",            D(cos(x), x),      -sin(x)),
    Rule("tangent rule",           D(tan(x), x),      sec(x)**2),
    Rule("secant rule",            D(sec(x), x),      sec(x) * tan(x)),
    Rule("cosecant rule",          D(csc(x), x),      -(csc(x) * cot(x))),
    Rule("cotangent rule",         D(cot(x), x),      -csc(x)**2),
    Rule("arcsine rule",           D(asin(x), x),     1 / sqrt(1 - x**2)),
    Rule("arccosine rule",         D(acos(x), x),     -(1 / sqrt(1 - x**2))),
    Rule("arctangent rule",        D(atan(x), x),     1 / (1 + x**2)),
    Rule("arcsecant rule",         D(asec(x), x),     1 / (Abs(x) * sqrt(x**2 - 1))),
    Rule("arccosecant rule",       D(acsc(x), x),     -(1 / (Abs(x) * sqrt(x**2 - 1)))),
    Rule("arccotangent rule",      D(acot(x), x),     -(1 / (1 + x**2))),

    Rule("sinh rule",              D(sinh(x), x),     cosh(x)),
    Rule("cosh rule",              D(cosh(x), x),     sinh(x)),
    Rule("tanh rule",              D(tanh(x), x),     1 - tanh(x)**2),
    Rule("sech rule",              D(sech(x), x),     -(sech(x) * tanh(x))),
    Rule("csch rule",              D(csch(x), x),     -(csch(x) * coth(x))),
    Rule("coth rule",              D(coth(x), x),     -csch(x)**2),
    Rule("arsinh rule",            D(asinh(x), x),    1 / sqrt(x**2 + 1)),
    Rule("arcosh rule",            D(acosh(x), x),    1 / sqrt(x**2 - 1)),
    Rule("artanh rule",            D(atanh(x), x),    1 / (1 - x**2)),
    Rule("arsech rule",            D(asech(x), x),    -(1 / (x * sqrt(1 - x**2)))),
    Rule("arcsch rule",            D(acsch(x), x),    -(1 / (Abs(x) * sqrt(1 + x**2)))),
    Rule("arcoth rule",            D(acoth(x), x),    1 / (1 - x**2)),

    Rule("sigmoid rule",           D(sigmoid(x), x),  sigmoid(x) * (1 - sigmoid(x))),
    Rule("softplus rule",          D(softplus(x), x), sigmoid(x)),
    Rule("relu rule",              D(relu(x), x),     step(x)),
    Rule("step rule",              D(step(x), x),     0),
    Rule("absolute value rule",    D(Abs(x), x),      sign(x)),
    Rule("sign rule",              D(sign(x), x),     0),
    Rule("maximum rule",           D(Max(u, v), x),
         Piecewise((D(u, x), u > v), (D(v, x), u < v), ((D(u, x) + D(v, x)) / 2, True))),
    Rule("minimum rule",           D(Min(u, v), x),
         Piecewise((D(u, x), u < v), (D(v, x), u > v), ((D(u, x) + D(v, x)) / 2, True))),
    Rule("piece by piece",         D(Piecewise((u, k), (v, True)), x), Piecewise((D(u, x), k), (D(v, x), True))),
    Rule("piece by piece",         D(Piecewise((u, k)), x),            Piecewise((D(u, x), k))),

    Rule("chain rule",             D(f(g), x),        D(f(g), g) * D(g, x)),
)

# Numbers that come together only where they come to one: 1e-200 and 1e-200 stay apart.
TOGETHER = "numbers together"
# What makes an answer of a tidied result: see gdmath/answering.
FACTORS, TERMS = "factors together", "like terms"

# Tidying: never done to what the reader typed, only to what the rules above have built.
ARITHMETIC = Table(
    Rule("plus zero",         u + 0,       u),
    Rule("plus zero",         0 + u,       u),
    Rule("minus zero",        u - 0,       u),
    Rule("minus zero",        0 - u,       -u),
    Rule("plus a negative",   u + -v,      u - v),
    Rule("plus a negative",   -u + v,      v - u),
    Rule("minus a negative",  u - -v,      u + v),
    Rule("negative twice",    -(-u),       u),  # noqa: B002  twice is meant
    Rule("negative twice",    -(-u - v),   u + v),
    Rule("negative zero",     -zero,       0),
    Rule("times zero",        u * 0,       0),
    Rule("times zero",        0 * u,       0),
    Rule("times one",         u * 1,       u),
    Rule("times one",         1 * u,       u),
    Rule("times a negative",  u * -v,      -(u * v)),
    Rule("times a negative",  -u * v,      -(u * v)),
    # So that what is multiplied with a piece needs a value only where the other one, which is zero, does not hold.
    Rule("into the pieces",   Piecewise((0, k), (u, True)) * v, Piecewise((0, k), (u * v, True))),
    Rule("into the pieces",   Piecewise((u, k), (0, True)) * v, Piecewise((u * v, k), (0, True))),
    Rule("into the pieces",   u * Piecewise((0, k), (v, True)), Piecewise((0, k), (u * v, True))),
    Rule("into the pieces",   u * Piecewise((v, k), (0, True)), Piecewise((u * v, k), (0, True))),
    Rule("times a reciprocal", u * (1 / v), u / v),
    Rule("times a reciprocal", (1 / u) * v, v / u),
    Rule(TOGETHER,            p * (q * u), (p * q) * u),
    Rule(TOGETHER,            u * p * q,   u * (p * q)),
    Rule(TOGETHER,            p * u * q,   (p * q) * u),
    Rule(TOGETHER,            p * u / q,   (p / q) * u),
    Rule("pieces together", Piecewise((u, k), (0, True)) + Piecewise((0, k), (v, True)),
         Piecewise((u, k), (v, True))),
    Rule("pieces together", Piecewise((0, k), (u, True)) + Piecewise((v, k), (0, True)),
         Piecewise((v, k), (u, True))),
    Rule("pieces together", Piecewise((u, k), (0, True)) + Piecewise((v, k), (0, True)),
         Piecewise((u + v, k), (0, True))),
    Rule("pieces together", Piecewise((0, k), (u, True)) + Piecewise((0, k), (v, True)),
         Piecewise((0, k), (u + v, True))),
    Rule("pieces alike",      Piecewise((u, k), (u, True)), u),
    Rule("over itself",       u / u,       1),
    Rule("over a negative",   u / -v,      -(u / v)),
    Rule("a negative over",   -u / v,      -(u / v)),
    Rule("over one",          u / 1,       u),
    Rule("zero over",         0 / u,       0),
    Rule("power one",         u**1,        u),
    Rule("power zero",        u**0,        1),
)

# The same values, computed without the loss of digits: sigmoid(40.0) is 1.0, so that 1 - sigmoid(40.0)
# and its logarithm are lost, while sigmoid(-40.0) and softplus(40.0) have all their digits.
# The square of 1e-170 is lost in the same way, beside which 1e-170 / 1e-170 / 1e-170 has its value.
STABLE = Table(
    Rule("one minus a sigmoid",    1 - sigmoid(u),  sigmoid(-u)),
    Rule("logarithm of a sigmoid", log(sigmoid(u)), -softplus(-u)),
    Rule("one minus a squared tanh", 1 - tanh(u)**2, sech(u)**2),
    Rule("over a square",          u / v**2,        u / v / v),
)
# fmt: on
