"""The table for teachers: what each exercise asks, and which slip each wrong answer reveals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sections import given

if TYPE_CHECKING:
    from gdmath.practice import Exercise


def rows(exercises: list[tuple[str, Exercise]]) -> str:
    """A part for each exercise, as Markdown: its title, its level, and its slips in a table."""
    parts = []
    for name, exercise in exercises:
        slips = "\n".join(f"| {given(exercise, slip)} | {slip.name} |" for slip in exercise.slips)
        parts.append(
            f"**{name}** (level {exercise.level}). {exercise.question}\n\n"
            f"| Wrong answer | What it reveals |\n|---|---|\n{slips}"
        )
    return "\n\n".join(parts)
