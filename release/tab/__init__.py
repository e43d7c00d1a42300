"""The page: the same judge in a browser, as one folder of files that any web server can hand out.

Read `site.py` first (what the folder holds), then `truths.py` (what the judge there cannot compute), `lesson.py` (the
course's text), `registries.py` (what comes from npm and PyPI, pinned) and `static/` (what runs in the browser).
"""
