"""The interface: what a page is built from (kit/), the tabs of each page in a folder of its name, and what lies below both.

runtime.py     what all browsers share: models, runs, classes
browser.py     whose browser this is; language.py: which language its reader wants
feedback.py    errors in words, around every page and every part of one
classroom/, lesson/, runs/, worksheet/   pages, and what they show around other pages: the class, a lesson, a run that is watched
"""
