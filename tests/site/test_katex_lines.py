"""Aligned formulas line by line: which are taken apart, where, and which are left to KaTeX."""

import pytest

from katex.lines import Line, lines
from katex.setting import set_displayed


@pytest.mark.parametrize(
    "tex",
    [
        "x = 1",
        r"\begin{aligned} a &= b \end{aligned}",
        r"\begin{aligned} a &= b \\ &= c \tag{1} \end{aligned}",
        r"\begin{aligned} a &= b && c &= d \\ &= e \end{aligned}",
        r"\begin{aligned} a &= b && \text{by $x$} \\ &= e \end{aligned}",
        r"\begin{aligned} a &= b % why \\" + "\n" + r" &= e \end{aligned}",
        r"\begin{aligned} a \\ b \end{aligned}",
        r"\begin{aligned} a &= b \\ &= c \end{aligned} + 1",
    ],
)
def test_a_formula_that_is_not_a_list_of_equations_is_left_to_katex(tex: str) -> None:
    """One line, numbers and comments of its own, other columns, formulas in names: KaTeX sets them as a whole."""
    assert lines(tex) is None


def test_only_what_stands_between_the_lines_divides_them() -> None:
    """What looks like an end of a line or a cell in braces, in an environment, or behind a backslash, is neither."""
    tex = r"\begin{split} \text{a & b \\} &= \{1\} \& 2 \\*[2em] &= \begin{cases} a & b \\ c \end{cases} \\ \end{split}"
    assert lines(tex) == [
        Line(r"\text{a & b \\}", r"= \{1\} \& 2"),
        Line("", r"= \begin{cases} a & b \\ c \end{cases}"),
    ]


def test_a_line_that_is_too_wide_leaves_no_room_for_names() -> None:
    """Where a part that cannot be broken is wider than 22 em, every name of that formula has a row of its own."""
    tex = r"\begin{aligned} a &= b && \text{sum rule} \\ &= c && \text{tidy} \end{aligned}"

    def set_with(width: float) -> str:
        return set_displayed(tex, lambda _: f'<span class="katex-base" style="width:{width}em"></span>')

    assert set_with(21.9).startswith("<ol>\n<li>")
    assert set_with(22.1).startswith('<ol class="wide">\n<li>')
