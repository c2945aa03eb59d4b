"""Files as people have them, read the same way on every page and in every command.

decoding.py  bytes as text: Unicode, or the older encoding that fits; what is no text file is named and refused
tables.py    CSV, TSV and JSON lines as a Table: separator and quoting are found out, bad lines are listed
labelled.py  sentences, each with a label if it has one
tagged.py    words with a tag each: CoNLL in its variants, and tables with one word a row; tags.py: their schemes

One bad line does not refuse a file: it is left out, with a Problem that says why. More than a tenth of bad lines refuses it,
because then the file was probably recognized wrongly.
"""
