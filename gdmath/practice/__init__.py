"""Exercises for each lesson, made anew for each seed: questions, answers, solutions and the slips that answers reveal.

>>> from gdmath.practice import exercises, grade
>>> first = exercises(seed=0, lessons=["the-rules"])[0]
>>> grade(first, "no idea").right
False
"""

from gdmath.practice.answers import Choice, Formula, Number
from gdmath.practice.catalogue import LESSONS, exercises
from gdmath.practice.exercise import Exercise, Slip, Verdict
from gdmath.practice.grading import grade
from gdmath.practice.programs import Function

__all__ = ["LESSONS", "Choice", "Exercise", "Formula", "Function", "Number", "Slip", "Verdict", "exercises", "grade"]
