"""The tabs of the page that compares models: one for each kind of input. What all of them share: columns.py."""
