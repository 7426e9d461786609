"""The parts of a moving figure: what differs from frame to frame, the words of each, and how it stands in a page."""
