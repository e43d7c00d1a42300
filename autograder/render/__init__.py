"""Pure functions of a Report, as text for a terminal, HTML or Markdown; the course's pictures, as figures.

Imported by the doors and the publisher; imports programs; knows nothing of judging. Read `console.py` first.
"""
