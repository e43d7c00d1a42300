"""nbgrader preprocessors that grade out of the kernel; release/course/nbgrader_config.py sets them by name.

preprocessors.py   what nbgrader calls, and the only file here that imports it
    SubmittedExporter   reads nothing of a submitted file by itself, so that no broken one stops a class
    Rebuild             first of `Autograde.sanitize_preprocessors`: our release with the student's answers grafted in
    Grade               in the place of Execute: one result in each check cell, from the kit's sandbox
    Comment             after SaveAutoGrades: the overall comment, and the mark that this notebook is finished
handed_in.py       what of a submission was read when it was collected, beside its notebook
rebuild.py         the submitted notebook grafted into our release
verdicts.py        a rebuilt notebook to its report, once
outputs.py         a report as the outputs of check cells
page.py            what students wrote, as harmless HTML
"""
