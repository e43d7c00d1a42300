"""Who is who, and in which tables they stand.

names.py      two spellings of one name, in any script
tables.py     a CSV file as other programs write it: Moodle, GitHub, Excel, nbgrader
students.py   the roster: the students of a course, and whose a submission is
owners.py     what each student handed in, of a folder
worksheet.py  Moodle's grading worksheet: a roster with times, and what goes back with grades
canvas.py     Canvas's gradebook: a roster, and what goes back with points
"""
