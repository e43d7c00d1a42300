"""What the author wrote in solutions/: read, checked, translated, stripped, and made into what students get.

Imported by the rest of the publisher's house. Read `read.py` first, then `build.py`.
"""
