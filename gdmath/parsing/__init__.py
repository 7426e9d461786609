"""Read what people type, and say where it has no clear meaning."""

from __future__ import annotations

from gdmath.errors import require
from gdmath.parsing.carets import ParseError
from gdmath.parsing.known import names_of
from gdmath.parsing.reading import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from gdmath.expression import Expr

__all__ = ["ParseError", "parse"]

LIMIT = 50_000  # characters


def parse(text: str, *, symbols: Iterable[str | Expr] | str = ()) -> Expr:
    r"""Read an expression as people type it; nothing in it is simplified.

    =======================  ==========================================================
    typed                    read as
    =======================  ==========================================================
    ``3x^2``, ``3·x²``       ``3*x**2``; so do ``×``, ``⋅``, ``÷``, ``−`` what they mean
    ``wx``, ``w1``, ``θ``    one symbol each; ``w x`` is the product of two, ``w_{1}`` is ``w1``
    ``2(x+1)(x-1)``          ``2*(x + 1)*(x - 1)``; brackets are ``()``, ``[]`` or ``{}``
    ``x(x+1)``               an error: write ``x*(x+1)``
    ``-x^2``, ``2^-x``       ``-(x**2)``, ``2**(-x)``
    ``2^3^2``                ``2**(3**2)``
    ``1/2*x``, ``(1/2)x``    ``1/2*x``; ``1/2x`` is an error: write that, or ``1/(2x)``
    ``e^(-x)``, ``e``        ``exp(-x)``, ``exp(1)``; so does ``E``, as in sympy
    ``2πr``, ``pi r``        ``2*pi*r``, ``pi*r``; ``2pir`` is an error
    ``ln(x)``, ``log(x)``    the natural logarithm, as in sympy, NumPy and torch
    ``log_2(x)``             ``log(x, 2)``; so are ``log2(x)``, ``log_{2}(x)``, ``log₂(x)``
    ``|x|``, ``||x| - 1|``   ``Abs(x)``, ``Abs(Abs(x) - 1)``
    ``√x``, ``√(x+1)``       ``sqrt(x)``, ``sqrt(x + 1)``; ``√2x`` is an error: write ``√(2x)``
    ``∛x``, ``sqrt[3]{x}``   ``cbrt(x)``; so are ``³√x``, ``nthRoot(x, 3)``
    ``sin^2 x``, ``sin²x``   ``sin(x)**2``; ``sin^-1`` is an error: write ``asin``
    ``sin x cos x``          ``sin(x)*cos(x)``
    ``σ(z)``, ``2σ(w x)``    ``sigmoid(z)``, ``2*sigmoid(w*x)``; ``σ`` without a bracket is a symbol
    ``sinx``, ``ln2``        ``sin(x)``, ``log(2)``; ``xe^x``, ``xsin(x)`` are products
    ``\frac{wx}{2}``         ``w*x/2``: in LaTeX letters stand alone
    ``\sin^2 x``, ``$x^2$``  ``sin(x)**2``, ``x**2``; so are ``\sqrt[3]{x}``, ``\left| x \right|``
    =======================  ==========================================================

    A function without brackets takes what follows it up to the next sign ``+ - * /`` or the next
    function: ``sin 2x + 1`` is ``sin(2*x) + 1``, ``ln x^2`` is ``ln(x^2)``, ``ln x/x`` is ``ln(x)/x``.
    Where that could mean two things, as in ``sin 1/x`` or ``x^1/2``, it is an error, and so is a product behind a
    quotient, ``1/2 sin x``.  Functions are those of the library, and ``ln abs sgn log2 log10 cosec cotan
    arcsin arsinh ...`` by their other names.  Before a bracket, what programs and spreadsheets write is read as
    well: ``pow(x, 2)``, ``np.exp2(x)``, ``x.^2``, ``log1p expm1 logistic silu hypot atan2 heaviside root ...``;
    ``heaviside(x)`` is 0 at 0, unless it is told otherwise.

    A text with a command in it, or between dollar signs, is LaTeX, and is read by the same rules but two: several
    letters side by side are a product, unless they are the name of a function or stand in ``\mathrm{cost}``, and
    a minus sign is that of the whole product behind it.  Derivatives, integrals, sums and limits are refused.

    Parameters
    ----------
    text : str
        At most 50,000 characters; brackets may be nested as deeply as that.
    symbols : iterable of str or Expr, or str, optional
        Names that are known to be symbols, and no functions: with `["w", "x"]` the text `w(x + 1)` is a product,
        and so is `wx`. Without them the one is an error, and the other one symbol. A text has names parted by
        spaces or commas, as in `gdmath.symbols`, and the names are such as that takes: `e` is a number.

    Returns
    -------
    Expr
        `parse(str(expr))` is `expr` again, and so is `parse(latex(expr))`, if no derivative `D` is left in it, no
        power of plain numbers is too large for a 64-bit float, and nothing was left out; a quotient of two symbols
        that look like differentials, `dy/dx`, is read where they are named in `symbols`.

    Raises
    ------
    ParseError
        The text has no clear meaning; the message shows where, and what to write instead.
    InputError
        It is no text, or one of the symbols has no name that a symbol may have.

    Examples
    --------
    >>> from gdmath import parse
    >>> parse("3w^2 + e^(-w)")
    3*w**2 + exp(-w)
    >>> parse("sin 2x cos²(x) / |x - 1|")
    sin(2*x)*cos(x)**2/Abs(x - 1)
    >>> parse("2x(x + 1) - wx", symbols=["w", "x"])
    2*x*(x + 1) - w*x
    >>> parse(r"\frac{1}{2}\left(y - wx\right)^2")
    1/2*(y - w*x)**2
    >>> parse("x(x + 1)")
    Traceback (most recent call last):
        ...
    gdmath.ParseError: Cannot read 'x(x + 1)', because 'x(' could be a product or a function. Write
    x*(... for the product.
      x(x + 1)
      ^
    """
    require(text, str, "parse")
    if len(text) > LIMIT:
        because = f"it has {len(text):,} characters, and at most {LIMIT:,} are read"
        raise ParseError(text, LIMIT, because, "Parse its parts and combine the expressions")
    return Reader(text, names_of(symbols)).read()
