"""The worksheet: the answers a reader collected, as one HTML file that needs no network, as a notebook that repeats the calls, as JSON.

entry.py      its entries: answers of a model, answers to the questions of a lesson and of a class
record.py     the worksheet of one session
page.py       as HTML (page.html is the template); notebook.py: as a notebook; file.py: as JSON, and back
"""
