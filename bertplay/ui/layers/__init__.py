"""The tabs of the page on layers and attention. Three of them are about one sentence: sentence.py."""
