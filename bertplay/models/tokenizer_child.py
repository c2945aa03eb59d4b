"""Run by tokenizer_trial.py in a separate process: open a tokenizer, tokenize a few texts, and end with 0 when all is well.

python -I tokenizer_child.py tokenizer.json 30522
"""

import string
import sys

MAX_MEMORY = 3 << 30
MAX_SECONDS = 20
MAX_TOKENS_PER_CHARACTER = 12
TEXTS = (
    "",
    "The quick brown fox jumps over the lazy dog.",
    string.printable,
    "aA1 " * 200,
    *(character * 5_000 for character in "a 0.é"),
    "Élève naïve, cafe\u0301; Straße – „Zitat“ … 中文 日本語 한국어 नमस्ते العربية עברית ไทย 🙂 \u200b\u00a0\ufeff ﬁ ½ ™",
)


def limit() -> None:
    """Bound memory and time, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def problem_with(file: str, vocabulary: int) -> str:
    """What is wrong; "" when nothing is."""
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


if __name__ == "__main__":
    limit()
    try:
        problem = problem_with(sys.argv[1], int(sys.argv[2]))
    except BaseException as error:  # a panic of Rust is no Exception
        problem = f"{type(error).__name__}: {error}"[:200]
    sys.stdout.write(problem)
    sys.exit(1 if problem else 0)
