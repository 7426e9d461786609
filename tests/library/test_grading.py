"""Grading, its edges, and how exercises are made: what is typed is never an error, and a bad template is one."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import InputError, exp, parse, symbols
from gdmath.expression import as_expr
from gdmath.practice import Choice, Exercise, Formula, Function, Number, Slip, exercises, grade
from gdmath.practice.answers import written
from gdmath.practice.catalogue import Template, drawn, template, templates
from gdmath.practice.exercise import Task
from gdmath.practice.grading import faults
from gdmath.practice.wording import bare, decimal, mixed, signed, whole

w = symbols("w")
ONE = {type(exercise.answer): exercise for exercise in exercises(0, ["the-rules"])}


@settings(deadline=None)  # a busy machine is no error
@given(st.text(max_size=30) | st.text("0123456789wxe+-*/^().,()\u2212 ", max_size=20))
def test_nothing_that_is_typed_raises(text: str) -> None:
    """Whatever is typed has a verdict with words."""
    for exercise in ONE.values():
        assert isinstance(exercise.answer, Function) or grade(exercise, text).message


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (
            Number,
            "a lot",
            "Cannot read 'a lot' as a number, because it has the letter 'a'. Write one such as 0.25,",
        ),
        (Number, "5 cm", "Cannot read '5 cm' as a number, because it has the letter 'cm'. Write one such as 0.25,"),
        (Number, "1/0", "Cannot read '1/0' as a number, because it has no real value. Write one such as 0.25,"),
        (Number, "w = ", "Cannot read 'w = ' as a number, because no number stands there. Write one such as 0.25,"),
        (Number, "1/2 = 0.5", "Cannot read '1/2 = 0.5', because an expression has no equals sign. Give one side alone"),
        (Number, "1.2.3", "Cannot read '1.2.3', because a number follows directly on what is before it."),
        (Number, "1 5/4", "Cannot read '1 5/4', because '1 5/4' could be a mixed number or a product."),
        (Number, r"w = \int 2", r"Cannot read 'w = \\int 2', because it is an integral, which is not read."),
        (
            Number,
            "3\u00b714",
            "Cannot read '3\u00b714', because '3\u00b714' could be a decimal number or a product. Write 3.14 or",
        ),
        (
            Number,
            "2x10-3",
            "Cannot read '2x10-3', because '10-3' could be a power or a difference. Write 10^-3 or 10 - 3.",
        ),
        (
            Number,
            "2 e \u2212 3",
            "Cannot read '2 e \u2212 3', because '2 e - 3' could be a power of ten or begin with a multiple of e.",
        ),
        (Formula, "2q", "Cannot compare '2q', because it has the letter 'q'. Use w alone."),
        (Formula, "2+", "Cannot read '2+', because"),
        (Formula, "2a(1 - a)", "Cannot compare '2a(1 - a)', because it has the letter 'a'. Use w alone."),
        (Formula, "2a1(1 - w", "Cannot compare '2a1(1 - w', because it has the letter 'a1'. Use w alone."),
        (
            Formula,
            "J'(w) = a\u00b2(w",
            "Cannot compare \"J'(w) = a\u00b2(w\", because it has the letter 'a'. Use w alone.",
        ),
        (Formula, "0\u00b75w", "Cannot read '0\u00b75w', because '0\u00b75' could be a decimal number or a product."),
        (Formula, "e^w + \u03c0(", "Cannot read 'e^w + \u03c0(', because a value is missing at the end."),
        (Formula, "1/0", "Cannot compare '1/0', because it has no clear value at w = "),
        (Formula, "2e^(ln(w))/", "Cannot read '2e^(ln(w))/', because a value is missing at the end."),
        (Choice, "z", "Cannot choose 'z', because it is none of the options. Write one letter from a to d."),
        (Choice, "", "Cannot choose '', because it is none of the options. Write one letter from a to d."),
    ],
)
def test_what_cannot_be_read_is_said_kindly(kind: type, text: str, message: str) -> None:
    """An answer of another kind is not right, and the message says how to write one."""
    verdict = grade(ONE[kind], text)
    assert not verdict.right
    assert verdict.slip is None
    assert verdict.message.startswith(message)


SLOPE = next(one for one in exercises(0, ["the-rules"]) if isinstance(one.answer, Function))
BACK = next(one for one in exercises(0, ["backpropagation"]) if isinstance(one.answer, Function))


def differs(w: float) -> float:
    """A difference quotient of the cost of `SLOPE`."""
    assert isinstance(SLOPE.answer, Function)
    cost, h = SLOPE.slips[0].answer[0], 1e-7
    return float(cost.evaluate(w=w + h) - cost.evaluate(w=w)) / h


@pytest.mark.parametrize(
    ("exercise", "function", "message"),
    [
        (
            SLOPE,
            lambda _: None,
            "Cannot use None, which slope(0.5) returns, because that is nothing yet. Let it return a",
        ),
        (
            SLOPE,
            lambda _: "2w",
            "Cannot use 2w, which slope(0.5) returns, because a number is asked for. Let it return",
        ),
        (SLOPE, lambda _: (1, 2), "Cannot use (1, 2), which slope(0.5) returns, because a number is asked for."),
        (SLOPE, "slope", "Cannot try 'slope', because it is no function. Pass the function slope itself."),
        (SLOPE, lambda w: w, "Not yet. `slope(0.5)` gives `0.5`, and `-9.0625` is right. Look at the hint."),
        (SLOPE, differs, "Nearly. `slope(0.5)` gives `-9.0625`, and `-9.0625` is right. A difference quotient only"),
        (
            BACK,
            lambda *_: 3,
            "Cannot use 3, which backward(1.5, 1, 0.4, -0.2) returns, because more are asked for.",
        ),
        (
            BACK,
            lambda *_: (..., ...),
            "Cannot use (Ellipsis, Ellipsis), which backward(1.5, 1, 0.4, -0.2) returns, beca",
        ),
        (
            BACK,
            lambda *_: (3, 2.5),
            "Not yet. `backward(1.5, 1, 0.4, -0.2)` gives `3, 2.5`, and `-2.04669, -1.36446` is",
        ),
    ],
)
def test_what_a_function_returns_is_said_kindly(exercise: Exercise, function: Any, message: str) -> None:
    """Where it is no number, or another one: the call, what it gives, and what is right."""
    verdict = grade(exercise, function)
    assert not verdict.right
    assert verdict.message.startswith(message)
    assert verdict.unread == message.startswith("Cannot")


def test_what_a_function_raises_is_its_own() -> None:
    """It is passed on, so that who wrote it sees where."""
    with pytest.raises(ZeroDivisionError):
        grade(SLOPE, lambda w: w / 0)


@pytest.mark.parametrize(
    ("answer", "right", "wrong"),
    [
        (
            Number(-1.2, 3),
            [
                "w = -1.2",
                "J'(5) = -6/5",
                "J\u2019(5)=\u22121.2",
                "dJ/dw = -1,2",
                "\u2202J/\u2202w=-1.2",
                "= -1.2",
                "\u2248 -1.2",
            ],
            ["3/4 = -1.2", "== -1.2", "2w = -1.2", "w(1", "-1,200,0"],
        ),
        (
            Number(-0.75, 2),
            [
                "-\u00be",
                "J(w + h) = -.75",
                "(J(w+h)-J(w))/h = -3/4",
                "\u2202J / \u2202w=-75%",
                "-3*0,25",
                "\u2212 \u00be",
                "w = -\u00be",
            ],
            ["-1\u00be", "\u00be"],
        ),
        (Number(2.0, 3), ["2,000", "2.000"], ["2000"]),
        (Number(1152.0, 0), ["1,152", "1 152", "1152", "n = 1152"], ["1.152", "11,52", "1,15", "1152.001"]),
        (Number(1234567.0, 0), ["1,234,567", "1 234 567"], ["1,234567", "1,2345,67"]),
        (
            Formula(2 * w, ("w",)),
            ["dJ / dw := 2w", "J'(w) = 2w", "= 2w", "f\u2032(w) = w + w", "dJ/dw = 2w", "a=2w"],
            ["2w = 2w", "w = w", "w(w + 1"],
        ),
        (
            Choice(("$4$", "$8$", "a lot"), 1),
            ["b", " B ", "(b)", "b)", "b.", "b) $8$", "8", "$8$"],
            ["a", "a lot", "bb", "b 8", "d", "b) 4"],
        ),
        (
            Choice((r"$10^{-8}$", r"$5 \times 9$", "up"), 1),
            ["5x9", "5 \u00d7 9", "5*9", r"5 \cdot 9", "5 \u00b7 9."],
            ["59", "10^-8", "up"],
        ),
    ],
)
def test_answers_are_read_as_people_write_them(answer: Any, right: list[str], wrong: list[str]) -> None:
    """With the name of what is asked before it, thousands parted in a count, and an option in brackets or in full."""
    exercise = replace(ONE[type(answer)], answer=answer)
    assert [text for text in right if not grade(exercise, text).right] == []
    assert [text for text in wrong if grade(exercise, text).right] == []


HALF = [
    "1/2",
    ".5",
    "0.5.",
    "+0.5",
    "0,5",
    "0\u00b75",
    "\u00bd",
    "~0.5",
    "\u22480.5",
    "= 0.5",
    "w = .5",
    "w ~ 0,5",
    "a \u2248 .5.",
]
HALF += [
    "50%",
    "50 %",
    "0 + 50%",
    r"\frac{1}{2}",
    r"\dfrac12",
    r"\tfrac{2}{4}",
    "1\u20442",
    "5*10^-1",
    "5x10^-1",
    "5 \u00d7 10\u207b\u00b9",
]
HALF += [
    "5\u00b710^-1",
    "5\u00b710**-1",
    r"5 \cdot 10^{-1}",
    r"5\times10^(-1)",
    "5e-1",
    "5e\u22121",
    "5E-1",
    "0.5\u200b",
    "\u20090.5\u2009",
    "2 X .25",
]
READ = {
    **dict.fromkeys(HALF, 0.5),
    **dict.fromkeys(
        [
            "1 3/4",
            "1\u00be",
            "1 \u00be",
            "1\u20093\u20444",
            r"1\frac{3}{4}",
            "2 - \u00bc",
            "3 - 1 1/4",
            "(1 3/4)",
            "175 %.",
        ],
        1.75,
    ),
    **dict.fromkeys(["-1 3/4", "\u22121\u00be", r"-1 \frac34", "-(1 3/4)", "w = \u2013 1 3/4"], -1.75),
    **dict.fromkeys(["2x3", "12/2", "1.5\u00b74", "3\u00b72.0", "3 \u00b7 2", "3\u22c52"], 6.0),
    "1 1/2 %": 0.015,
}


@pytest.mark.parametrize("text", READ)
def test_a_number_is_read_as_people_write_it(text: str) -> None:
    """With a mixed fraction, a raised point, an x for times, TeX or a sign for roughly, where one thing is meant."""
    assert Number(0.5, 2).read(text) == pytest.approx(READ[text], rel=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        "1 3/4/5",
        "2^1 3/4",
        "1.5 3/4",
        "1 152/200",
        "1 4/3",
        "1.1\u00bd",
        "0x10",
        "1/2x",
        "1\u2009000",
        "2\u00b73\u00b74",
        "= ~ 2",
    ],
)
def test_what_could_be_two_numbers_is_refused(text: str) -> None:
    """Whoever typed it is asked which one is meant."""
    with pytest.raises(InputError, match=r"^Cannot read "):
        Number(0.5, 2).read(text)


def test_what_is_to_be_cancelled_is_cancelled() -> None:
    """Where nothing may be divided by h any more, a quotient with the right values is not yet the answer."""
    [exercise] = [one for one in exercises(0, "the-derivative") if one.key == "the-derivative/by-algebra"]
    assert isinstance(exercise.answer, Formula)
    line = exercise.answer.expr
    verdict = grade(exercise, f"(({line})*h)/h * h/h")
    assert verdict.message == "It has the right values, but something is still divided by $h$. Cancel it."
    assert not verdict.right
    assert grade(exercise, str(line)).right
    assert not Formula(1 / w, ("w",)).unfinished(1 / w), "nobody asked"


def test_wrong_calls_are_refused() -> None:
    """Text is graded, lessons have names, and seeds are whole numbers."""
    with pytest.raises(InputError, match="Cannot grade 3, because it is of type int"):
        grade(ONE[Number], 3)  # type: ignore[arg-type]  # that is the point
    with pytest.raises(
        InputError, match=r"Cannot grade an answer to None, because it is of type NoneType\. Pass Exercise"
    ):
        grade(None, "a")  # type: ignore[arg-type]  # that is the point
    for answer in (Number(0.5), Formula(w, ("w",)), Choice(("up", "down"), 0)):
        with pytest.raises(InputError, match=r"Cannot read None, because it is of type NoneType\. Pass str"):
            answer.read(None)  # type: ignore[arg-type]  # that is the point
        with pytest.raises(InputError, match=r"Cannot (compare|use) .*'a'.*, because "):
            answer.same("a")  # type: ignore[arg-type]  # that is the point
    with pytest.raises(
        InputError, match=r"Cannot make exercises for 5, because int holds no names of lessons\. Pass some"
    ):
        exercises(0, 5)  # type: ignore[arg-type]  # that is the point
    with pytest.raises(InputError, match=r"Cannot make exercises for 'rules', because it is no lesson\. Choose from"):
        exercises(0, ["rules"])
    for seed in (0.5, True, "7"):
        with pytest.raises(InputError, match=r"because it is no whole number\. Pass one, such as 7"):
            exercises(seed)  # type: ignore[arg-type]  # that is the point
    assert repr(exercises(1, "the-rules")) == repr(exercises(1, ["the-rules"]))


@pytest.mark.parametrize(
    ("text", "at", "shown"),
    [
        (r"2\sigma(2w)(1-\prime(2w))", "\\prime", None),
        ("f'(w) = \u03c3(w) + a_1 w\u00b2 + ", None, "f'(w) = \u03c3(w) + a_1 w\u00b2 +"),
        ("w\u200b +* w", "* w", r"w\u200b +* w"),
        ("sigma(w) + w_{12}/", None, None),
        ("2w = w", "= w", None),
        ("a1w +* w", "* w", None),
    ],
)
def test_an_answer_is_quoted_as_it_was_typed(text: str, at: str | None, shown: str | None) -> None:
    """Not as it was read: with its name, its LaTeX and its spaces, and the caret stands where the trouble is."""
    exercise = replace(ONE[Formula], answer=Formula(w, ("w", "a1", "w12")))
    first, quoted, caret = grade(exercise, text).message.split("\n")
    assert first.startswith(f"Cannot read {text!r}, because ")
    assert quoted == f"  {shown or text}"
    assert caret.index("^") == (quoted.index(at) if at else 2 + len(text))
    assert "sigmoid" not in first


def test_a_formula_without_a_value_is_quoted_as_it_was_typed() -> None:
    """What cannot be compared is not called wrong, and the message says where it has no value."""
    message = grade(replace(ONE[Formula], answer=Formula(2 * w, ("w",))), "2e^(ln w)").message
    assert message.startswith("Cannot compare '2e^(ln w)', because it has no clear value at w = -")
    assert message.endswith(", where the answer has one. Write it in a form that has one.")


def test_a_rounded_number_in_a_formula_is_told_from_a_wrong_one() -> None:
    """It stands for all numbers that are written so; with all its digits it is right."""
    exercise = replace(ONE[Formula], answer=Formula(7 / (7 * w + 3), ("w",)), slips=())
    typed = {
        "1/(w + 3/7)": "Right",
        f"1/(w + {3 / 7})": "Right",
        "1/(w + 0.4286)": "Nearly",
        "1/(w + .42857143)": "Nearly",
        "1/(w + 0.4)": "Nearly",
        "1/(w + 0.5)": "Not yet",
        "1/(w + 0.4287)": "Not yet",
        "1.0/(w + 0.43) + ln(w)": "Not yet",
        "1/(w + 1)": "Not yet",
    }
    assert {text: grade(exercise, text).message.split(".")[0] for text in typed} == typed
    assert not Formula(2 * w, ("w",)).near(as_expr(1) / 0)


def test_a_slip_is_recognised_wherever_both_have_values() -> None:
    """One that has values for fewer letters than what was typed is no match, and no error."""
    slip = Slip(w * symbols("w"), "Known", "It is.")
    exercise = replace(ONE[Formula], answer=Formula(2 * w, ("w",)), slips=(slip,))
    assert grade(exercise, "w^3/w").slip is slip
    assert grade(exercise, "sqrt(w)^4").slip is None


def test_a_bad_template_is_caught() -> None:
    """A right answer that is called wrong, two equal wrong ones, a zero, and a formula without a letter are faults."""

    def task(answer: Any, *wrong: Any) -> Task:
        return Task("What?", answer, "Think.", ("So.",), tuple(Slip(one, f"Slip {one}", "There.") for one in wrong))

    assert faults(task(Number(0.5, 2), 0.7, 0.9, -0.5)) == []
    assert faults(task(Number(0.5, 2), 0.515, 0.9, -0.5)) == ["0.515 is called wrong, and is right"]
    assert faults(task(Number(0.5, 2), 0.9, 0.91, -0.5)) == ["0.91 and 0.9 are one answer"]
    assert faults(task(Number(0.0, 2), 1.0, 2.0, 3.0)) == ["the answer is zero"]
    assert faults(task(Formula(w + w, ("w",)), 2 * w, w, w**2)) == ["2*w is called wrong, and is right"]
    assert faults(task(Formula(as_expr(2), ("w",)), w, w**2, w**3)) == ["the formula has no letter"]
    assert faults(task(Choice(("up", "down"), 0), 0, 1)) == ["0 is called wrong, and is right"]

    assert faults(task(Choice(("up", "down", "up"), 1), 0, 2)) == ["two options are one"]

    hopeless = Template(
        "the-rules/hopeless", "the-rules", 1, "Hopeless", lambda _draw: task(Number(0.0), 1.0, 2.0, 3.0)
    )
    with pytest.raises(InputError, match="in 20 draws something was wrong, at last: the answer is zero"):
        drawn(hopeless, 0)


def test_a_template_is_added_by_its_name() -> None:
    """The decorator leaves the function as it is, and puts it among those of its lesson."""
    before = len(templates("the-rules"))

    def a_new_one(_draw: Any) -> Task:
        raise NotImplementedError

    assert template("the-rules", 2, "New")(a_new_one) is a_new_one
    try:
        [found] = [one for one in templates("the-rules") if one.key == "the-rules/a-new-one"]
        assert (found.level, found.title, len(templates("the-rules"))) == (2, "New", before + 1)
    finally:
        from gdmath.practice import catalogue

        catalogue._templates["the-rules"].pop()


def test_a_coarse_answer_is_told_from_a_wrong_one() -> None:
    """With too few decimals, rounded or cut, or with the last one off by one, it is nearly right; else it is not."""
    exercise = replace(ONE[Number], answer=Number(0.1977, 3), slips=(Slip(0.2, "Known", "It is."),))
    right, nearly = ["0.198", "0.1979", "19.77 %"], ["0.2", ".19", "0.197", "0.199"]
    known, unknown = ["0.200", "1/5"], ["0.194", "-0.2", "0", "0.3", "1"]
    said = [grade(exercise, text).message.split(".")[0] for text in right + nearly + known + unknown]
    assert said == ["Right"] * 3 + ["Nearly"] * 4 + ["Known"] * 2 + ["Not yet"] * 5
    few = replace(exercise, answer=Number(-46, 1))
    assert grade(few, "-45").message == grade(few, "46").message == "Not yet. Look at the hint."


def test_a_count_is_exact_but_for_a_computers_rounding() -> None:
    """What computes to it on paper is right; a slip is known also before it was rounded to a count."""
    exercise = replace(ONE[Number], answer=Number(800, 0), slips=(Slip(72, "Known", "It is."),))
    assert all(grade(exercise, text).right for text in ("32/0.2^2", "32/(1/5)^2", "(sqrt(32)*5)^2", "800"))
    assert [grade(exercise, text).slip for text in ("71.55", "72", "72.5")] == [*exercise.slips * 2, None]
    assert not grade(exercise, "800.001").right


def test_an_answer_is_short() -> None:
    """A long text is not read, so that nobody waits."""
    verdict = grade(ONE[Formula], "w*" * 3000 + "w")
    assert verdict.message == ("Cannot read so long an answer, because it has 6,001 characters. Write at most 500.")
    with pytest.raises(InputError, match=r"because it has 50,000 characters\. Write at most 500"):
        Number(0.5).read(" " * 50_000)


def test_an_answer_can_be_shown() -> None:
    """A number to the digits that are asked for, a formula as it can be typed, a choice with its letter."""
    shown = [str(Number(2 / 3, 2)), str(Formula(2 * w, ("w",))), str(Choice(("up", "down"), 1))]
    assert shown == ["0.67", "2*w", "b) down"]


def test_a_number_is_written_short() -> None:
    """Without zeros at its end, and never as minus zero."""
    assert [written(value) for value in (0.5, -2.0, 1 / 3, -1e-9, 100.0)] == ["0.5", "-2", "0.3333", "0", "100"]


def test_the_first_exercises_are_those_of_seed_0() -> None:
    """Whoever names no seed gets the exercises of seed 0."""
    of = ["the-rules"]
    asked = [[one.question for one in found] for found in (exercises(lessons=of), exercises(0, of), exercises(1, of))]
    assert asked[0] == asked[1] != asked[2]


def test_an_answer_may_be_five_hundred_characters_long() -> None:
    """So many are read, and one more is refused."""
    assert Number(1.0).read(" " * 499 + "1") == 1.0
    with pytest.raises(InputError, match=r"^Cannot read so long an answer, because it has 501 characters\. Write at"):
        Number(1.0).read(" " * 500 + "1")


def many(draw: Callable[[random.Random], Any]) -> set[Any]:
    """All that is drawn in five hundred draws."""
    drawing = random.Random("many")
    return {draw(drawing) for _ in range(500)}


def test_numbers_are_drawn_within_their_bounds() -> None:
    """Each number from the lowest to the highest comes, and none that would make nothing of an exercise."""
    assert many(lambda draw: whole(draw, -2, 3)) == {-2, -1, 1, 2, 3}
    assert many(lambda draw: whole(draw, 0, 2, but=(1,))) == {0, 2}
    assert many(lambda draw: decimal(draw, -0.2, 1.2)) == {k / 10 for k in (-2, -1, *range(1, 10), 11, 12)}
    assert many(lambda draw: decimal(draw, 0.98, 1.02, digits=2)) == {0.98, 0.99, 1.01, 1.02}


def test_options_are_mixed() -> None:
    """Each order comes, and the right one and the wrong ones are found again where they stand."""
    orders = set()
    for seed in range(100):
        options, right, wrong = mixed(random.Random(seed), "a", ["b", "c"])
        assert (options[right], *(options[place] for place in wrong)) == ("a", "b", "c")
        orders.add("".join(options))
    assert orders == {"abc", "acb", "bac", "bca", "cab", "cba"}


def test_numbers_in_a_question_are_short() -> None:
    """No zeros at the end of decimals, no more than four of them, large fractions, and brackets around a minus."""
    assert bare(symbols("w") * 0.5) == r"w \cdot 0.5"
    assert bare(symbols("w") * 2.0 + 100) == r"w \cdot 2 + 100"
    assert bare(0.123456) == "0.1235"
    assert bare(0.123456, digits=2) == "0.12"
    assert bare(10.0) == "10"
    assert bare(symbols("w") / 2) == r"\dfrac{w}{2}"
    assert [signed(value) for value in (0.25, -0.25, -2.0, 0.123456, -0.0)] == [
        "0.25",
        "(-0.25)",
        "(-2)",
        "0.1235",
        "0",
    ]
    assert signed(-0.123456, digits=2) == "(-0.12)"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2w + 2", "Right."),
        ("2(w + 1)", "Right."),
        ("2 + 2w", "Right."),
        ("(w + 1)*2", "Right. A book would write `2*(w + 1)`."),
        ("2(w + 1)^1", "Right. A book would write `2*(w + 1)`."),
        ("w + w + 2", "Right. A book would write `2*w + 2`."),
        ("2(w + 1)^2/(w + 1)", "Right. A book would write `2*(w + 1)`."),
        ("(4w + 4)/2 + 0", "Right. A book would write `2*w + 2`."),
        ("J'(w) = 6/3*w + 2", "Right. A book would write `2*w + 2`."),
        ("-2*-w - -2", "Right. A book would write `2*w + 2`."),
        ("2w + 3", "Not yet. It was read as `2*w + 3`. Look at the hint."),
    ],
)
def test_a_missing_simplification_is_named(typed: str, message: str) -> None:
    """An answer that is right in any form is right, and how a book would write it is said beside."""
    exercise = replace(ONE[Formula], answer=Formula(2 * w + 2, ("w",)), slips=())
    verdict = grade(exercise, typed)
    assert (verdict.message, verdict.right) == (message, message.startswith("Right."))


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("-6/a", "-(6/a)"),
        ("-3(a^2-3)/(a^2+3)^2", "-(3*(a**2 - 3)/(a**2 + 3)**2)"),
        ("9e^(-9a)/(1+e^(-9a))^2", "9*exp(-(9*a))/(1 + exp(-(9*a)))**2"),
        ("(3a/10-1)^2", "(3/10*a - 1)**2"),
        ("(1 - a)*a", "a*(1 - a)"),
        ("a*3", None),
        ("a*a", None),
    ],
)
def test_only_what_is_shorter_or_in_front_is_named(typed: str, right: str | None) -> None:
    """How the library sets a sign or orders factors is no simplification."""
    answer = Formula(parse(typed), ("a",))
    message = grade(replace(ONE[Formula], answer=answer, slips=()), typed).message
    assert (message == "Right.") is (right is not None)


def test_what_algebra_shows_is_the_same_needs_no_place() -> None:
    """A formula that has a clear value nowhere is right if algebra makes it the answer."""
    steep = exp(1000 * w) ** 2
    assert Formula(3 * steep, ("w",)).same(steep + 2 * steep)
