"""The tabs of the page on fine-tuning.

train.py        the form: data.py asks for examples, settings.py for everything else, costs.py says how long it takes
run.py          what the tabs of one run share
curves.py, sentences.py, vectors.py, layers.py, mistakes.py, try_it.py, forgetting.py
comparison.py   several runs that were started together
"""
