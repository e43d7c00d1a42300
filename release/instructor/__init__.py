"""What an instructor runs: what students handed in, through nbgrader, and back to them.

course_folder.py a course's folder: its configuration, its gradebook, what was released and what was submitted
collect.py     Moodle's zip or a folder of kits and notebooks -> submitted/
lab.py         one submission, whatever its form, as the lab notebook
moodle.py      Moodle's names, and the forms in which it takes grades and feedback back
students.py    who is who: the roster
receipt.py     what was collected, for whom
unpack.py      an archive into a folder, and what in a folder is one student's
judges.py      verdicts in parallel, before nbgrader asks for them
autograde.py   nbgrader autograde, one submission after the other, a broken one among them listed
returns.py     feedback pages, and grades as CSV
"""
