"""The kit that every page is built from, with one way to do each thing:

tab.py          all of the following, as a tab imports it
page.py         Page and Tab: a title, a row of tabs, and the open tab
view.py         View: one drawing of one tab; its keys, its model, its answers
inputs.py       text, lines, number, choice, toggle: each reads the link, cleans the value, draws the widget, updates the link
choices.py      several of some options
file.py         a file that the reader uploads, and one that is offered for download
examples.py     example values for the inputs, one click each
masked_sentence.py  a sentence with a [MASK]
link.py         the values in the address of a page
model.py        the model of a page, in the sidebar; or several models, side by side
guess_first.py  the reader guesses before the model's prediction is shown, alone or in a class
live.py         redraws what changes by itself
finish.py       the caption of an answer, and what is below it: how to read it, table, code, link, worksheet
recording.py    the worksheet of this session
figure.py, table.py, takeaway: draw a figure, a table, and the sentence about it
"""
