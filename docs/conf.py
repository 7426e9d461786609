"""Sphinx settings: Furo, MyST-NB to render the pages, and our own extensions in _ext, which execute them."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

from theme.stamp import stamp  # noqa: E402  found through the line above

project = "gdmath"
author = "gdmath contributors"
project_copyright = author
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
extensions += ["fresh", "theme.accessible", "theme.head", "theme.navigation", "theme.search", "katex", "downloads"]
extensions += ["course.definition", "course.glossary", "course.practice", "alive"]
exclude_patterns = ["_build", "_ext", "_tools", "node_modules"]
templates_path = ["_templates"]
# What is typed is what is shown: a computed -- or '...' must not turn into other characters.
smartquotes = False

# What the outputs of the pages are computed from: another library, other data, and fresh executes them again.
fresh_sources = ["../gdmath"]
fresh_data = ["../data/cell_data.csv"]
fresh_preload = ["matplotlib.pyplot", "pandas", "sympy", "torch"]
fresh_outputs = os.environ.get("GDMATH_OUTPUTS") or "_build/.outputs"  # who verifies names an empty folder instead

# What a page may say beside what Sphinx and MyST-NB know: misspelt, it would be passed over in silence.
fresh_tags = ["bug", "check", "repair"]  # the stages of an exhibit
fresh_tags += ["live"]  # what the reader can change, and run in the page
fresh_header = {"description": True, "search": False}  # every page has a description

myst_enable_extensions = ["amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_merge_streams = True
nb_render_markdown_format = "myst"  # what a cell shows as Markdown may hold formulas
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nb_output_stderr = "error"

# What is copied is what can be run: no prompt, and nothing that was put out.
copybutton_selector = "div:not(.output) > div.highlight > pre"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

autodoc_typehints = "none"  # the docstrings say what each argument is
autodoc_preserve_defaults = True  # a default is shown as it is written
default_role = "literal"  # numpydoc writes `names` of arguments so
napoleon_google_docstring = False

html_theme = "furo"
html_title = "gdmath"
html_static_path = ["_static"]
html_css_files = ["look.css", "cells.css", "figures.css", "moving.css", "lesson.css", "practice.css"]
html_css_files += ["try.css", "print.css"]
html_js_files = [("page.js", {"defer": "defer"}), ("moving.js", {"defer": "defer"})]
html_context = {"stamp": stamp(HERE.parent)}
html_favicon = "_static/favicon.svg"
html_show_sourcelink = True  # the page as it was written, on the site itself
html_last_updated_fmt = None
# The site's address, and that of its repository, are known to whoever publishes it.
html_baseurl = os.environ.get("SITE_URL", "").rstrip("/") + "/" if os.environ.get("SITE_URL") else ""
if repository := os.environ.get("SITE_REPOSITORY"):
    html_theme_options = {"source_repository": repository, "source_branch": "main", "source_directory": "docs/"}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
