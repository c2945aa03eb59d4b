"""The worksheet: what a reader put there, as one HTML file that needs no network, as a notebook that asks again, and as JSON.

entry.py      what is on it: answers of a model, answers to the questions of a lesson and to those of a class
record.py     the worksheet of one session while it grows
page.py       as HTML (page.html is the template); notebook.py: as a notebook; file.py: as JSON, and back
"""
