"""The interface: the page kit (kit/), the tabs of each page in a folder of its name, and the modules that both use.

runtime.py     what all browsers share: models, runs, classes
browser.py     the visitor; language.py: the reader's language
feedback.py    error messages, around every page and every part of one
classroom/, lesson/, runs/, worksheet/   pages, and what they add to other pages: the class, a lesson, a run that is watched
"""
