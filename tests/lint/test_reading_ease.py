"""The limits of reading ease: what a sentence is, and which pages are too hard."""

from pathlib import Path

import pytest

from lint.__main__ import main
from lint.reading_ease import LEAST_EASE, MOST_WORDS, ease, findings, sentences


def words(text: str) -> list[int]:
    """Return how many words each sentence has."""
    return [len(sentence.words) for sentence in sentences(text)]


def test_a_sentence_ends_with_its_sign_or_its_paragraph() -> None:
    """A heading, a cell of a table and an item of a list end where they end; a colon ends a sentence as well."""
    assert words("# Four words are here\n\nOne two three. Four five six? And this\ngoes on: seven eight nine\n") == [
        4,
        3,
        3,
        4,
        3,
    ]
    assert words("| one two three | four five six |\n|---|---|\n| seven eight nine | ten |\n") == [3, 3, 3]


def test_formulas_code_and_values_are_one_word() -> None:
    """They are read as one thing, and what stands in a code cell is not read at all."""
    assert words("The slope $\\frac{dJ}{dw}$ is `W.grad` or {value}`1 + 1` here.\n") == [8]
    assert words("```{code-cell}\none, two, three, four = 1, 2, 3, 4\n```\n") == []


def test_labels_are_no_sentences() -> None:
    """Two words are a label: a page of labels is not easy for that."""
    assert words("- Home\n- The rules\n") == []
    assert list(findings("- Home\n")) == []


def test_the_ease_is_flesch_s() -> None:
    """Six words of one syllable, in one sentence: 206.835 - 1.015 * 6 - 84.6."""
    assert ease(list(sentences("The cat sat on the mat.\n"))) == pytest.approx(206.835 - 1.015 * 6 - 84.6)


def test_what_is_too_hard_is_named() -> None:
    """A page of long words is named with its ease, a long sentence with its line."""
    hard = "Institutional considerations necessitate organisational differentiation.\n"
    [page] = findings(hard)
    assert str(page).startswith("Cannot keep a reading ease of ")
    assert str(page).endswith(f"because at least {LEAST_EASE} is asked for. Write shorter sentences and plainer words.")
    long = "# Title\n\n" + "It is so. " * 3 + "word " * (MOST_WORDS + 1) + "\n"
    [sentence] = findings(long)
    assert sentence.line == 3
    assert str(sentence).startswith(f"Cannot keep a sentence of {MOST_WORDS + 1} words, because at most ")
    assert str(sentence).endswith(f" {MOST_WORDS} are read in one breath. Make two of it; it begins with 'word'.")


def test_the_program_tells_and_returns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It reads folders and files, prints the table when asked, and ends with 1 if anything is too hard."""
    (tmp_path / "good.md").write_text("The cat sat on the mat.\n", encoding="utf-8")
    assert main([str(tmp_path), "--table"]) == 0
    assert "6 words at most" in capsys.readouterr().out
    (tmp_path / "bad.md").write_text("word " * (MOST_WORDS + 1), encoding="utf-8")
    assert main([str(tmp_path / "bad.md")]) == 1
    assert "bad.md:1: Cannot keep" in capsys.readouterr().out
