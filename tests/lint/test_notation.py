"""The notation of pages: what a symbol is, and which formulas break the contract."""

from pathlib import Path

import pytest

from lint.__main__ import SYMBOLS, main
from lint.notation import findings, known, symbols

ROWS = "| Symbol | Is called |\n|---|---|\n| $w$, $w_1$ | weight |\n| $\\text{next\\_w}$ | the weight after a step |\n"


def of(text: str) -> list[str]:
    """Return what is complained of on a page, where the table has only w, next_w."""
    return [f"{found.line}: {found}" for found in findings(text, ROWS)]


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"\frac{dJ}{dw}", ["J", "w"]),
        (r"\frac{d}{dx}[\ldots]", ["x"]),
        (r"w_1 \cdot x_1 + b", ["w", "x", "b"]),
        (r"\lambda_{\max}", [r"\lambda"]),
        (r"\text{next\_w} = w - \text{learning\_rate} \cdot \frac{dJ}{dw}", ["next_w", "learning_rate", "w", "J", "w"]),
        (r"\text{linear part} && z &= \sigma(w)", ["z", r"\sigma", "w"]),
        (r"\begin{aligned} a &= b \end{aligned}", ["a", "b"]),
        ("w = {value}`area * w:.4f`", ["w"]),
        ("w = {definition}`1e5`", ["w"]),
        (r"\overline{x^2} + \max(a, e^{-z})", ["x", "a", "e", "z"]),
    ],
)
def test_symbols_are_letters_and_written_names(tex: str, found: list[str]) -> None:
    """Indices, commands, words and what is computed are no symbols, and neither is the d of a derivative."""
    assert sorted(symbols(tex)) == sorted(found)


def test_the_table_explains_what_stands_in_its_first_column() -> None:
    """What other columns mention is not explained by that."""
    assert known(ROWS + "| $k$ | as many as $n$ |\n") == {"w", "next_w", "k"}


def test_the_table_of_the_site_explains_what_the_contract_names() -> None:
    """The parameters, the layers, the cost and both names of the learning rate are there."""
    table = known(SYMBOLS.read_text(encoding="utf-8"))
    assert table >= {"w", "b", r"\theta", "z", "a", "J", r"\sigma", "x", "y", "learning_rate", r"\eta", "next_w"}


def test_an_unknown_symbol_is_named_once_where_it_stands_first() -> None:
    """The complaint has the line, the symbol and its formula, and says what to do."""
    (complaint,) = of("Here $w$\nand $v +\nw$.\n\n$$v$$\n")
    assert complaint == (
        "2: Cannot use the symbol 'v' in 'v + w', because the table of symbols lacks it. "
        "Explain it in docs/reference/notation.md, or use one that is there."
    )


@pytest.mark.parametrize("text", [r"$\delta w$", "A small δ.", "```{math}\n\\delta w\n```"])
def test_a_small_delta_is_never_written(text: str) -> None:
    """Neither in a formula nor in a sentence."""
    assert [one.partition("Cannot")[2] for one in of(text)] == [
        " write δ, because a finite change is Δ and a slope d or ∂. Write \\Delta."
    ]
    assert of(r"$\Delta w$") == []


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        (r"\frac{dw}{dw_1}", "Cannot write dw_1 in"),
        (r"\frac{d w}{d w_{12}}", "Cannot write dw_{12} in"),
        (r"\frac{\mathrm{d}w}{\mathrm{d}w}", "Cannot write an upright d in"),
    ],
)
def test_a_slope_in_one_of_several_is_partial(formula: str, says: str) -> None:
    """A d under the line is for one variable, and it is slanted."""
    assert [says in one for one in of(f"${formula}$")] == [True]


def test_what_keeps_the_contract_is_not_complained_of() -> None:
    """Slopes in one variable and in several, and code, whatever it holds."""
    assert (
        of("$\\frac{dw}{dw}$, $\\frac{\\partial w}{\\partial w_1}$, `v_1`\n\n```{code-cell}\nv = 1  # $v$\n```\n") == []
    )


def test_the_pages_are_held_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder is looked through, and the exit status says whether all is well."""
    (tmp_path / "one.md").write_text("$w$\n", encoding="utf-8")
    assert (main([str(tmp_path)]), capsys.readouterr().out) == (0, "")
    (tmp_path / "two.md").write_text("$\\psi$\n", encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith(f"{tmp_path / 'two.md'}:1: Cannot use the symbol '\\\\psi' in")
