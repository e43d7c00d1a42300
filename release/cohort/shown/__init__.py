"""A class's results as pages.

page.py        the class's page and one for each student, of what overview.py counted
words.py       what they say, in each language
pseudonyms.py  the same class under numbers
standing.py    whether all that was written stands as it was: then nothing is made again
"""
