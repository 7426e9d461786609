"""Try the library at the ends of the floats: `nox -s fuzz -- --count 20000 --seed 1`.

Formulas are drawn, their derivatives computed in every way, and held to 60 digits and the bound of rounding: a number
is right within it, or it is refused.  A wrong number, or more than one in a hundred refused, is a failure.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.ways import judged


def counts(seed: int, indices: Sequence[int]) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Count the verdicts of each way, and describe what is wrong."""
    found: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    for index in indices:
        for way, kind, words in judged(seed, index):
            found[way, kind] += 1
            if kind.endswith("wrong"):
                wrong.append(f"{seed} {index}: {way}: {words}")
    return found, wrong


def table(found: Counter[tuple[str, str]]) -> Iterator[str]:
    """A line for each way; "apart" is what leaves 1e-290 to 1e290 on the way."""
    kinds = ("right", "refused", "wrong", "apart right", "apart refused", "apart wrong")
    yield f"{'':28}" + "".join(f"{kind:>15}" for kind in kinds)
    for way in dict.fromkeys(way for way, _ in found):
        yield f"{way:28}" + "".join(f"{found[way, kind]:15,}" for kind in kinds)


def failures(found: Counter[tuple[str, str]]) -> Iterator[str]:
    """What must not be."""
    for way in dict.fromkeys(way for way, _ in found):
        wrong = found[way, "wrong"] + found[way, "apart wrong"]
        if wrong:
            yield f"{way}: {wrong:,} wrong"
        if found[way, "refused"] > 0.01 * (found[way, "right"] + found[way, "refused"]):
            yield f"{way}: {found[way, 'refused']:,} refused"


def pages(seed: str, count: int) -> int:
    """Build pages that are drawn, print what a build did not do as it should, and return the exit status."""
    from tests.fuzz.pages import try_pages
    from tests.site.conftest import copy_site

    with TemporaryDirectory() as folder:
        found = try_pages(copy_site, Path(folder), seed, count)
    print(
        *found,
        f"{count} pages were built, in each of which all was named that is wrong." if not found else "",
        sep="\n",
    )
    return 1 if found else 0


def main(arguments: Sequence[str]) -> int:
    """Try so many formulas, print what became of them, and return 1 if a number is wrong or too many are refused."""
    parser = argparse.ArgumentParser(prog="nox -s fuzz --", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="which formulas")
    parser.add_argument("--count", type=int, default=20_000, help="how many of them")
    parser.add_argument("--first", type=int, default=0, help="from which one on")
    parser.add_argument("--pages", type=int, default=0, help="so many pages instead, right and wrong, are built")
    options = parser.parse_args(arguments)
    if options.pages:
        return pages(str(options.seed), options.pages)
    found, wrong = counts(options.seed, range(options.first, options.first + options.count))
    print(*table(found), *wrong[:40], *(failed := list(failures(found))), sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
