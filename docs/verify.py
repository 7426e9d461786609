"""Execute every page anew, and name what a published copy of the site says otherwise.

The copy is a folder, a zip, or an address on the web: `nox -s verify -- https://example.org/course/`. The exit status
is 0 if the cells and the text of all pages give what is published, 1 if something differs, and 2 if that cannot be
said.
"""

import signal
import sys
import tempfile
from pathlib import Path

from verifying.anew import rebuilt
from verifying.comparison import compare
from verifying.copies import CannotVerifyError, open_copy


def verify(name: str) -> int:
    """Compare a published copy with what this checkout gives now, and return the exit status."""
    copy = open_copy(name)
    print("Executing every page of this checkout anew.", flush=True)
    with tempfile.TemporaryDirectory(prefix="gdmath-verify-") as folder:
        return compare(name, copy, rebuilt(name, copy, Path(folder)))


def _only(arguments: list[str]) -> str:
    instead = "Name one: nox -s verify -- FOLDER, or a zip, or an address that begins with https://"
    if len(arguments) != 1:
        because = "one published copy is compared at a time" if arguments else "no published copy is named"
        raise CannotVerifyError(" ".join(arguments), because, instead)
    return arguments[0]


def main() -> int:
    """Verify the copy that is named on the command line."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # being told to end is like Ctrl-C
    try:
        return verify(_only(sys.argv[1:]))
    except CannotVerifyError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted: nothing is verified.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
