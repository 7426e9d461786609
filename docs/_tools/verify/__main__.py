"""Build this checkout anew, every page executed, and name what a published copy of the site has otherwise.

The copy is a folder, a zip, or an address on the web: `nox -s verify -- https://example.org/course/`. The exit status
is 0 if every file is the same to the byte, 1 if something differs, and 2 if that cannot be said. SITE_URL and
SITE_REPOSITORY are those of the build, as for `nox -s docs`: what a copy says of itself is not taken for granted.
"""

import os
import re
import signal
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import publish
from verify.copies import CannotVerifyError, address, folder, printable, read, unzip
from verify.differences import compare

INDEX = "index.html"
ASKED = {"", "robots.txt", "sitemap.xml"}  # of an address besides the files of the site: its top, and what crawlers ask
NAMED = {
    "SITE_URL": re.compile(r'<link rel="canonical" href="([^"]*?)/?index\.html"'),
    "SITE_REPOSITORY": re.compile(r'href="([^"]*?)(?:/-)?/\w+/main/docs/index\.md'),
}
_SHOWN = 10  # differences of a file


def verify(name: str = "", *more: str) -> int:
    """Compare a published copy with what this checkout gives now, and return the exit status."""
    if not name or more:
        instead = "Name one: nox -s verify -- FOLDER, or a zip, or an address that begins with https://"
        raise CannotVerifyError(" ".join([name, *more]), "that is not the name of exactly one copy", instead)
    settings = _settings(name, read(name, [INDEX]).get(INDEX, b""))
    told = " and ".join(f"{variable}={value!r}" for variable, value in settings.items())
    print(f"Building this checkout anew, and executing every page, with {told}.", flush=True)
    here = _built(name, settings)
    if publish.ZIP not in read(name, [publish.ZIP]):
        print(f"The copy has no {publish.ZIP}, so it is compared with what that holds, in which there is no 404.html.")
        here = unzip(BytesIO(here[publish.ZIP]))
    there = read(name, {*here, *ASKED})
    if address(name):
        here[""] = here[INDEX]
        print("A host lists no files: what it has besides is seen only where a page leads there, or as robots.txt.")
    # What a folder of pages may hold for its host, which is not of the site: nothing else may stand in it.
    for file, content in {".nojekyll": "", "CNAME": urlsplit(settings["SITE_URL"]).hostname or ""}.items():
        if there.get(file, b"\0").strip() == content.encode():
            print(f"{file}: for the host, and as it has to be")
            del there[file]
    return _report(name, there, here)


def stamp(page: bytes) -> str:
    """Return what stands at the foot of a page, which is what it was computed from."""
    foot = re.search(r'<div class="stamp">(.*?)</div>', page.decode("utf-8", "replace"), flags=re.DOTALL)
    return printable(" ".join(re.sub(r"<.*?>", "", foot[1]).split())) if foot else ""


def _settings(name: str, index: bytes) -> dict[str, str]:
    """Return what the build is told, which a copy may say itself only if it is where it says it is."""
    if not stamp(index):  # no other site has one
        because = f"it has no {INDEX} with a stamp at its foot, so it is no copy of this site"
        raise CannotVerifyError(name, because, "Give the folder, the zip or the address that holds the site's index")
    found = {variable: pattern.search(index.decode("utf-8", "replace")) for variable, pattern in NAMED.items()}
    named = {variable: match[1] if match else "" for variable, match in found.items()}
    for variable, value in named.items():
        if variable not in os.environ and value and f"{value}/" != address(name):
            because = f"it names {variable}={value}, and whether that is right it cannot say itself"
            raise CannotVerifyError(name, because, f"Set {variable} to what it should name, and verify again")
    return {variable: os.environ.get(variable, value) for variable, value in named.items()}


def _built(name: str, settings: dict[str, str]) -> dict[str, bytes]:
    """Build as `nox -s docs` does, but in other folders, where no outputs are kept."""
    with TemporaryDirectory(prefix="gdmath-verify-") as temporary:
        os.environ.update(settings, GDMATH_OUTPUTS=f"{temporary}/outputs")
        if publish.build(Path(temporary, "html"), ["-q"]):
            because = "the pages of this checkout do not build"
            raise CannotVerifyError(name, because, "Mend what is named above, then verify again")
        return folder(Path(temporary, "html"))


def _report(name: str, there: dict[str, bytes], here: dict[str, bytes]) -> int:
    """Print each file that differs and where, but no text twice, and the sum; return the exit status."""
    published, now = stamp(there[INDEX]), stamp(here[INDEX])
    if published != now:
        print("Published and now are not computed from the same, so every page differs at its foot, and perhaps more:")
        print(f"    published: {published}\n    now:       {now}")
        print("To see what differs beyond that, check out what was published, and verify from there.")
    said = set[tuple[str, ...]]()
    different = 0
    for file, found in compare(there, here):
        different += 1
        for place, *texts in found[:_SHOWN]:
            again = tuple(texts) in said
            print(f"{printable(file) or '/'}, {place}{': as above' if again else ':' * bool(texts)}")
            if texts and not again:
                print(f"    published: {texts[0] or 'nothing'}\n    now:       {texts[1] or 'nothing'}")
                said.add(tuple(texts))
        if len(found) > _SHOWN:
            print(f"{printable(file)}, and {len(found) - _SHOWN} places more")
    if different:
        print(f"\nFiles that differ between {name!r} and what this checkout gives, named above: {different}.")
        return 1
    print(f"\nAll {len(here)} files of {name!r} are, to the byte, what this checkout gives.")
    return 0


def main() -> int:
    """Verify the copy that is named on the command line."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # being told to end is like Ctrl-C
    try:
        return verify(*sys.argv[1:])
    except CannotVerifyError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted: nothing is verified.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
