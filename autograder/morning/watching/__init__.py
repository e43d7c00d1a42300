"""`watch`: grade on save. `loop.py` first; `judge.py` stays warm, `screen.py` is shown, `keys.py` is the keyboard;
`sharing.py` tells the teacher, where the student wants that.
"""
