"""What the Nu HTML checker says of pages."""

import json
import re
import subprocess
from typing import TYPE_CHECKING

from tests.audit.npm_tools import find_java, modules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The checker reads the files: over HTTP it gives up on a busy machine. So it does not know that what is named by a path
# is of the page's own origin, which the policy allows. And it takes data (type="application/json") for a script. What
# the policy really forbids, the console of a browser says, and outline.py finds.
MISTAKEN = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): external \w+ “(?!(?:[a-z]+:)?//)[^”]*” blocked by "
    r"|Inline script violates Content Security Policy \(meta tag\): "
)


def nu_faults(pages: "Iterable[Path]") -> list[str]:
    """Return every error, warning and remark of the checker on these files, all of which it reads in one go."""
    jar = modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [find_java(), "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, check=True)
    messages = json.loads(done.stdout)["messages"]
    kept = [one for one in messages if not MISTAKEN.match(one["message"])]
    return [f"{one['url']} line {one.get('lastLine')}: {one['type']}: {one['message']}" for one in kept]
