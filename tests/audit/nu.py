"""What the Nu HTML checker says of pages."""

import json
import subprocess
from typing import TYPE_CHECKING

from tests.audit.npm_tools import find_java, modules

if TYPE_CHECKING:
    from collections.abc import Iterable

# The checker asks for the pages over HTTP, as a browser does: of a file it says that its policy forbids its scripts.
# It takes data for a script (type="application/json") for a script. Of real ones in a page, outline.py knows.
DATA = "Inline script violates Content Security Policy"
ALLOW_THIS_MACHINE = "-Dnu.validator.servlet.allow-forbidden-hosts=true"


def nu_faults(addresses: "Iterable[str]") -> list[str]:
    """Return every error, warning and remark of the checker on the pages at these addresses."""
    jar = modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [find_java(), ALLOW_THIS_MACHINE, "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    done = subprocess.run([*command, *addresses], capture_output=True, text=True, check=True)
    messages = json.loads(done.stdout)["messages"]
    kept = [one for one in messages if not one["message"].startswith(DATA)]
    return [f"{one['url']} line {one.get('lastLine')}: {one['type']}: {one['message']}" for one in kept]
