"""The worksheet: what a reader asked, told in few words, as a page that needs no network and as a notebook that asks again.

record.py     keeps the questions of one session
tellings/     how the answer of each task is told, and which command asks the same
asking.py     a question as Python and as a command
page.py       the worksheet as HTML; notebook.py: as a notebook; file.py: as JSON, and back
again.py      what the notebook calls: the answer of now beside the one of then
"""
