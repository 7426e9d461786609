"""Which letters of which font a formula needs, and that fonts with these letters alone are made."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from katex.glyphs import Font, font_rules, glyphs_of
from katex.installation import NODE, installed
from katex.stylesheet import write_stylesheet

pytestmark = pytest.mark.site

KATEX = Path(__file__).resolve().parents[2] / "docs" / "_build" / "katex"
RENDER = (
    "import(process.argv[1]).then(({default: katex}) => process.stdout.write(katex.renderToString(process.argv[2], "
    "{displayMode: true})))"
)


BOLD, ITALIC = Font("Main", weight="700"), Font("Main", "italic")


@pytest.fixture(scope="module")
def katex() -> Path:
    """The files of KaTeX."""
    return installed(KATEX)


def html(katex: Path, tex: str) -> str:
    """The HTML of a displayed formula."""
    command = [str(NODE), "-e", RENDER, str(katex / "katex.mjs"), tex]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("x + 1", {Font("Math", "italic"): "x", Font("Main"): "+1"}),
        (r"\mathbf{a}\mathit{b}\mathrm{c}", {BOLD: "a", ITALIC: "b", Font("Main"): "c"}),
        (r"\boldsymbol{w}", {Font("Math", "italic", "700"): "w"}),
        (r"\text{d \textit{e} \textbf{f}}", {Font("Main"): "d", ITALIC: "e", BOLD: "f"}),
        (r"\mathbb{R}\mathcal{C}", {Font("AMS"): "R", Font("Caligraphic"): "C"}),
        (r"\mathsf{s}\mathtt{t}", {Font("SansSerif"): "s", Font("Typewriter"): "t"}),
        (r"\sum", {Font("Size2"): "∑"}),
        (r"\textstyle\sum", {Font("Size1"): "∑"}),
        (r"\bigl(\Bigl(\biggl(\Biggl(", {Font(f"Size{size}"): "(" for size in (1, 2, 3, 4)}),
        (r"\left\{\rule{0pt}{9em}\right.", {Font("Size4"): "⎩⎨⎧"}),
    ],
)
def test_each_letter_is_of_the_font_that_the_style_sheet_gives_it(
    katex: Path, tex: str, expected: dict[Font, str]
) -> None:
    """Letters, bold and upright ones, words, and signs that grow; spaces that have no ink do not count."""
    rules = font_rules((katex / "katex.min.css").read_text(encoding="utf-8"))
    found = {font: letters - set(" \u00a0\u200b") for font, letters in glyphs_of(html(katex, tex), rules).items()}
    assert {font: letters for font, letters in found.items() if letters} == {
        font: set(letters) for font, letters in expected.items()
    }


def test_the_fonts_hold_the_letters_in_use_and_no_others(katex: Path, tmp_path: Path) -> None:
    """Of Main, the letters of the formula alone; the file is named by what it holds, and made alike each time."""
    write_stylesheet(katex, tmp_path / "one", [html(katex, "x + 1")])
    write_stylesheet(katex, tmp_path / "two", [html(katex, "x + 1")])
    write_stylesheet(katex, tmp_path / "three", [html(katex, "x + 2")])
    fonts = {path.name: path.read_bytes() for path in (tmp_path / "one" / "fonts").iterdir()}
    assert fonts == {path.name: path.read_bytes() for path in (tmp_path / "two" / "fonts").iterdir()}
    [main] = [name for name in fonts if name.startswith("KaTeX_Main-Regular.")]
    assert {chr(code) for code in TTFont(io.BytesIO(fonts[main])).getBestCmap()} - set(" \u00a0\u200b") == set("+1")
    other = {path.name for path in (tmp_path / "three" / "fonts").iterdir()}
    assert [name for name in sorted(fonts) if name in other] == [name for name in fonts if "Math-Italic" in name]


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_each_face_in_use_is_shipped_whatever_the_quoting(katex: Path, tmp_path: Path, quote: str) -> None:
    """KaTeX quotes the name of one family, and CSS lets it quote any."""
    quoted = tmp_path / "quoted"
    shutil.copytree(katex / "fonts", quoted / "fonts")
    rules = (katex / "katex.min.css").read_text(encoding="utf-8")
    requoted = re.sub(r"""["']?(KaTeX_\w+)["']?(?=[;,}])""", rf"{quote}\1{quote}", rules)
    (quoted / "katex.min.css").write_text(requoted, encoding="utf-8")
    write_stylesheet(quoted, tmp_path / "site", [html(katex, r"\mathsf{s}\mathtt{t}\mathsfit{u}")])
    letters = {
        path.name.split(".")[0]: "".join(map(chr, TTFont(path).getBestCmap()))
        for path in (tmp_path / "site" / "fonts").iterdir()
    }
    assert letters == {"KaTeX_SansSerif-Regular": "s", "KaTeX_Typewriter-Regular": "t", "KaTeX_SansSerif-Italic": "u"}


def test_a_style_sheet_keeps_no_font_of_an_earlier_build(katex: Path, tmp_path: Path) -> None:
    """A font that no formula needs any more is gone, and so is its rule."""
    write_stylesheet(katex, tmp_path, [html(katex, r"\mathbb{R}")])
    assert [path.name.split(".")[0] for path in (tmp_path / "fonts").iterdir()] == ["KaTeX_AMS-Regular"]
    write_stylesheet(katex, tmp_path, [html(katex, "x")])
    rules = (tmp_path / "katex.css").read_text(encoding="utf-8")
    assert re.findall(r"url\(fonts/KaTeX_([\w-]+)\.\w+\.woff2\)", rules) == ["Math-Italic"]
