"""Within the engine's own Python: what a session imports and reads, and what a reader may import, in two archives.

all.zip has everything, and is there while the engine is made; rest.zip has what was not imported by then, and goes with
the engine: what was imported is in its memory.
"""

import importlib.util
import marshal
import sys
import zipfile
from pathlib import Path

LIBRARY = "/lib/python314.zip"
SOURCES = Path("/sources")
# What a reader of the lessons may well import.
OFFERED = (  # noqa: SIM905  one list of names is easier to read
    "abc ast bisect cmath collections contextlib copy csv dataclasses datetime decimal enum fractions functools "
    "hashlib heapq html io itertools json linecache math numbers operator pprint random re statistics string textwrap "
    "time traceback typing"
).split()

sys.path.insert(0, str(SOURCES))
exec((SOURCES / "warm.py").read_text(encoding="utf-8"), {"__name__": "warm"})  # noqa: S102  a file of our own
used = set(sys.modules)
for name in OFFERED:
    importlib.import_module(name)

library = zipfile.ZipFile(LIBRARY)
there = set(library.namelist())


def file_of(module: str) -> str:
    """The file of a module of the standard library or of our own, as it is called in an archive."""
    file = getattr(sys.modules[module], "__file__", None) or ""
    inside = file.removeprefix(f"{LIBRARY}/").removeprefix(f"{SOURCES}/")
    return inside if inside.endswith("py") else inside.removesuffix("c")


files = {path.relative_to(SOURCES).as_posix(): path.read_bytes() for path in SOURCES.rglob("*.*")}
files |= {name: library.read(name) for name in map(file_of, sys.modules) if name in there}
alphabets = ("encodings/ascii", "encodings/latin_1", "encodings/utf_8", "encodings/idna")
files |= {name: library.read(name) for name in there if name.startswith(alphabets)}
del files["warm.py"]
imported = {file_of(module) for module in used}


def kept(file: str) -> tuple[str, bytes]:
    """Data as they are, and a module as Python keeps it, whatever its time, without assertions and docstrings."""
    if not file.endswith(".py"):
        return file, files[file]
    code = compile(files[file], f"{LIBRARY}/{file}", "exec", dont_inherit=True, optimize=2)
    return f"{file}c", importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)


def write(path: str, chosen: set[str]) -> None:
    """An archive of these, the same bytes whenever it is written, and not compressed: the engine is, as a whole."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(chosen):
            name, content = kept(file)
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)


write("/all.zip", set(files))
write("/rest.zip", set(files) - imported)
