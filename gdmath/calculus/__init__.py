"""Derivatives by the rules: of one formula with its steps, and all partial ones in one sweep backward."""

from gdmath.calculus.backward import gradient, hessian
from gdmath.calculus.derivation import Derivation, Step, differentiate

__all__ = ["Derivation", "Step", "differentiate", "gradient", "hessian"]
