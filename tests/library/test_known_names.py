"""`parse` with known names: what is written together is a product, and nothing else changes."""

from typing import Any

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


def test_a_known_name_is_no_part_of_a_number() -> None:
    """Who names x10 has a product with it, where a power of ten could be read without the name."""
    assert parse("2x10^3", symbols=["x10"]) is parse("2*x10^3")
    with pytest.raises(ParseError, match="could be a power of ten or a product with x10"):
        parse("2x10^3")


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


@pytest.mark.parametrize(
    "names",
    ["w x", "w, x", ["w", "x"], symbols("w x"), {"w": 1, "x": 2}, iter(["w", "x"])],
    ids=["text", "commas", "list", "symbols", "dict", "iterator"],
)
def test_names_come_as_symbols_takes_them(names: Any) -> None:
    """A text with names in it, a list of names, or the symbols themselves."""
    assert parse("wx", symbols=names) is parse("w*x")


def test_a_single_symbol_needs_no_list() -> None:
    """The symbol w is a known name, and so is the text of one word, which is one name."""
    assert parse("w(w + 1)", symbols=w) is parse("w*(w + 1)")
    assert parse("wx(w + 1)", symbols="wx") is parse("wx*(w + 1)")


def test_a_name_may_be_given_as_it_is_typed() -> None:
    """A lowered number in a known name is the same number."""
    assert parse("w\u2081(x)", symbols=["w\u2081"]) is parse("w1*x")


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("e", "e is the name of a number. Use another name."),
        ("E", "E is the name of a number. Use another name."),
        ("pi", "pi is the name of a number. Use another name."),
        ("sin", "sin is the name of a function. Use another name."),
        ("sinx", "it is read as sin x. Use another name."),
        ("w1x1", "w1x1 could be one name or several without a space. Write spaces, * or brackets between them."),
    ],
)
def test_a_name_that_no_symbol_may_have_is_refused(name: str, because: str) -> None:
    """A wish that could not be fulfilled is not passed over: what means something else stays that."""
    with pytest.raises(InputError) as error:
        parse(f"2{name} + x", symbols=[name, "x"])
    assert str(error.value) == f"Cannot read a text with the symbol {name!r}, because {because}"


@pytest.mark.parametrize("names", [None, 5], ids=str)
def test_what_is_no_list_of_names_is_refused(names: Any) -> None:
    """Names come in a list, or are left out."""
    with pytest.raises(InputError) as error:
        parse("w", symbols=names)
    assert str(error.value) == (
        f"Cannot read a text with symbols={names}, because they are no list of names. "
        'Pass names such as ["w", "x"], or leave it out.'
    )


@pytest.mark.parametrize("name", [1, None, w * 2], ids=str)
def test_a_name_is_a_text_or_a_symbol(name: Any) -> None:
    """A number, nothing at all, and a formula are no names."""
    with pytest.raises(InputError, match=r'because it is no name\. Pass names such as "w" or "x1"\.$'):
        parse("w", symbols=[name])


def test_a_function_and_a_number_keep_their_names() -> None:
    """Letters that are all known do not take sin and pi apart."""
    assert parse("sin(x)", symbols=list("sinx")) is parse("sin(x)")
    assert parse("pi", symbols=["p", "i"]) is parse("pi")
    assert parse("si(x)", symbols=list("six")) is symbols("s") * symbols("i") * symbols("x")


def test_the_error_shows_the_text_as_it_was_typed() -> None:
    """Names that touch are not parted in it, neither in the advice nor where the caret stands."""
    with pytest.raises(ParseError) as caught:
        parse("1/2wx + b", symbols=["w", "x"])
    because = "'/' could divide by one factor or by the product. Write 1/(2wx) or (1/2)wx."
    assert str(caught.value) == f"Cannot read '1/2wx + b', because {because}\n  1/2wx + b\n   ^"
    assert (caught.value.text, caught.value.position) == ("1/2wx + b", 1)
