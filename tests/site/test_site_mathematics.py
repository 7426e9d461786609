"""The formulas of the site: rendered while it is built, right in every process, and never silently wrong."""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
EXTENSIONS = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "docs" / "_ext")]), "NO_COLOR": "1"}
INSTALLED = ROOT / "docs" / "_build" / "katex"

CONF = """
project = "Formulas"
extensions = ["myst_parser", "katex"]
myst_enable_extensions = ["amsmath", "dollarmath"]
html_theme = "basic"
"""
FORMULAS = r"""# Formulas

The slope is $\frac{dJ}{dw} = 2w$, and $a < b$.

$$
\frac{dz}{dw} = x
$$ (slope)

By {eq}`slope`, the rest follows.

$$
J &= a + b \\
  &= c
$$

$$
\begin{pmatrix} a \\ b \end{pmatrix}
$$

$$
\begin{align}
a &= b
\end{align}
$$

\begin{align*}
c &= d
\end{align*}

$$
\begin{aligned}
l'(w) &= \frac{d}{dw}[3w^2] \\[0.4em]
&= 3 \cdot 2w && \small\text{power and other rules} \\
&= 6w && \small\text{tidy}
\end{aligned}
$$

$$
\begin{aligned}
\text{cost} && J &= \begin{cases} a & b \\ c & d \end{cases} \\
\text{slope} && J' &= -\{1\}
\end{aligned}
$$
"""
WRONG = r"""# Wrong

The first line is right,
and *the second
is* too, but the third has $\frac{1}$ in it.

$$
\nosuch
$$

- An item
  with a $a^b^c$ of its own.

\begin{align}
a &= b
\end{align}
"""

pytestmark = pytest.mark.site


def write_site(folder: Path, **pages: str) -> Path:
    """Write a site of these pages, with no extension but this one and Markdown."""
    folder.mkdir()
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    toctree = "\n\n```{toctree}\n" + "\n".join(sorted(set(pages) - {"index"})) + "\n```\n"
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text + toctree * (name == "index"), encoding="utf-8")
    return folder


def build(site: Path, out: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build a site with the one installation of KaTeX, unless the options name another."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", f"{out}.doctrees"]
    if not any(option.startswith("katex_folder=") for option in options):
        command += ["-D", f"katex_folder={INSTALLED}"]
    return subprocess.run(
        [*command, *options, str(site), str(out)],
        env=EXTENSIONS | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def page(out: Path, name: str) -> BeautifulSoup:
    """Return a page of a built site."""
    return BeautifulSoup((out / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def annotations(soup: BeautifulSoup | Tag) -> list[str]:
    """Return the TeX that annotates each formula."""
    return [annotation.text for annotation in soup.find_all("annotation", encoding="application/x-tex")]


def processes_with(text: str) -> list[str]:
    """Return the command lines of the running renderers in which a text stands."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text(encoding="utf-8").replace("\0", " ")
        except OSError:
            continue
        if text in command and "render.mjs" in command:
            found.append(command)
    return found


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five pages, written by several processes at once."""
    folder = tmp_path_factory.mktemp("formulas")
    pages = {f"page{n}": f"# Page\n\nA *root*.\nIt is $\\sqrt{{{n}}}$.\nMore.\n" for n in range(4)}
    site = write_site(folder / "site", index=FORMULAS, **pages)
    # A name of its own for the folder of KaTeX, by which this build's node processes are told from all others.
    INSTALLED.mkdir(parents=True, exist_ok=True)
    (folder / "katex").symlink_to(INSTALLED)
    done = build(site, folder / "html", "-W", "-j", "3", "-D", f"katex_folder={folder / 'katex'}")
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a site with wrong formulas on two pages, and the folder to build it in."""
    folder = tmp_path_factory.mktemp("wrong")
    return write_site(folder / "site", index="# Right\n\n$x$", wrong=WRONG, also="# Too\n\n$\\nope$"), folder / "html"


def test_inline_formula_is_html_and_mathml(out: Path) -> None:
    """A formula in a line is HTML for the eye and MathML for a screen reader, annotated with its TeX."""
    spans = page(out, "index").select("p span.math")
    assert [annotations(span) for span in spans] == [[r"\frac{dJ}{dw} = 2w"], ["a < b"]]
    for span in spans:
        assert len(span.select(".katex-mathml math")) == 1
        assert [html["aria-hidden"] for html in span.select(".katex-html")] == ["true"]


def test_punctuation_stays_with_its_formula(out: Path) -> None:
    """The full stop after a formula is in one unbreakable piece with it, and stands there once."""
    [together] = page(out, "page2").select("p .math-and-punctuation")
    assert annotations(together) == [r"\sqrt{2}"]
    assert str(together.contents[-1]) == "."
    assert together.parent is not None
    before, after = together.previous_sibling, together.next_sibling
    assert (str(before), str(after)) == (".\nIt is ", "\nMore.")


def test_displayed_formulas_are_html_and_mathml(out: Path) -> None:
    """A displayed formula keeps its TeX, one of several lines that of each line; KaTeX numbers nothing."""
    formulas = page(out, "index").select("div.math > .formula")
    assert [[" ".join(tex.split()) for tex in annotations(formula)] for formula in formulas] == [
        [r"\frac{dz}{dw} = x"],
        ["J", "= a + b", "= c"],
        [r"\begin{pmatrix} a \\ b \end{pmatrix}"],
        [r"\begin{align*} a &= b \end{align*}"],
        [r"\begin{align*} c &= d \end{align*}"],
        ["l'(w)", r"= \frac{d}{dw}[3w^2]", r"= 3 \cdot 2w", "= 6w"],
        ["J", r"= \begin{cases} a & b \\ c & d \end{cases}", "J'", r"= -\{1\}"],
    ]
    assert all(formula.select_one(".katex-display .katex-html") for formula in formulas)


def test_displayed_formula_can_be_scrolled_by_keyboard(out: Path) -> None:
    """The box of a displayed formula takes the focus and has a name."""
    boxes = page(out, "index").select("div.math > .formula")
    assert {(box["tabindex"], box["role"]) for box in boxes} == {("0", "group")}
    assert [box["aria-label"] for box in boxes] == ["Equation 1", *["Equation"] * 4, "Derivation", "Equation"]


def test_each_line_of_a_derivation_is_read_with_its_rule(out: Path) -> None:
    """The lines are a list in the order of the derivation, and in each the formula comes before the rule's name."""
    *_, derivation, named = page(out, "index").select("div.math > .formula")
    items = derivation.select("ol > li")
    assert [[part["class"] for part in item.find_all("span", recursive=False)] for item in items] == [
        [["left"], ["right"]],
        [["right"], ["after"]],
        [["right"], ["after"]],
    ]
    assert [name.text for name in derivation.select(".after")] == ["power and other rules", "tidy"]
    assert [name.text for name in named.select("ol.named > li > .before")] == ["cost", "slope"]


def test_numbered_formula_is_linked(out: Path) -> None:
    """A labelled formula shows its number, has an identifier once, and is what a reference leads to."""
    soup = page(out, "index")
    assert len(soup.find_all(id="equation-slope")) == 1
    number = soup.select_one("#equation-slope .eqno")
    assert number is not None
    assert number.text.startswith("(1)")
    assert [link.text for link in soup.select('p a[href="#equation-slope"]')] == ["(1)"]


def test_parallel_pages_hold_their_own_formulas(out: Path) -> None:
    """Pages written at the same time never get each other's formulas."""
    for number in range(4):
        assert annotations(page(out, f"page{number}")) == [rf"\sqrt{{{number}}}"]


def test_formulas_need_no_script_and_no_other_host(out: Path) -> None:
    """No page loads anything from another host, nor a script for its formulas."""
    for path in out.glob("*.html"):
        soup = page(out, path.stem)
        addresses = [tag[name] for tag in soup.find_all() for name in ("src", "srcset") if tag.has_attr(name)]
        addresses += [link["href"] for link in soup.find_all("link")]
        assert "_static/katex/katex.css" in [str(address).split("?")[0] for address in addresses]
        found = [str(address).split("?")[0] for address in addresses]
        assert not [name for name in found if re.search(r"//|katex.*\.m?js|mathjax", name.lower())]


def test_style_sheet_names_only_fonts_that_are_there(out: Path) -> None:
    """Each font that the style sheet names is in the site, as woff2, and no other font is."""
    folder = out / "_static" / "katex"
    rules = (folder / "katex.css").read_text(encoding="utf-8")
    named = re.findall(r"url\(([^)]*)\)", rules)
    assert {name.split(".")[0] for name in named} == {
        f"fonts/KaTeX_{name}" for name in ("Main-Regular", "Math-Italic", "Size3-Regular", "Size4-Regular")
    }
    assert sorted(named) == sorted(f"fonts/{path.name}" for path in (folder / "fonts").iterdir())
    assert all((folder / name).read_bytes().startswith(b"wOF2") for name in named)
    assert rules.count("@font-face") == rules.count("font-display:block") == len(named)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="lists processes as Linux does")
def test_build_leaves_no_process(out: Path) -> None:
    """When a build has ended, so have all its node processes."""
    assert processes_with(str(out.parent)) == []


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="lists processes as Linux does")
def test_build_that_dies_leaves_no_process(out: Path) -> None:
    """Node ends by itself when the process that started it is killed."""
    code = (
        "import os, sys; from pathlib import Path; from katex.installation import installed;"
        "from katex.renderer import render; render(installed(Path(sys.argv[1])), 'x', display=False);"
        "print('rendered', flush=True); sys.stdin.read(); os._exit(1)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(out.parent / "katex")],
        env=EXTENSIONS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "rendered\n"
        assert len(processes_with(str(out.parent))) == 1
        process.kill()
    for _ in range(1200):  # as a rule one or two
        if not processes_with(str(out.parent)):
            return
        time.sleep(0.05)
    pytest.fail(f"still there: {processes_with(str(out.parent))}")


def test_a_letter_that_is_new_on_one_page_reaches_the_fonts(tmp_path: Path) -> None:
    """A rebuild that reads one page alone has the letters of all pages, and drops those of a page that is gone."""
    site = write_site(tmp_path / "site", index="# Formulas\n\n$a$", one="# One\n\n$b$", two="# Two\n\n$c$")

    def letters() -> set[str]:
        [font] = (tmp_path / "html" / "_static" / "katex" / "fonts").glob("KaTeX_Math-Italic.*")
        return {chr(code) for code in TTFont(font).getBestCmap()} - {" ", "\u00a0"}

    assert build(site, tmp_path / "html", "-W", "-j", "2").returncode == 0
    assert letters() == {"a", "b", "c"}
    (site / "one.md").write_text("# One\n\n$d$", encoding="utf-8")
    assert build(site, tmp_path / "html", "-W", "-j", "2").returncode == 0
    assert letters() == {"a", "c", "d"}
    (site / "two.md").unlink()
    build(site, tmp_path / "html")
    assert letters() == {"a", "d"}


def test_builds_are_identical(out: Path) -> None:
    """Two builds of the same pages are the same to the byte, whether by one process or by several."""
    again = out.with_name("again")
    assert build(out.with_name("site"), again, "-W", "-j", "1").returncode == 0
    files = sorted(path.relative_to(out) for path in out.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert [name for name in files if (out / name).read_bytes() != (again / name).read_bytes()] == []


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_wrong_formulas_fail_the_build(wrong: tuple[Path, Path], jobs: str) -> None:
    """Every wrong formula of every page is named with its page and line, and the build fails without `-W` too."""
    site, out = wrong
    done = build(site, out, "-j", jobs)
    assert done.returncode == 1
    named = [line.removeprefix(f"{site}{os.sep}") for line in sorted(done.stderr.splitlines())]
    assert [name.split(", because ")[0] for name in named] == [
        r"also.md:3: ERROR: Cannot render the formula `\nope`",
        r"wrong.md:12: ERROR: Cannot render the formula `a^b^c`",
        r"wrong.md:14: ERROR: Cannot render the formula `\begin{align} a &= b \end{align}`",
        r"wrong.md:5: ERROR: Cannot render the formula `\frac{1}`",
        r"wrong.md:7: ERROR: Cannot render the formula `\nosuch`",
    ]
    assert "because of a KaTeX parse error: Double superscript at position 4: a^b^" in named[1]
    assert named[1].endswith("Correct the TeX on the line named. [katex]")
    assert r"because MyST gives \begin{align} and its like a random address" in named[2]
    assert not (out / "wrong.html").exists()
    assert (out / "index.html").exists()


def test_wrong_formula_fails_an_ordinary_rebuild_too(wrong: tuple[Path, Path]) -> None:
    """A build after a failed one fails again, though nothing has changed, until the formulas are right."""
    site, out = wrong
    assert build(site, out).returncode == 1
    again = build(site, out)
    assert (again.returncode, again.stderr.count("ERROR: Cannot render")) == (1, 5)
    (site / "wrong.md").write_text("# Corrected\n\n$y$", encoding="utf-8")
    (site / "also.md").write_text("# Corrected\n\n$z$", encoding="utf-8")
    assert (build(site, out).returncode, annotations(page(out, "wrong"))) == (0, ["y"])


def test_failing_npm_is_named(tmp_path: Path) -> None:
    """Where npm cannot install KaTeX, the build says so, says why and what to do, and leaves nothing behind."""
    site = write_site(tmp_path / "site", index="# Formulas\n\n$x$")
    nowhere = {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_cache": str(tmp_path / "cache")}
    done = build(
        site, tmp_path / "out", "-D", f"katex_folder={tmp_path / 'katex'}", npm_config_fetch_retries="0", **nowhere
    )
    assert done.returncode != 0
    said = " ".join(done.stderr.split())
    assert re.search(r"Cannot install KaTeX, because npm ci failed: .*ECONNREFUSED", said)
    assert "Connect to the internet or point npm at a registry that it can reach, then build again." in said
    assert list((tmp_path / "katex").iterdir()) == []


def test_broken_installation_is_replaced(tmp_path: Path) -> None:
    """A folder of KaTeX from which files are missing is installed again."""
    site = write_site(tmp_path / "site", index="# Formulas\n\n$x$")
    lock = hashlib.sha256((ROOT / "docs" / "package-lock.json").read_bytes()).hexdigest()[:12]
    (tmp_path / "katex" / lock / "node_modules").mkdir(parents=True)
    assert build(site, tmp_path / "out", "-W", "-D", f"katex_folder={tmp_path / 'katex'}").returncode == 0
    assert annotations(page(tmp_path / "out", "index")) == ["x"]


def test_lock_file_names_no_host() -> None:
    """The lock file pins each package by its hash and names no registry, and a renewed one will not either."""
    packages: dict[str, Any] = json.loads((ROOT / "docs" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert "node_modules/katex" in installed
    assert all(package["integrity"].startswith("sha512-") for package in installed.values())
    assert not any("resolved" in package for package in installed.values())
    assert (ROOT / "docs" / ".npmrc").read_text(encoding="utf-8") == "omit-lockfile-registry-resolved=true\n"
