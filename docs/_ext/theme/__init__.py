"""What every page looks like and how it is found: its head, its search, its stamp, and HTML that everyone can use."""
