"""Write a sheet of exercises to print, and its key: `nox -s sheet -- --seed 7 --lessons 3-5`.

Both are single files that need nothing else, in build/sheet. The same seed gives the same sheet on every machine.
"""

from __future__ import annotations

import argparse
import base64
import re
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from gdmath.practice.answers import Answer

DOCS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(DOCS / "_ext"))

from course.asking import LEVELS  # noqa: E402  found through the line above
from course.practice.sections import solution  # noqa: E402  the same
from gdmath import InputError, __version__  # noqa: E402  beside the others
from gdmath.practice import LESSONS, Choice, Exercise, Formula, Function, exercises  # noqa: E402  the same
from gdmath.practice.answers import LETTERS  # noqa: E402  the same
from gdmath.practice.wording import bare  # noqa: E402  the same
from katex.installation import MathematicsError, installed  # noqa: E402  found through the line above
from katex.punctuation import CLASS, PUNCTUATION  # noqa: E402  the same
from katex.renderer import close_renderer, render  # noqa: E402  the same
from katex.setting import set_displayed  # noqa: E402  the same
from katex.stylesheet import OUR_RULES  # noqa: E402  the same
from katex.widths import with_widths  # noqa: E402  the same

COURSE = "Understand gradient descent"
FOLDER = DOCS.parent / "build" / "sheet"
ROOM = {1: 3, 2: 4.5, 3: 6}  # centimetres to write, by level
NAMES = list(LESSONS)
_FONT = re.compile(r"src:[^;}]*?url\(fonts/(?P<name>[\w-]+\.woff2)\)[^;}]*")


class _Arguments(argparse.ArgumentParser):
    """Says what is wrong with an argument in the way of the library."""

    def error(self, message: str) -> NoReturn:
        raise InputError("make a sheet", message, "Write `nox -s sheet -- --seed 7 --lessons 3-5`")


def numbers(text: str) -> list[int]:
    """Read which lessons are meant: "3", "3-5" or "1,4-6", counted from one.

    Raises
    ------
    InputError
        It means none, or there are not so many.
    """
    found: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,18})\s*(?:[-\u2013]\s*(\d{1,18})\s*)?", part)
        if match is None:
            raise _unknown(text, f"{part.strip()!r} is neither a number nor a range")
        first, last = int(match[1]), int(match[2] or match[1])
        if first > last:
            raise _unknown(text, f"the range {part.strip()!r} runs backwards")
        if first < 1 or last > len(NAMES):
            raise _unknown(text, f"{part.strip()!r} is beyond the lessons, which are counted from 1 to {len(NAMES)}")
        found += [number for number in range(first, last + 1) if number not in found]
    return sorted(found)


def _unknown(text: str, because: str) -> InputError:
    listed = ", ".join(f"{number} {name}" for number, name in enumerate(NAMES, start=1))
    return InputError(
        f"make a sheet for the lessons {text!r}",
        because,
        f"Write numbers, ranges such as 3-5, or both with commas between them. The lessons are {listed}",
    )


def options(arguments: list[str]) -> tuple[int, list[int]]:
    """Read the seed and the lessons."""
    parser = _Arguments(prog="nox -s sheet --", description=__doc__, allow_abbrev=False)
    parser.add_argument("--seed", default="0", help="another whole number, of at most 18 digits, gives other numbers")
    parser.add_argument("--lessons", default=f"1-{len(NAMES)}", help="such as 3, 3-5 or 1,4-6; all by default")
    given = parser.parse_args(arguments)
    if not re.fullmatch(r"[-+]?\d{1,18}", given.seed):
        because = "it is no whole number of at most 18 digits"
        raise InputError(f"make a sheet with --seed {given.seed!r}", because, "Write one, such as 7")
    return int(given.seed), numbers(given.lessons)


def html(text: str) -> str:
    """Markdown with formulas as HTML, set as on the pages."""
    markdown = MarkdownIt().enable("table").use(dollarmath_plugin)
    markdown.add_render_rule("math_inline", _inline)
    markdown.add_render_rule("math_block", lambda _self, tokens, at, *_: _displayed(tokens[at].content.strip()))
    return str(markdown.render(text))


def _inline(_self: object, tokens: Sequence[Token], at: int, *_: object) -> str:
    """A formula in a line of text, together with the punctuation after it."""
    katex = installed(DOCS / "_build" / "katex")
    made = f'<span class="math">{with_widths(render(katex, tokens[at].content, display=False), katex)}</span>'
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.type != "text" or not (mark := PUNCTUATION.match(after.content)):
        return made
    after.content = after.content[mark.end() :]
    return f'<span class="{CLASS}">{made}{mark[0]}</span>'


def _displayed(tex: str) -> str:
    """A formula by itself; a derivation line by line, so that a long line wraps, and no name of a rule is cut off."""
    katex = installed(DOCS / "_build" / "katex")
    rows = set_displayed(tex, lambda part: with_widths(render(katex, part, display=True), katex))
    return f'<div class="math"><div class="formula">{rows}</div></div>\n'


def asked(name: str, exercise: Exercise) -> str:
    """One exercise of the sheet: the question, its options, and room to write."""
    answer = exercise.answer
    if isinstance(answer, Choice):
        listed = "".join(
            f"<li><span>{LETTERS[place]})</span> {html(option)}</li>" for place, option in enumerate(answer.options)
        )
        below = f'<ul class="options">{listed}</ul>'
    else:
        stub = html(f"```python\n{answer.stub}\n```") if isinstance(answer, Function) else ""
        below = f'{stub}<div class="room" style="height: {ROOM[exercise.level]}cm"></div>'
    return _article(name, exercise, html(exercise.question) + below)


def answered(name: str, exercise: Exercise) -> str:
    """The same exercise in the key: its answer, the way to it, and what wrong answers reveal."""
    right = _right(exercise.answer)
    return _article(name, exercise, html(f"{exercise.question}\n\n{right}{solution(exercise)}"))


def _right(answer: Answer) -> str:
    """The answer as Markdown; code is written in the solution."""
    match answer:
        case Function():
            return ""
        case Choice():
            right = str(answer)
        case Formula(expr=expr):
            right = f"${bare(expr)}$"
        case _:
            right = f"${answer}$"
    return f"**Answer:** {right}\n\n"


def _article(name: str, exercise: Exercise, body: str) -> str:
    level = f"level {exercise.level}, {LEVELS[exercise.level]}"
    return f"<article><h3>{name} {escape(exercise.title)} <small>{level}</small></h3>{body}</article>"


def page(kind: str, seed: int, lessons: list[int]) -> str:
    """The whole sheet, or the whole key."""
    title = "Exercises" if kind == "sheet" else "Key to the exercises"
    foot = f"gdmath {__version__}, {kind}, seed {seed}, lessons {_ranges(lessons)}"
    parts = []
    for number in lessons:
        made = exercises(seed, [NAMES[number - 1]])
        write = asked if kind == "sheet" else answered
        told = "".join(write(f"{number}.{place}", one) for place, one in enumerate(made, start=1))
        parts.append(f"<section><h2>{number} {LESSONS[NAMES[number - 1]]}</h2>{told}</section>")
    name = '<p class="name"><span>Name</span><span>Date</span></p>' if kind == "sheet" else ""
    ours = "\n".join(file.read_text(encoding="utf-8") for file in (OUR_RULES, Path(__file__).with_name("sheet.css")))
    style = f"{_katex_style()}\n{ours}".replace("FOOT", foot)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{COURSE}: {title}, seed {seed}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>\n'
        f'<body class="{kind}"><header><p>{COURSE}</p><h1>{title}</h1><p>{foot}</p>{name}</header>\n'
        f"<main>{''.join(parts)}</main></body></html>\n"
    )


def _ranges(lessons: list[int]) -> str:
    """Short for a list of numbers: 1, 4-6."""
    runs: list[list[int]] = []
    for number in lessons:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}\u2013{run[-1]}" for run in runs)


def _katex_style() -> str:
    """KaTeX's style sheet with its fonts inside, so that a sheet is one file."""
    folder = installed(DOCS / "_build" / "katex")
    style = (folder / "katex.min.css").read_text(encoding="utf-8")
    return _FONT.sub(lambda font: f"src:url({_data(folder / 'fonts' / font['name'])}) format('woff2')", style)


def _data(font: Path) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(font.read_bytes()).decode()}"


def main(arguments: list[str]) -> int:
    """Write both files, print where they are, and return the exit status."""
    try:
        seed, lessons = options(arguments)
        texts = {kind: page(kind, seed, lessons) for kind in ("sheet", "key")}
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except MathematicsError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        close_renderer()
    FOLDER.mkdir(parents=True, exist_ok=True)
    ending = f"{seed}-lessons-{_ranges(lessons).replace(', ', '+').replace(chr(0x2013), '-')}"
    for kind, text in texts.items():
        file = FOLDER / f"{kind}-{ending}.html"
        file.with_suffix(".part").write_text(text, encoding="utf-8", newline="\n")
        file.with_suffix(".part").replace(file)
        print(f"The {kind} is in {file.relative_to(DOCS.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
