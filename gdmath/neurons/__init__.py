"""The parts of `Neuron`: its data checked, its mean cost over rows, its formulas, and its way to torch and back."""
