"""Who answers for a submission: the checks ask through one interface, and know nothing of processes.

Imported by judging and the publisher. Read `respondent.py` first (the interface), then `workers.py` (answers from
worker processes), `modules.py` (which texts a worker is told) and `exchange.py` (a request, its limit, a death);
`earlier.py` spares them what was asked before. Engines behind masks (`masks.py`) answer from data.
"""
