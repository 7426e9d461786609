"""Words and symbols: a lesson links each word that it introduces to the glossary, which says where it was first met.

A word is introduced where it stands in *italics*. The first time on each page it becomes a link, if the glossary has
it; "weights" is found under "weight". On the page of the glossary each word gets a link to the first lesson of the
course that introduces it, and each row of the table of symbols one to the first lesson that shows the symbol by itself.
"""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode
from sphinx.util.typing import ExtensionMetadata

LESSONS = "lessons/"
GLOSSARY = "reference/notation"
_WORDS = re.compile(r"\\text\{[^{}]* [^{}]*\}")  # several words, such as "of a square", hold no symbol
_SPACES = re.compile(r"(?<![A-Za-z]) +| +(?![A-Za-z])")  # not those that end a command


class LinkWords(SphinxPostTransform):
    """Links the words of a lesson, and fills in the glossary where they come from."""

    default_priority = 95  # after the downloads are made: they are read away from the site
    formats = ("html",)

    def run(self, **_options: Any) -> None:  # noqa: ANN401  # as Sphinx declares it
        """Link what this page has to link."""
        if self.env.docname.startswith(LESSONS):
            self._link_words()
        elif self.env.docname == GLOSSARY:
            self._say_where_words_are_met()
            self._say_where_symbols_are_met()

    def _link_words(self) -> None:
        known = _words(self.env)
        for word in list(self.document.findall(nodes.emphasis)):
            place = known.pop(_key(word.astext(), known), None)
            if place is not None and not isinstance(word.parent, nodes.reference):
                link = make_refnode(self.app.builder, self.env.docname, GLOSSARY, place, word.deepcopy())
                word.replace_self(link)

    def _say_where_words_are_met(self) -> None:
        known = _words(self.env)
        words = {place: word for word, place in known.items()}
        lessons = [(one, _introduced(self.env, one, known)) for one in _lessons(self.env)]
        for term in self.document.findall(nodes.term):
            word = words.get(term["ids"][0]) if term["ids"] else None
            lesson = next((one for one, introduced in lessons if word in introduced), None)
            definition = term.parent.next_node(nodes.definition)
            if lesson is not None and definition is not None:
                definition.append(
                    nodes.paragraph("", "", nodes.Text("First met in "), self._link(lesson), nodes.Text("."))
                )

    def _say_where_symbols_are_met(self) -> None:
        lessons = [(number, one, _formulas(self.env, one)) for number, one in enumerate(_lessons(self.env), start=1)]
        for row in self.document.findall(nodes.row):
            symbol, *_, met = row.findall(nodes.entry)
            signs = [_sign(math.astext()) for math in symbol.findall(nodes.math)]
            found = next((one for one in lessons if any(sign.search(one[2]) for sign in signs)), None)
            if found is not None:
                number, lesson, _ = found
                met.append(nodes.paragraph("", "", self._link(lesson, f"Lesson {number}")))

    def _link(self, lesson: str, text: str = "") -> nodes.reference:
        title = nodes.Text(text or self.env.titles[lesson].astext())
        return make_refnode(self.app.builder, GLOSSARY, lesson, "", title)


def _words(env: BuildEnvironment) -> dict[str, str]:
    """The words of the glossary in small letters, and their places on its page."""
    terms = (one for one in env.domains.standard_domain.get_objects() if one[2] == "term" and one[3] == GLOSSARY)
    return {name.lower(): anchor for name, _, _, _, anchor, _ in terms}


def _key(word: str, known: dict[str, str]) -> str:
    """The word as the glossary has it: in small letters, and one of what are many."""
    word = word.lower()
    return word if word in known else word.removesuffix("s")


def _lessons(env: BuildEnvironment) -> Iterator[str]:
    """The lessons in the order of the course, which is that of the home page."""
    yield from (page for page in env.toctree_includes.get(env.config.root_doc, []) if page.startswith(LESSONS))


def _introduced(env: BuildEnvironment, lesson: str, known: dict[str, str]) -> set[str]:
    return {_key(word.astext(), known) for word in env.get_doctree(lesson).findall(nodes.emphasis)}


def _formulas(env: BuildEnvironment, lesson: str) -> str:
    found = env.get_doctree(lesson).findall(lambda node: isinstance(node, nodes.math | nodes.math_block))
    return "\n".join(_SPACES.sub("", _WORDS.sub("", formula.astext())) for formula in found)


def _sign(tex: str) -> re.Pattern[str]:
    """Finds a symbol in TeX without spaces, but not a letter inside a word or a command."""
    before = "" if tex.startswith("\\") else r"(?<![A-Za-z\\])"
    return re.compile(rf"{before}{re.escape(_SPACES.sub('', tex))}(?![A-Za-z])")


def _read_again(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Where a lesson is read anew, what the glossary says of it may have changed."""
    if GLOSSARY in env.found_docs and GLOSSARY not in docnames and any(page.startswith(LESSONS) for page in docnames):
        docnames.append(GLOSSARY)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_post_transform(LinkWords)
    app.connect("env-before-read-docs", _read_again, priority=400)  # before what is read is executed
    return {"parallel_read_safe": True, "parallel_write_safe": True}
