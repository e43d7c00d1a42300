"""A whole class graded without nbgrader, with the same verdicts, and what the class believes.

The commands may import it, it imports the instructor's room; read run.py first.

run.py         from what was handed in to results.jsonl and the pages
grading.py     one submission -> its Result, in a process of its own
cluster.py     the same on other machines, through Dask
pool.py        processes that take items in order and outlive one that is killed
results.py     results.jsonl: a line for each student, flushed as they come, resumed where it stopped
overview.py    the Results of a class -> numbers: who is stuck where, which beliefs, which answers alike
shown/         those numbers as pages, with the students' names or without
lane.py        the Results of nbgrader's lane, for the same page
exports/       points as CSV and for Canvas, claims as JUnit's XML
likeness.py    which answers are the same, as a hint
"""
