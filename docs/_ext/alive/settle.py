"""Within the engine's own Python, before its memory is kept: forget what was only passing, and where modules were."""

import gc
import linecache
import random
import re
import sys
import zipimport

linecache.clearcache()
re.purge()
random.seed(0)
# The archive of modules will be another one, see pack.py.
sys.path_importer_cache.clear()
zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]  # noqa: SLF001  there is no public way
gc.collect()
sys._clear_internal_caches()  # type: ignore[attr-defined]  # noqa: SLF001  as above
# Free memory full of zeros weighs nothing.
_small = [[bytes(size + 1) for _ in range(400)] for size in range(0, 480, 16)]
_large = [[bytes(1 << power) for _ in range(max(1, (1 << 17) >> power))] for power in (9, 10, 12, 14, 16)]
del _small, _large
gc.collect()
