"""A student's morning at a terminal: what is around one grading, before it and after it.

commands.py   the commands, and what each of them prints; read it first
places.py     which definitions of a file are an exercise's answer
memory.py     what is remembered between two commands: hints that were read, what was edited
edited.py     the exercise that was edited last
hints.py      an exercise's hints as they are shown
reset.py      an answer as it was handed out
replaying.py  a counterexample met again in the student's own Python
updating.py   a corrected kit brought in
watching/     grade on save
handing_in.py the zip to hand in
"""
