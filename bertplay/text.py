"""What a text must be rid of or may hold, wherever it is read: the page and the tokenizers go by the same rules."""

import re

MASK_SPELLING = re.compile(r"\[mask\]|<mask>", re.IGNORECASE)
"""Every family's spelling of the mask; all of six characters, so that replacing one keeps the offsets right."""


def without_surrogates(text: str) -> str:
    """The text, as long as before, with halves of surrogate pairs as U+FFFD: neither tokenizer nor browser takes them."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
