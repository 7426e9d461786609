"""Each lesson, and the bug museum, as a notebook and as a Python script, made from what its page is made from.

The prose is read from the page as Sphinx holds it when all its links are known, and before anything is done to it that
concerns the look of the page alone.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

from fresh.checks import Failure
from fresh.page import Page

from .cells import Code, Prose, cells
from .notebook import notebook, text, with_install
from .refusal import Place, ending_the_build, report
from .script import refused, script
from .wheel import build_wheel, wheel_name

LESSONS = "lessons/"
TAKEN_AWAY = (LESSONS, "practice/museum")  # how the names of such pages begin
FOLDER = "downloads"

_COLAB = "https://colab.research.google.com/#fileId="


class WriteDownloads(SphinxPostTransform):
    """Writes the files of such a page when it is about to be written."""

    default_priority = 90  # after the references are resolved, before anything that concerns the look alone
    formats = ("html",)

    def run(self, **_options: Any) -> None:  # noqa: ANN401  # as Sphinx declares it
        """Write the notebook, the script, and, where the site has an address, the notebook for Colab."""
        if self.env.docname.startswith(TAKEN_AWAY):
            site, sources = _address(self.app), Path(self.env.srcdir)
            page = Path(self.env.doc2path(self.env.docname)).relative_to(sources.parent).as_posix()
            place = Place(page, sources, site and urljoin(site, self.app.builder.get_target_uri(self.env.docname)))
            as_notebook = cells(self.document, self.document["notebook"], place)
            as_script = cells(self.document, self.document["notebook"], replace(place, attached=False))
            if place.refused:
                report(self.app, self.env.docname, place.refused)
            else:
                self._write(self._files(as_notebook, as_script, place, site))

    def _files(
        self, as_notebook: list[Prose | Code], as_script: list[Prose | Code], place: Place, site: str
    ) -> dict[str, str]:
        made = notebook(as_notebook, place.sources)
        files = {".ipynb": text(made), ".py": script(as_script)}
        if site:
            wheel = f"{site}{FOLDER}/{wheel_name(self.app.outdir / FOLDER)}"
            files["-colab.ipynb"] = text(with_install(made, wheel))
        return files

    def _write(self, files: dict[str, str]) -> None:
        base = self.app.outdir / _base(self.env.docname)
        base.parent.mkdir(parents=True, exist_ok=True)
        for ending, content in files.items():
            base.with_name(base.name + ending).write_text(content, encoding="utf-8", newline="\n")


def _address(app: Sphinx) -> str:
    """Return the address of the site with a slash at its end, or nothing where it has none."""
    return app.config.html_baseurl and f"{app.config.html_baseurl.rstrip('/')}/"


def _base(page: str) -> str:
    """Return the path of the files of a page, without their endings."""
    return f"{FOLDER}/{page.removeprefix(LESSONS)}"


def _look_at_code(_app: Sphinx, docname: str, page: Page) -> list[Failure]:
    """Say before anything runs what plain Python would not run as the page does."""
    return list(refused(page)) if docname.startswith(TAKEN_AWAY) else []


def _build_wheel(app: Sphinx, _builder: Builder) -> None:
    if app.builder.format == "html":
        with ending_the_build():
            build_wheel(Path(app.srcdir).parent, app.outdir / FOLDER)


def _offer(app: Sphinx, page: str, _template: str, context: dict[str, Any], _document: nodes.document | None) -> None:
    """Name the files of such a page to the template."""
    if page.startswith(TAKEN_AWAY):
        base = _base(page)
        site = _address(app)
        colab = _COLAB + quote(f"{site}{base}-colab.ipynb", safe="") if site else ""
        wheel = f"{FOLDER}/{wheel_name(app.outdir / FOLDER)}"
        context["downloads"] = {"notebook": f"{base}.ipynb", "script": f"{base}.py", "colab": colab, "wheel": wheel}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what keeps, writes and offers the downloads."""
    app.setup_extension("fresh")
    app.add_post_transform(WriteDownloads)
    app.add_css_file("downloads.css")
    # After the pages have run: what they have to say of a broken library is of more use than what a wheel has.
    app.connect("write-started", _build_wheel)
    app.connect("html-page-context", _offer)
    app.connect("fresh-page-read", _look_at_code)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
