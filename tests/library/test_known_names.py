"""`parse` with known names: what is written together is a product, and nothing else changes."""

import pytest

from gdmath import InputError, ParseError, parse, symbols

w, w1 = symbols("w w1")
NAMES = ["w", "x", "w1", "x1", "b", "a", "y", "z"]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2w(w + 1)", "2*w*(w + 1)"),
        ("wx", "w*x"),
        ("w1x1 + b", "w1*x1 + b"),
        ("2wx(w+1)", "2*w*x*(w + 1)"),
        ("x(a − y)", "x*(a - y)"),
        ("(a - y)x", "(a - y)*x"),
        ("xw^2", "x*w^2"),
        ("xw\u00b2", "x*w^2"),
        ("w\u2081x\u2081\u00b2", "w1*x1^2"),
        ("xe^x", "x*exp(x)"),
        ("sigmoid(wx)(1 - sigmoid(wx))", "sigmoid(w*x)*(1 - sigmoid(w*x))"),
        ("ln(x)", "log(x)"),
        ("e^(wx)", "exp(w*x)"),
        ("wq", "wq"),
    ],
)
def test_what_touches_is_a_product(text: str, same: str) -> None:
    """Names that are known may touch one another and a bracket; functions and other words stay what they are."""
    assert parse(text, symbols=NAMES) is parse(same)


def test_longer_names_come_first() -> None:
    """A word is cut into the longest names that leave names, and not at all if that cannot be."""
    assert parse("ww1", symbols=["w", "w1"]) is w * w1
    assert parse("aab", symbols=["a", "ab"]) is parse("a*ab")


def test_without_names_nothing_changes() -> None:
    """What is no product by itself is an error, or one symbol, as before."""
    with pytest.raises(ParseError, match="could be a product or a function"):
        parse("w(w + 1)")
    assert parse("wx").args == ("wx",)
    with pytest.raises(ParseError, match="could be a product or a function"):
        parse("q(w + 1)", symbols=["w"])


@pytest.mark.parametrize("name", ["2w", "", "w x", "w+x"])
def test_a_symbol_has_a_name(name: str) -> None:
    """What is no name is refused."""
    with pytest.raises(InputError) as error:
        parse("w", symbols=[name])
    assert str(error.value) == (
        f'Cannot read a text with the symbol {name!r}, because it is no name. Pass names such as "w" or "x1".'
    )
