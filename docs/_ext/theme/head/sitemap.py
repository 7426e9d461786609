"""The map of the site for search engines, where the site's address is known.

sphinx-sitemap lists the pages that this build has written, in the order in which its processes ended: another one each
time, and with an incremental build only a part of them.
"""

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_sitemap(app: "Sphinx") -> None:
    """Write sitemap.xml with the address of every page but those that are for nobody to find."""
    urls = ET.Element("urlset", xmlns=_NAMESPACE)
    for page in sorted({*app.env.found_docs, "genindex"}):
        if "orphan" not in app.env.metadata[page]:
            address = app.config.html_baseurl + app.builder.get_target_uri(page)
            ET.SubElement(ET.SubElement(urls, "url"), "loc").text = address
    ET.indent(urls)
    ET.ElementTree(urls).write(app.outdir / "sitemap.xml", encoding="utf-8", xml_declaration=True)
