"""The contract: graders proven on mistakes, mutants and unusual right solutions; names deserved; nothing leaks.

Imported by the front. Read `contract.py` first, then `grading.py` (what is graded), `findings.py` (what does not
hold) and `kill_table.py` (the table). What an author demands is solutions/proof.toml.
"""
