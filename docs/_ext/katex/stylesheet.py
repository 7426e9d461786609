"""KaTeX's style sheet and its fonts in the site: one format of each font, all addresses relative."""

import re
import shutil
from pathlib import Path

_OLDER_FORMAT = re.compile(r',url\(fonts/[\w-]+\.(?:woff|ttf)\) format\("\w+"\)')
_FONT = re.compile(r"url\((fonts/[\w-]+\.woff2)\)")
_OUR_RULES = Path(__file__).with_name("formula.css")


def write_stylesheet(katex: Path, folder: Path) -> None:
    """Write katex.css and the fonts that it names into `folder`, from the files of KaTeX in `katex`."""
    rules = _OLDER_FORMAT.sub("", (katex / "katex.min.css").read_text(encoding="utf-8"))
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for font in _FONT.findall(rules):
        shutil.copyfile(katex / font, folder / font)
    ours = _OUR_RULES.read_text(encoding="utf-8")
    (folder / "katex.css").write_text(f"{rules}\n{ours}", encoding="utf-8")
