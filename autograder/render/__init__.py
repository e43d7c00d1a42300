"""Pure functions of a Report: text in, text out."""
