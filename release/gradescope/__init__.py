"""Gradescope's autograder: a zip that the platform keeps private, and what runs in it.

judge.py     one submission graded on the platform; a Report as its results.json; travels in the zip, and alone
build.py     the zip: the kit's judge, hidden graders and all, setup.sh, run_autograder
commands.py  the command `gradescope`
"""
