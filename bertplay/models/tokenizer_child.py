"""Called by tokenizer_trial.py in a separate process: open a tokenizer, and tokenize a few texts."""

import string

MAX_TOKENS_PER_CHARACTER = 12
TEXTS = (
    "",
    "The quick brown fox jumps over the lazy dog.",
    string.printable,
    "aA1 " * 200,
    *(character * 5_000 for character in "a 0.é"),
    "Élève naïve, cafe\u0301; Straße – „Zitat“ … 中文 日本語 한국어 नमस्ते العربية עברית ไทย 🙂 \u200b\u00a0\ufeff ﬁ ½ ™",
)


def problem_with(file: str, vocabulary: int) -> str:
    """What is wrong with the tokenizer; "" if nothing is."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(file)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    for text in TEXTS:
        ids = tokenizer.encode(text).ids
        if len(ids) > MAX_TOKENS_PER_CHARACTER * (len(text) + 4):
            return f"{len(text)} characters become {len(ids)} tokens"
        if max(ids, default=0) >= vocabulary:
            return f"a text has the token {max(ids)}, and the model has {vocabulary}"
    return ""
