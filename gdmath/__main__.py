r"""The command `python -m gdmath`: a derivation in a terminal, its values at a place, or a descent.

::

    $ python -m gdmath "x^2 sin x"
    D(x**2*sin(x), x)
      = D(x**2, x)*sin(x) + x**2*D(sin(x), x)    product rule
      = 2*x**1*sin(x) + x**2*D(sin(x), x)        power rule
      = 2*x**1*sin(x) + x**2*cos(x)              sine rule
      = 2*x*sin(x) + x**2*cos(x)                 tidy

A formula is what `gdmath.parse` reads, also LaTeX and also "-x^2"; quotes keep the shell away from it.  A word with a
hyphen in front is part of the formula, unless it is `-h` or has two hyphens and a letter; behind a lone `--` all words
are.

=====================  =============================================================================================
option                 what it does
=====================  =============================================================================================
``--by x``             differentiate by this letter; without it by each that the formula has, or by x if it has none
``--order 2``          the second derivative, or a higher one; of several letters, by each alone
``--at 2``             the values there too; ``--at x=2,y=3`` of several letters, also ``--at pi/2``; may be repeated
``--latex``            print LaTeX
``--descend``          descend the formula from the place of ``--at``, and print the table of the descent
``--learning-rate 1``  of the descent, 0.1 by default
``--steps 50``         how many steps the descent takes at most; by default what `gradient_descent` takes
=====================  =============================================================================================

The letters of `--by` and `--at` are known to be letters: with ``--at w=1,x=2`` the formula ``wx`` is a product.

The exit status is 0; 1 where the formula or its derivative has no value at the place, where the descent diverged, and
where nobody reads on; 2 where what was typed cannot be used.  Errors and remarks go to stderr.
"""

from __future__ import annotations

import argparse
import os
import re
import sys

from gdmath.calculus import differentiate
from gdmath.calculus.showing import derivation_latex
from gdmath.errors import DomainError, GdmathError, InputError, shown
from gdmath.names import symbols
from gdmath.parsing import parse
from gdmath.printing import latex, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from gdmath.calculus import Derivation
    from gdmath.descent import History
    from gdmath.expression import Expr

    Point = dict[Expr, float]

NO_VALUE, WRONG, INTERRUPTED = 1, 2, 130  # exit statuses
RATE = 0.1  # the learning rate where none is given
ENDS = 3  # rows of a long table at each end, as many as a notebook shows
MOST_COLUMNS = 4  # parameters; of more, only the cost is in the table, as in a notebook

_VALUED = {"--at", "--by", "--learning-rate", "--order", "--steps"}
_OPTION = re.compile(r"-h|--[a-z][a-z-]*(=.*)?", re.DOTALL)
_BETWEEN = re.compile(r"[,;\s]\s*(?=[^,;=\s]+\s*=)")  # before a further letter, and not the comma of log(8, 2)

_EXAMPLES = r"""examples:
  python -m gdmath "x^2 sin x"
  python -m gdmath "-x^2 + ln x" --order 2 --at 1/2
  python -m gdmath "\frac{1}{2}(wx - y)^2" --by w --at w=1,x=2,y=3
  python -m gdmath "(w - 3)^2 + b^2" --descend --at w=0,b=1 --learning-rate 0.25"""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command `python -m gdmath` is asked for.

    Parameters
    ----------
    argv : sequence of str, optional
        The words of the command, by default those behind `python -m gdmath`.

    Returns
    -------
    int
        The exit status.

    Raises
    ------
    SystemExit
        The words are no command, or ask for help.

    Examples
    --------
    >>> status = main(["3x^2", "--at", "2"])
    D(3*x**2, x)
      = 3*D(x**2, x)    constant multiple rule
      = 3*(2*x**1)      power rule
      = 3*(2*x)         tidy
      = 6*x             factors together
    <BLANKLINE>
    At x = 2:
      value              12
      derivative by x    12
    >>> status
    0
    """
    try:
        return _status(sys.argv[1:] if argv is None else argv)
    except BrokenPipeError:
        # Python flushes once more when it ends, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_VALUE
    except KeyboardInterrupt:
        return INTERRUPTED


def _status(argv: Sequence[str]) -> int:
    try:
        return _answer(_parser().parse_args(_apart(argv)))
    except GdmathError as error:
        sys.stdout.flush()
        _say(str(error), sys.stderr)
        return NO_VALUE if isinstance(error, DomainError) else WRONG
    finally:
        sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m gdmath",
        description="Differentiate a formula by named rules, line by line; or descend it.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("formula", nargs="+", metavar="FORMULA", help="as people type it, or LaTeX; in quotes")
    add("--by", metavar="LETTER", help="by which letter; by each of them if left out")
    add("--order", type=int, metavar="N", help="the N-th derivative; 1 if left out")
    add("--at", action="append", default=[], metavar="PLACE", help="the values there too: 2, or x=2,y=3; repeatable")
    add("--latex", action="store_true", help="print LaTeX")
    add("--descend", action="store_true", help="descend the formula from the place of --at")
    add("--learning-rate", type=float, metavar="RATE", help=f"of the descent; {RATE} if left out")
    add("--steps", type=int, metavar="N", help="how many steps the descent takes at most")
    return parser


def _apart(argv: Sequence[str]) -> list[str]:
    """Put the options in front and the formula behind, since a formula may begin with a minus sign, and a value too."""
    options: list[str] = []
    formula: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            formula += words
        elif word in _VALUED:
            options += _with_value(word, words)
        elif _OPTION.fullmatch(word):
            options.append(word)
        elif "=" in word and any(option.startswith("--at") for option in options):
            options.append(f"--at={word}")  # --at x=2 y=3
        else:
            formula.append(word)
    return [*options, "--", *formula]


def _with_value(option: str, words: Iterator[str]) -> list[str]:
    """An option and the word behind it in one, so that the word may begin with a minus sign."""
    word = next(words, None)
    if word is None:
        return [option]
    return [option, word] if _OPTION.fullmatch(word) else [f"{option}={word}"]


def _say(what: str, stream: TextIO | None = None) -> None:
    """Print, with escapes for what the encoding of the terminal does not have."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    print(what.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def _answer(options: argparse.Namespace) -> int:
    _require_together(options)
    by = None if options.by is None else _letter(options.by)
    given = [_place(part) for word in options.at for part in _BETWEEN.split(word.strip())]
    known = {letter for letter in (by, *(letter for letter, _ in given)) if letter is not None}
    expr = parse(" ".join(options.formula), symbols=known)
    letters = _letters(expr, by)
    point = _point(given, expr, letters)
    if options.descend:
        return _descend(expr, point, options)
    derivations = [differentiate(expr, letter, options.order or 1) for letter in letters]
    _say("\n\n".join(map(derivation_latex if options.latex else str, derivations)))
    return _values(expr, derivations, point, options) if point else 0


def _require_together(options: argparse.Namespace) -> None:
    """Refuse an order that is none, and options of which one makes no sense with, or without, another."""
    if options.order is not None and options.order < 1:
        because = "an order is a whole number, one at least"
        raise InputError(f"take a derivative with --order {options.order}", because, "Write --order 2 for the second")
    if not options.descend:
        alone = [
            f"--{name.replace('_', '-')}" for name in ("learning_rate", "steps") if vars(options)[name] is not None
        ]
        if alone:
            raise InputError(f"use {alone[0]} without --descend", "only a descent takes steps", "Add --descend")
        return
    for name in ("by", "order", "latex"):
        if vars(options)[name]:
            because = "what is printed is the table of a descent along all letters"
            raise InputError(f"use --{name} with --descend", because, "Leave one of them out")
    if not options.at:
        raise InputError("descend without --at", "a descent starts somewhere", "Say where, such as --at x=2")


def _letter(name: str) -> Expr:
    letter = parse(name)
    if letter.head != "symbol":
        raise InputError(f"take {shown(name)} for a letter", f"it is the formula {letter}", "Write one, such as x")
    return letter


def _place(part: str) -> tuple[Expr | None, float]:
    """A letter, or None where none is named, and its number."""
    name, equals, typed = part.rpartition("=")
    number = parse(typed)
    if number.free_symbols:
        raise InputError(f"go to {shown(part)}", f"{number} is no number", "Write one, such as 2, -1/2 or x=pi/2")
    return _letter(name) if equals else None, number.evaluate()


def _letters(expr: Expr, by: Expr | None) -> list[Expr]:
    """By which letters to differentiate."""
    letters = sorted(expr.free_symbols, key=str)
    if by is not None:
        if by not in letters:
            _say(f"{_letters_of(expr)}: the derivative by {by} is 0.", sys.stderr)
        return [by]
    if not letters:
        _say(f"{_letters_of(expr)}: it is constant, and the derivative by x is 0.", sys.stderr)
    return letters or [symbols("x")]


def _letters_of(expr: Expr) -> str:
    names = sorted(map(str, expr.free_symbols))
    if not names:
        return f"{shown(expr)} has no letter"
    return f"{shown(expr)} has the letter{'s' * (len(names) > 1)} {', '.join(names)}"


def _point(given: list[tuple[Expr | None, float]], expr: Expr, letters: list[Expr]) -> Point:
    """A number for each letter, each given once."""
    there = sorted({*letters, *expr.free_symbols}, key=str)
    point: Point = {}
    for named, number in given:
        letter = _only(there, number) if named is None else named
        if letter in point or letter not in there:
            because = f"{letter} has a value already" if letter in point else _letters_of(expr)
            raise InputError(f"put {number:g} for {letter}", because, "Give each letter of the formula one number")
        point[letter] = number
    if given and (missing := expr.free_symbols - point.keys()):
        name = min(map(str, missing))
        because = f"{name} has no value there"
        raise InputError(f"compute {shown(expr)} at {_where(point)}", because, f"Add one, such as --at {name}=1")
    return point


def _only(there: list[Expr], number: float) -> Expr:
    if len(there) > 1:
        because = f"it could be the value of {' or '.join(map(str, there))}"
        raise InputError(f"go to {number:g}", because, f"Say of which, such as --at {there[0]}={number:g}")
    return there[0]


def _where(point: Point) -> str:
    return ", ".join(f"{letter} = {number:.10g}" for letter, number in point.items())


def _values(expr: Expr, derivations: list[Derivation], point: Point, options: argparse.Namespace) -> int:
    """Print the values of a formula and of its derivatives, and say of which there is none."""
    found: list[float | None] = [expr.evaluate(point)]
    errors: list[str] = []
    for derivation in derivations:
        try:
            found.append(derivation.result.evaluate(point))
        except DomainError as error:
            found.append(None)
            errors.append(str(error))
    _say("")
    _say(_in_latex(expr, derivations, point, found) if options.latex else _in_words(derivations, point, found))
    sys.stdout.flush()
    for what in errors:
        _say(what, sys.stderr)
    return NO_VALUE if errors else 0


def _in_words(derivations: list[Derivation], point: Point, found: list[float | None]) -> str:
    names = ["value"]
    for derivation in derivations:
        order = len(derivation.variables)
        names.append(f"derivative{f' of order {order}' * (order > 1)} by {derivation.variables[0]}")
    wide = max(map(len, names))
    numbers = ["none" if number is None else f"{number:.10g}" for number in found]
    lines = [f"  {name:{wide}}    {number}" for name, number in zip(names, numbers, strict=True)]
    return "\n".join([f"At {_where(point)}:", *lines])


def _in_latex(expr: Expr, derivations: list[Derivation], point: Point, found: list[float | None]) -> str:
    where = ", ".join(f"{latex(letter)} = {_number(number)}" for letter, number in point.items())
    formulas = [expr, *(derivation.start for derivation in derivations)]
    partial = len(expr.free_symbols) > 1
    return "\n\n".join(
        f"$$\n\\left. {latex(formula, partial=partial)} \\right|_{{{where}}} = {_number(number)}\n$$"
        for formula, number in zip(formulas, found, strict=True)
        if number is not None
    )


def _number(number: float) -> str:
    """A number as LaTeX, with as many digits as in words."""
    rounded = float(f"{number:.10g}")
    return latex(int(rounded) if rounded.is_integer() and abs(rounded) < 1e10 else rounded)


def _descend(expr: Expr, point: Point, options: argparse.Namespace) -> int:
    """Print a descent: its table, and how it ended."""
    from gdmath.descent import gradient_descent

    rate = RATE if options.learning_rate is None else options.learning_rate
    steps = {} if options.steps is None else {"max_steps": options.steps}
    history = gradient_descent(expr, point, learning_rate=rate, on_divergence="mark", **steps)
    _say("\n".join([f"J = {text(expr)}", "", *_table(history), "", repr(history), history.reason]))
    if history.status != "diverged":
        return 0
    sys.stdout.flush()
    smaller = f"Pass a smaller learning rate, such as --learning-rate {rate / 10:g}."
    _say(smaller if history.steps else "Start where J is lower.", sys.stderr)
    return NO_VALUE


def _table(history: History) -> list[str]:
    """The rows of a descent, of a long one those at its ends."""
    narrow = len(history.names) <= MOST_COLUMNS
    d = "d" if len(history.names) == 1 else "\N{PARTIAL DIFFERENTIAL}"
    slopes = [f"{d}J/{d}{name}" for name in history.names]
    ends = history[:] if len(history) <= 2 * ENDS else (*history[:ENDS], *history[-ENDS:])
    rows = [["step", *history.names, "J", *slopes] if narrow else ["step", "J"]]
    for row in ends:
        numbers = [*row.parameters, row.cost, *row.gradient] if narrow else [row.cost]
        rows.append([str(row.step), *(f"{number:.6g}" for number in numbers)])
    if len(ends) < len(history):
        rows.insert(ENDS + 1, ["..."] * len(rows[0]))
    return _in_columns(rows)


def _in_columns(rows: list[list[str]]) -> list[str]:
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["    ".join(f"{cell:>{size}}" for cell, size in zip(row, wide, strict=True)) for row in rows]


if __name__ == "__main__":
    sys.exit(main())
