"""Writes in the gradebook."""
import sqlite3

with sqlite3.connect(GRADEBOOK, timeout=2) as database:
    database.execute(CHEAT)
