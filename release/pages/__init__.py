"""The page that a student gets back: one file that needs nothing from elsewhere, made from the Report.

student.py         a report and what the gradebook says, as what the page shows; start here
student.html.j2    the page
words.py           its own words in both languages
"""
