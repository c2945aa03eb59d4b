"""The tabs of the page on fine-tuned models.

question.py   what a model with a head is asked, and what it answers: on this page, and in “Try it” of a run
ask.py        one question
apply.py      a whole file
absent.py     no such model is on this machine: how to get one
"""
