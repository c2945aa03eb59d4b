"""Trainings: what several pages share of them, and the page that lists them all.

watching.py    the live view of a run, or of several that were started together
buttons.py     pause, step, resume, stop; only what can be done now
wording.py     a run in words
downloads.py   what can be taken along: the model, the curves, the events
table.py       runs as rows of a table
"""
