"""The equations of the answer, in the style of `gdmath/rules.py`, and what they say of each operation."""

# fmt: off
from gdmath.expression import as_expr
from gdmath.functions import exp, sqrt
from gdmath.matching import Rule, Table
from gdmath.rules import FACTORS, TERMS, p, q, u, v

# Read from left to right, over as many factors or terms as there are.  Exponents of brackets are whole numbers.
TOGETHER = Table(
    Rule(FACTORS, (u * v)**p,         u**p * v**p),
    Rule(FACTORS, (u / v)**p,         u**p / v**p),
    Rule(FACTORS, (-u)**p,            as_expr(-1)**p * u**p),
    Rule(FACTORS, u**p * u**q,        u**(p + q)),
    Rule(FACTORS, u**p / u**q,        u**(p - q)),
    Rule(FACTORS, (u**p)**q,          u**(p * q)),
    Rule(FACTORS, sqrt(u)**p,         u**(p / 2)),
    Rule(FACTORS, exp(u)**p,          exp(p * u)),
    Rule(FACTORS, exp(u) * exp(v),    exp(u + v)),

    Rule(TERMS,   p * u + q * u,      (p + q) * u),
    Rule(TERMS,   p * u - q * u,      (p - q) * u),
    Rule(TERMS,   p * (u + v),        p * u + p * v),
    Rule(TERMS,   p * (u - v),        p * u - p * v),
    Rule(TERMS,   p * -u,             -p * u),
)
# fmt: on
