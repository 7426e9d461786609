"""Derivatives by the rules: of one formula with its steps, and all partial ones in one sweep backward."""

from gdmath.calculus.backward import gradient, hessian
from gdmath.calculus.derivation import Derivation, differentiate
from gdmath.calculus.steps import Step

__all__ = ["Derivation", "Step", "differentiate", "gradient", "hessian"]
