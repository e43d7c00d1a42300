"""The judge's house. The doors stand here, and what every room speaks of: course, report, errors, language."""
