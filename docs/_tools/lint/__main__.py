"""Hold the prose of pages to all rules in one run: ``python docs/_tools/lint docs/lessons docs/index.md``.

Names page and line of whatever must change, and then exits with 1. With ``--table`` it prints the ease of every page.
"""

import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOOLS), str(TOOLS.parent / "_ext")]

from lint import notation, reading_ease, typed_numbers  # noqa: E402  found through the line above
from lint.prose import Finding  # noqa: E402  the same

SYMBOLS = TOOLS.parent / "reference" / "notation.md"


def findings(text: str) -> list[Finding]:
    """Return all that must change on a page, in the order of its lines."""
    symbols = SYMBOLS.read_text(encoding="utf-8")
    found = [*typed_numbers.findings(text), *notation.findings(text, symbols), *reading_ease.findings(text)]
    return sorted(found, key=lambda finding: finding.line)


def _pages(paths: list[Path]) -> list[Path]:
    """Return the pages named and those under the folders named, without what a build or npm has left there."""
    found = [page for path in paths for page in (sorted(path.rglob("*.md")) if path.is_dir() else [path])]
    return [page for page in found if not {"_build", "node_modules"} & set(page.parts)]


def main(arguments: list[str]) -> int:
    """Print what must change in the pages and folders named.

    Returns
    -------
    int
        The exit status: 0 if nothing must, 1 if something does, 2 if there is no page to read.
    """
    names = [argument for argument in arguments if argument != "--table"]
    pages = _pages([Path(name) for name in names])
    missing = [str(page) for page in pages if not page.is_file()]
    if missing or not pages:
        what = ", ".join(missing or names) or "nothing"
        print(
            f"Cannot read {what}, because there is no page there. Name Markdown files or their folders.",
            file=sys.stderr,
        )
        return 2
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    if "--table" in arguments:
        print(*(reading_ease.row(str(page), text) for page, text in texts.items()), sep="\n")
    wrong = [f"{page}:{finding.line}: {finding}" for page, text in texts.items() for finding in findings(text)]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
