"""The same sources give the same site to the byte, in whatever folder it is built."""

import hashlib
import importlib.metadata
import platform
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import gdmath

if TYPE_CHECKING:
    from tests.site.conftest import Site

pytestmark = pytest.mark.site

PAGES = {
    "computed": """# Computed

```{code-cell}
import gdmath
import torch

w = torch.tensor([[1.0010]], requires_grad=True)
torch.sigmoid(w)
```

```{code-cell}
:tags: [raises-exception]

torch.zeros(2) @ torch.zeros(3)
```

The weight is {value}`w.detach()`, of {value}`{"a", "b", "c", "d", "e"}`.
""",
    "drawn": """# Drawn

```{code-cell}
:tags: [figure]

import gdmath
from gdmath.plotting import axes

ax = axes()
ax.plot([0, 1, 2], [0, 1, 4])
gdmath.figure(ax, caption="A parabola.", alt="A curve that bends upward.")
```
""",
    "displayed": """# Displayed

```{code-cell}
import gdmath

w = gdmath.symbols("w")
gdmath.differentiate(gdmath.exp(-w**2), w)
```

```{code-cell}
gdmath.load_cells().head()
```
""",
    "lessons/taken": """# Taken away

```{code-cell}
import gdmath

gdmath.load_cells().head()
```
""",
}


@pytest.fixture(scope="module")
def sites(new_site: Callable[..., "Site"]) -> tuple["Site", "Site"]:
    """Two sites of the same pages in folders with names of different lengths, published one and two pages at a time."""
    one, two = new_site("a", **PAGES), new_site("a-folder-with-a-longer-name", **PAGES)
    for site, jobs in ((one, "1"), (two, "2")):
        done = site.publish("-j", jobs)
        assert done.status == 0, done.console
    return one, two


def files(site: "Site") -> dict[str, bytes]:
    """Return the contents of every file of a published site."""
    html = site.root / "docs" / "_build" / "html"
    return {str(path.relative_to(html)): path.read_bytes() for path in html.rglob("*") if path.is_file()}


def test_two_builds_are_byte_identical(sites: tuple["Site", "Site"]) -> None:
    """Two clean builds in different folders are the same to the byte."""
    one, two = map(files, sites)
    assert one.keys() == two.keys()
    assert {name for name in one if one[name] != two[name]} == set()
    assert {"computed.html", "drawn.html", "displayed.html", "_static/search-entries.js"} <= one.keys()
    downloads = {"gdmath-site.zip", f"gdmath-{gdmath.__version__}-py3-none-any.whl", "taken.ipynb", "taken.py"}
    assert {f"downloads/{name}" for name in downloads} <= one.keys()


def test_site_names_no_folder_and_no_address(sites: tuple["Site", "Site"]) -> None:
    """Nothing in the site names a folder of the machine that built it, or an address in its memory."""
    for site in sites:
        for name, content in files(site).items():
            assert str(site.root).encode() not in content, name
            assert str(Path.home()).encode() + b"/" not in content, name
            assert not re.search(rb"\bat 0x[0-9a-f]{6}", content), name


def test_outputs_are_numbered_and_whole(sites: tuple["Site", "Site"]) -> None:
    """An expected error shows its last line and nothing of this machine; what is printed or drawn is shown."""
    outputs = [output.text.strip() for output in sites[0].page("computed", "html").select(".cell_output")]
    assert outputs[0] == "tensor([[0.7313]], grad_fn=<SigmoidBackward0>)"
    assert outputs[1].startswith("RuntimeError: inconsistent tensor size")
    assert "\n" not in outputs[1]
    assert len(sites[0].page("drawn", "html").select("figure svg")) == 1


def test_stamp_says_what_the_page_was_computed_from(sites: tuple["Site", "Site"]) -> None:
    """Each page ends with the versions and hashes of what it was computed from."""
    data = hashlib.sha256((sites[0].root / "data" / "cell_data.csv").read_bytes()).hexdigest()
    for name in ("index", *PAGES):
        stamp = sites[0].page(name, "html").select_one("footer .stamp")
        assert stamp is not None
        source, shown_data = stamp.select("code")
        assert re.fullmatch(r"[0-9a-f]{12}", source.text)
        assert (shown_data.text, shown_data["title"]) == (data[:12], data)
        text = " ".join(stamp.text.split())
        assert f"gdmath {gdmath.__version__} (source {source.text})" in text
        assert f"torch {importlib.metadata.version('torch')} and Python {platform.python_version()}." in text


def test_address_of_the_site_is_named_only_where_it_is_set(sites: tuple["Site", "Site"]) -> None:
    """SITE_URL gives each page its canonical address; without it no page has one."""
    site = sites[0]
    assert site.page("computed", "html").select('link[rel="canonical"]') == []
    site.environment["SITE_URL"] = "https://example.org/course/"
    done = site.publish()
    assert (done.status, done.executed) == (0, (0, 0))
    [link] = site.page("computed", "html").select('link[rel="canonical"]')
    assert link["href"] == "https://example.org/course/computed.html"
