"""The tabs of the page on masked words. All but one are about one sentence, some of whose words are masked: sentence.py."""
