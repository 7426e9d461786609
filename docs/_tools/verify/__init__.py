"""Compare a published copy of the site with what this checkout gives: ``python docs/_tools/verify COPY``."""
