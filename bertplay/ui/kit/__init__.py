"""What every page is built from. One way for each thing that pages do:

page.py         Page and Tab: a title, a row of tabs, the one that is open
view.py         View: one drawing of one tab; its keys, its model, its answers
inputs.py       text, lines, number, choice, choices, toggle: each reads the link, cleans, draws, publishes
file.py         a file that a reader uploads
examples.py     values for the inputs that show something, one click each
masked_sentence.py  a sentence with a [MASK] that is typed
link.py         what the address of a page says, and what a page writes into it
model.py        the model of a page, in the sidebar; several models, side by side
guess_first.py  the reader guesses before the model's prediction is shown, alone or as a class
live.py         what changes by itself is drawn again until it stops
finish.py       below an answer: table, code, link, worksheet
recording.py    what is on the worksheet of this session
figure.py, table.py, takeaway: how a figure, a table and the sentence about it come onto the page
"""
