"""The command `python -m gdmath`: what it prints, where it says it, and how it ends."""

import io
import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from gdmath import __main__ as program
from gdmath import differentiate, gradient_descent, parse, symbols
from gdmath.__main__ import main
from gdmath.calculus.showing import derivation_latex

ROOT = Path(__file__).resolve().parents[2]
x, y = symbols("x y")

Captured = pytest.CaptureFixture[str]


def run(*words: str, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a Python of its own, in UTF-8 unless told otherwise."""
    start = (
        ["-c", f"{before}\nimport runpy; runpy.run_module('gdmath', run_name='__main__')"]
        if before
        else ["-m", "gdmath"]
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment
    command = [sys.executable, *start, *words]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=environment)


def said(capsys: Captured, *words: str) -> tuple[int, str, str]:
    """Do what the words ask for, and return the exit status, and what was printed on stdout and on stderr."""
    status = main(words)
    return status, *capsys.readouterr()


@pytest.mark.parametrize("formula", ["x^2 sin x", r"\frac{x}{2} \sin x", "-x^2", "-2x", "--x^2", "|x|/x", "$x^2$"])
def test_a_derivation(capsys: Captured, formula: str) -> None:
    """A formula, as people type it or in LaTeX and also with a minus sign in front, is printed as `print` has it."""
    assert said(capsys, formula) == (0, f"{differentiate(parse(formula), x)}\n", "")


def test_words_without_quotes(capsys: Captured) -> None:
    """Several words are one formula, wherever the options stand, and behind -- all of them are."""
    expected = 0, f"{differentiate(parse('-x^2 sin x'), x, 2)}\n", ""
    assert said(capsys, "-x^2", "--order", "2", "sin", "x") == expected
    assert said(capsys, "--order=2", "--", "-x^2", "sin", "x") == expected
    assert said(capsys, "--", "-h", "--x")[1].startswith("D(-h - -x, h)\n")


def test_each_letter_or_one(capsys: Captured) -> None:
    """Of several letters there is a derivation by each, in their order, or by the one that is named."""
    expr = parse("y x^2")
    assert said(capsys, "y x^2")[1] == f"{differentiate(expr, x)}\n\n{differentiate(expr, y)}\n"
    assert said(capsys, "y x^2", "--by", "y")[1] == f"{differentiate(expr, y)}\n"
    assert said(capsys, "y x^2", "--order", "2")[1] == f"{differentiate(expr, x, 2)}\n\n{differentiate(expr, y, 2)}\n"


@pytest.mark.parametrize(
    ("words", "head", "remark"),
    [
        (["5"], "D(5, x)", "5 has no letter: it is constant, and the derivative by x is 0."),
        (["x^2", "--by", "t"], "D(x**2, t)", "x**2 has the letter x: the derivative by t is 0."),
        (["wx + b", "--by", "x"], "D(wx + b, x)", "wx + b has the letters b, wx: the derivative by x is 0."),
    ],
)
def test_a_derivative_that_is_zero(capsys: Captured, words: list[str], head: str, remark: str) -> None:
    """Where a formula does not have the letter, that is remarked on stderr."""
    status, printed, remarks = said(capsys, *words)
    assert (status, remarks) == (0, f"{remark}\n")
    assert printed.startswith(f"{head}\n")
    assert "  = 0 " in printed


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["x^2", "--at", "3"], "At x = 3:\n  value              9\n  derivative by x    6"),
        (["x^2", "--at", "-1/2"], "At x = -0.5:\n  value              0.25\n  derivative by x    -1"),
        (["x^2", "--at", " x = log(8, 2)"], "At x = 3:\n  value              9\n  derivative by x    6"),
        (["x/3", "--at", "0.2e1"], "At x = 2:\n  value              0.6666666667\n  derivative by x    0.3333333333"),
        (["x^3", "--order=2", "--at=2"], f"At x = 2:\n  value{' ' * 25}8\n  derivative of order 2 by x    12"),
        (["5", "--at", "2"], "At x = 2:\n  value              5\n  derivative by x    0"),
        (["|x|", "--at", "0"], "At x = 0:\n  value              0\n  derivative by x    0"),
    ],
)  # fmt: skip
def test_values(capsys: Captured, words: list[str], values: str) -> None:
    """The values of the formula and of its derivative stand below the derivation."""
    status, printed, _ = said(capsys, *words)
    assert (status, printed.partition("\n\n")[2]) == (0, f"{values}\n")


@pytest.mark.parametrize(
    "at",
    [
        ["--at", "x=2,y=-3"],
        ["--at", "y=-3; x=2"],
        ["--at", " x = 2 , y = -3 "],
        ["--at", "x=2 y=-3"],
        ["--at=x=2", "--at", "y=-3"],
        ["--at", "x=2", "y=-3"],
        ["--at=x=2", "y=-3"],
    ],
)
def test_values_of_several_letters(capsys: Captured, at: list[str]) -> None:
    """Each letter gets its number, in one word or in several; and it is then known to be a letter."""
    status, printed, _ = said(capsys, "xy", *at)
    assert status == 0
    assert printed.startswith("D(x*y, x)\n")
    assert printed.endswith(":\n  value              -6\n  derivative by x    -3\n  derivative by y    2\n")


def test_no_value(capsys: Captured) -> None:
    """Where the formula has no value there is no slope either, and the exit status tells."""
    status, printed, error = said(capsys, "x^2/x", "--at", "0")
    assert (status, printed) == (1, f"{differentiate(parse('x^2/x'), x)}\n")
    assert (
        error == "Cannot compute x**2/x at x=0.0, because it has no real value. Choose a point where it is defined.\n"
    )


def test_no_slope(capsys: Captured) -> None:
    """Where only a derivative has no value, the others are printed, and the reason stands on stderr."""
    status, printed, error = said(capsys, "y + sqrt(x)", "--at", "x=0,y=1")
    assert status == 1
    assert printed.endswith(
        "\n\nAt x = 0, y = 1:\n  value              1\n  derivative by x    none\n  derivative by y    1\n"
    )
    assert error.startswith("Cannot compute 1/(2*sqrt(x)) at x=0.0, because it has no real value.")


def test_latex(capsys: Captured) -> None:
    """With --latex the lines of a page are printed, and the values in LaTeX as well."""
    expr = parse("-x^2")
    assert said(capsys, "-x^2", "--latex") == (0, f"{derivation_latex(differentiate(expr, x))}\n", "")
    status, printed, error = said(capsys, "y sqrt(x)", "--latex", "--at", "x=0,y=1/3", "--by", "x")
    assert (status, error.partition(" at ")[0]) == (1, "Cannot compute y/(2*sqrt(x))")
    assert printed.endswith("\n$$\n\n$$\n\\left. y \\cdot \\sqrt{x} \\right|_{x = 0, y = 0.3333333333} = 0\n$$\n")
    printed = said(capsys, "1e20 x y", "--latex", "--at", "x=1,y=-2")[1]
    slope, end = r"\frac{\partial}{\partial y}\left[1 \times 10^{20} \cdot x \cdot y\right]", r"1 \times 10^{20}"
    assert printed.endswith(f"$$\n\\left. {slope} \\right|_{{x = 1, y = -2}} = {end}\n$$\n")


def test_a_descent(capsys: Captured) -> None:
    """A descent is a table with its first and last rows, what it came to, and why it ended."""
    history = gradient_descent((x - 3) ** 2, {x: 0.0}, learning_rate=0.1)
    status, printed, error = said(capsys, "(x - 3)^2", "--descend", "--at", "0")
    assert (status, error) == (0, "")
    assert printed == (
        "J = (x - 3)**2\n\n"
        "step       x              J           dJ/dx\n"
        "   0       0              9              -6\n"
        "   1     0.6           5.76            -4.8\n"
        "   2    1.08         3.6864           -3.84\n"
        " ...     ...            ...             ...\n"
        "  89       3    5.06128e-17    -1.42285e-08\n"
        "  90       3    3.23922e-17    -1.13828e-08\n"
        "  91       3     2.0731e-17    -9.10626e-09\n\n"
        f"{history}\n{history.reason}\n"
    )


def test_options_of_a_descent(capsys: Captured) -> None:
    """Learning rate and number of steps are given; a short table is whole, and has the slope by each letter."""
    options = ["--learning-rate", "0.25", "--steps", "2"]
    _, printed, _ = said(capsys, "x^2 + y^2", "--descend", "--at", "x=1,y=2", *options)
    assert printed.splitlines()[2:7] == [
        "step       x      y         J    ∂J/∂x    ∂J/∂y",
        "   0       1      2         5        2        4",
        "   1     0.5      1      1.25        1        2",
        "   2    0.25    0.5    0.3125      0.5        1",
        "",
    ]
    assert "Not converged." in printed


def test_a_descent_along_many_letters(capsys: Captured) -> None:
    """Of more than four letters the table has the cost alone, of four it has all."""
    assert (
        "J    ∂J/∂a    ∂J/∂b"
        in said(capsys, "a+b+c+d", "--descend", "--at", "a=1", "b=1", "c=1", "d=1", "--steps=1")[1]
    )
    _, printed, _ = said(capsys, "a+b+c+d+f", "--descend", "--at", "a=1", "b=1", "c=1", "d=1", "f=1", "--steps", "5")
    assert printed.splitlines()[2:9] == ["step      J", *(f"{k:4}    {5 - k / 2:3g}" for k in range(6))]


def test_a_descent_that_diverges(capsys: Captured) -> None:
    """The steps until then are printed, what may help stands on stderr, and the exit status tells."""
    status, printed, error = said(capsys, "x^2", "--descend", "--at", "1", "--learning-rate", "1.5")
    assert (status, error) == (1, "Pass a smaller learning rate, such as --learning-rate 0.15.\n")
    assert printed.splitlines()[-1].startswith("At step 17 the cost 1.71799e+10 is above divergence_limit")
    status, printed, error = said(capsys, "1e30 x^2", "--descend", "--at", "1")
    assert (status, error) == (1, "Start where J is lower.\n")
    assert "History: 0 steps" in printed


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            ["2x + sin w("],
            (
                "Cannot read '2x + sin w(', because 'w(' could be a product or a function. "
                "Write w*(... for the product.\n  2x + sin w(\n"
                "           ^"
            ),
        ),
        (
            [""],
            "Cannot read '', because there is nothing in it. Write an expression such as \"3x^2 + 1\".\n  \n  ^",
        ),
        (
            ["x^2", "--by", "2x"],
            "Cannot take '2x' for a letter, because it is the formula 2*x. Write one, such as x.",
        ),
        (
            ["x^2", "--order", "0"],
            (
                "Cannot take a derivative with --order 0, because an order is a whole number, one at least. "
                "Write --order 2 for the second."
            ),
        ),
        (
            ["e^x", "--order", "1001"],
            (
                "Cannot differentiate exp(x) 1001 times, because at most 1,000 derivatives are taken unless one of "
                "them is 0, and none of these is. Ask for a lower order."
            ),
        ),
        (
            ["x y", "--at", "2"],
            "Cannot go to 2, because it could be the value of x or y. Say of which, such as --at x=2.",
        ),
        (
            ["x y", "--at", "x=2"],
            "Cannot compute x*y at x = 2, because y has no value there. Add one, such as --at y=1.",
        ),
        (
            ["x^2", "--at", "x=2,x=3"],
            "Cannot put 3 for x, because x has a value already. Give each letter of the formula one number.",
        ),
        (
            ["xy", "--at", "x=2"],
            "Cannot put 2 for x, because xy has the letter xy. Give each letter of the formula one number.",
        ),
        (
            ["x^2", "--at", "x=y"],
            "Cannot go to 'x=y', because y is no number. Write one, such as 2, -1/2 or x=pi/2.",
        ),
        (
            ["x^2", "--at", "2,5"],
            (
                "Cannot read '2,5', because a comma parts only the arguments of a function. "
                "Write a point in a number, such as 1.5.\n  2,5\n   ^"
            ),
        ),
        (
            ["x^2", "--descend"],
            "Cannot descend without --at, because a descent starts somewhere. Say where, such as --at x=2.",
        ),
        *(
            (
                ["x^2", "--descend", "--at", "1", *option.split()],
                (
                    f"Cannot use {option.split()[0]} with --descend, because what is printed is the table of a descent "
                    "along all letters. Leave one of them out."
                ),
            )
            for option in ("--by x", "--order 2", "--latex")
        ),
        *(
            (
                ["x^2", option, "0"],
                f"Cannot use {option} without --descend, because only a descent takes steps. Add --descend.",
            )
            for option in ("--learning-rate", "--steps")
        ),
        (
            ["x^2", "--descend", "--at", "1", "--learning-rate", "-1"],
            (
                "Cannot descend with learning_rate=-1.0, because a step against the gradient needs a length above "
                "zero. Pass a finite number above zero."
            ),
        ),
        (
            ["x^2", "--descend", "--at", "1", "--steps", "0"],
            "Cannot descend with max_steps=0, because it counts the steps. Pass an int, 1 or more.",
        ),
    ],
)
def test_errors(capsys: Captured, words: list[str], error: str) -> None:
    """What cannot be used is said on stderr, with a caret where a formula cannot be read, and the exit status is 2."""
    assert said(capsys, *words) == (2, "", f"{error}\n")


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ([], "the following arguments are required: FORMULA"),
        (["--order", "2"], "the following arguments are required: FORMULA"),
        (["x^2", "--foo"], "unrecognized arguments: --foo"),
        (["x^2", "--learn", "2"], "unrecognized arguments: --learn"),
        (["x^2", "--at"], "argument --at: expected one argument"),
        (["x^2", "--by", "--order", "2"], "argument --by: expected one argument"),
        (["x^2", "--order", "two"], "argument --order: invalid int value: 'two'"),
    ],
)
def test_usage(capsys: Captured, words: list[str], end: str) -> None:
    """Words that are no command end with the usage and the reason, and with the exit status 2."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    printed, error = capsys.readouterr()
    assert (ended.value.code, printed) == (2, "")
    assert error.startswith("usage: python -m gdmath [-h] ")
    assert error.endswith(f"error: {end}\n")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(capsys: Captured, option: str) -> None:
    """The help names every option that the docstring does, and its examples run."""
    with pytest.raises(SystemExit) as ended:
        main([option])
    printed = capsys.readouterr().out
    assert ended.value.code == 0
    listed = set(re.findall(r"^``(--[a-z-]+)", program.__doc__ or "", re.MULTILINE))
    assert listed | {"--help"} == set(re.findall(r"^  (?:-h, )?(--[a-z-]+)", printed, re.MULTILINE))
    examples = re.findall(r"^  python -m gdmath (.+)$", printed, re.MULTILINE)
    assert len(examples) == 4
    assert [main(shlex.split(example)) for example in examples] == [0, 0, 0, 0]


def test_the_docstring_shows_what_is_printed(capsys: Captured) -> None:
    """The example at the top of the module is the command and what it prints."""
    block = (program.__doc__ or "").partition("::\n\n")[2].partition("\n\n")[0]
    command, *lines = [line[4:] for line in block.splitlines()]
    assert said(capsys, *shlex.split(command)[4:]) == (0, "".join(f"{line}\n" for line in lines), "")


def test_the_commands_of_the_guide_are_what_it_runs() -> None:
    """Each command in the guide stands above the hidden cell that runs it."""
    guide = (ROOT / "docs" / "guide" / "use.md").read_text(encoding="utf-8")
    pattern = r"```console\n\$ (python -m gdmath [^\n]+)\n```\n\n```\{code-cell\}\n:tags: \[remove-input\]\n(.*?)```"
    pairs = re.findall(pattern, guide, re.DOTALL)
    assert len(pairs) == guide.count("$ python -m gdmath") == 3
    for command, cell in pairs:
        asked: list[list[str]] = []
        exec(re.sub(r"^from .*$", "", cell, flags=re.MULTILINE), {"main": asked.append})
        assert asked == [shlex.split(command)[3:]]


def test_an_encoding_without_the_letters(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """What the encoding of a terminal does not have is printed as Python would escape it; one without any has all."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    assert main(["θ"]) == 0
    assert raw.getvalue().split(b"\n")[0].strip() == rb"D(\u03b8, \u03b8)"
    monkeypatch.setattr(sys, "stdout", plain := io.StringIO())
    assert main(["θ"]) == 0
    assert plain.getvalue().startswith("D(θ, θ)\n")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("words", [["x^2"], ["--help"], ["x^2", "--at", "1"]])
def test_a_closed_pipe(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    """Where nobody reads on, the command ends quietly, and so does Python's last flush."""
    reading, writing = os.pipe()
    os.close(reading)
    with monkeypatch.context() as patched, os.fdopen(writing, "w", encoding="utf-8") as stdout:
        patched.setattr(sys, "stdout", stdout)
        assert main(words) == 1
        print("more", file=stdout, flush=True)


def test_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command without a traceback."""

    def interrupted(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "_answer", interrupted)
    assert main(["x^2"]) == 130


def test_the_words_of_the_command(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """Without arguments the words are those behind the command, whose exit status is that of `main`."""
    monkeypatch.setattr(sys, "argv", ["gdmath", "x(x"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / "gdmath" / "__main__.py"), run_name="__main__")
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("Cannot read 'x(x'")


def test_the_pure_core() -> None:
    """The command needs Python alone: with all that may be missing blocked, it derives, computes and descends."""
    missing = ("matplotlib", "numpy", "pandas", "scipy", "sklearn", "sympy", "torch", "tqdm")
    block = f"import sys; sys.modules.update(dict.fromkeys({missing}))"
    ran = run("x^2", "--at", "2", before=block)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("  value              4\n  derivative by x    4\n")
    ran = run("x^2 + y^2", "--descend", "--at", "x=1,y=1", before=block)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Converged." in ran.stdout


def test_a_light_start() -> None:
    """A derivation loads nothing of what only a descent needs, and none of the large libraries."""
    heavy = ("gdmath.descent", "gdmath.neuron", "matplotlib", "numpy", "pandas", "sympy", "torch")
    asks = f"import atexit, sys; atexit.register(lambda: print([name for name in {heavy} if name in sys.modules]))"
    assert run("x^2", before=asks).stdout.splitlines()[-1] == "[]"


def test_a_command_of_its_own() -> None:
    """In a shell it ends with its status and without a traceback, in any encoding and for any bytes."""
    ran = run("-x^2", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{differentiate(-(x**2), x)}\n", "")
    ran = run("θ(", PYTHONIOENCODING="ascii:strict")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(r"Cannot read '\u03b8('")
    ran = run("\udcff")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
