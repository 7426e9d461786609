"""Plots of costs and of descents; each returns its Axes, and keeps what it shows in words as the label of them."""

from gdmath.plotting.areas import plot_product
from gdmath.plotting.chains import plot_chain
from gdmath.plotting.contours import plot_contour
from gdmath.plotting.cost_curves import plot_cost_curve, plot_descent_path
from gdmath.plotting.descents import plot_descent
from gdmath.plotting.descriptions import course, number, power_of_ten
from gdmath.plotting.distances import plot_distances
from gdmath.plotting.drawing import axes, labelled, scale_powers
from gdmath.plotting.fits import plot_fit
from gdmath.plotting.secants import plot_secant
from gdmath.plotting.shards import plot_shards

__all__ = [
    "axes",
    "course",
    "labelled",
    "number",
    "plot_chain",
    "plot_contour",
    "plot_cost_curve",
    "plot_descent",
    "plot_descent_path",
    "plot_distances",
    "plot_fit",
    "plot_product",
    "plot_secant",
    "plot_shards",
    "power_of_ten",
    "scale_powers",
]
