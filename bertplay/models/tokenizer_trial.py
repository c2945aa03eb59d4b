"""The tokenizer of a stranger's folder, tried before the server opens it.

tokenizer.json is a program: it names normalizers and splits that run on whatever is typed. One of a few kilobytes can multiply every
letter a billion times, and a damaged one can end the process that reads it. So what can be read off the file is checked first, and then
a separate process, with bounds of memory and time, opens it and tokenizes a few texts (tokenizer_child.py).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bertplay.child import ChildFailed, ChildTooSlow, call_in_child
from bertplay.i18n import N_, lazy
from bertplay.models.config_file import MAX_TOKENIZER_BYTES, read_json
from bertplay.models.tokenizer_child import problem_with
from bertplay.models.weights import refused

MAX_GROWTH = 16.0
"""A text may become so many times longer by all replacements together."""
MAX_CHARSMAP = 2_000_000  # characters of base64; that of XLM-R has 400,000
MAX_TOKEN = 256  # characters; GPT-2 has one of 128
MAX_WORD = 1_000  # characters; BERT takes 100
MAX_DEPTH = 40
OTHER = N_("Use the tokenizer that was published with the weights.")


def try_tokenizer(file: Path, vocabulary: int) -> None:
    """UnsafeModel unless this tokenizer.json opens, stays small, and knows only ids below `vocabulary`."""
    content = read_json(file, MAX_TOKENIZER_BYTES)
    check_growth(file, content)
    check_words(file, content)
    check_ids(file, content, vocabulary)
    try:
        problem = call_in_child(problem_with, str(file.absolute()), vocabulary)
    except ChildTooSlow as error:
        raise refused(file, N_("it takes too long to tokenize a few short texts"), OTHER) from error
    except ChildFailed as error:
        problem = str(error) or lazy("it used too much memory, or crashed")
    if problem:
        raise refused(file, lazy("it fails a test: {reason}", reason=problem), OTHER)


def check_growth(file: Path, content: dict[str, Any]) -> None:
    """No text becomes much longer by its replacements, and no table of characters is enormous."""
    growth = 1.0
    for part in parts_of(content.get("normalizer")):
        if part.get("type") == "Replace":
            pattern = part.get("pattern")
            shortest = len(str(pattern.get("String", "x"))) if isinstance(pattern, dict) else 1
            growth *= max(1.0, len(str(part.get("content", ""))) / max(1, shortest))
        elif part.get("type") == "Prepend":
            growth *= max(1.0, len(str(part.get("prepend", ""))))
        if len(str(part.get("precompiled_charsmap") or "")) > MAX_CHARSMAP:
            raise refused(file, lazy("its table of characters has more than {most:,} characters", most=MAX_CHARSMAP), OTHER)
    if growth > MAX_GROWTH:
        raise refused(file, lazy("its replacements make a text up to {n:,.0f} times longer", n=growth), OTHER)


def check_words(file: Path, content: dict[str, Any]) -> None:
    """Neither the longest token nor the longest word is so long that cutting a text takes time that grows with its square."""
    model = content.get("model")
    if not isinstance(model, dict):
        return
    words = model.get("vocab")
    pairs = words.items() if isinstance(words, dict) else words if isinstance(words, list) else ()  # Unigram: [token, score]
    tokens = [pair[0] for pair in pairs if isinstance(pair, tuple | list) and pair]
    longest = max((len(str(token)) for token in tokens), default=0)
    if longest > MAX_TOKEN:
        raise refused(file, lazy("its longest token has {n:,} characters, and the maximum is {most}", n=longest, most=MAX_TOKEN), OTHER)
    most = model.get("max_input_chars_per_word")
    if isinstance(most, int | float) and most > MAX_WORD:
        raise refused(file, lazy("it tokenizes words of {n:,.0f} characters, and the maximum is {most:,}", n=most, most=MAX_WORD), OTHER)


def parts_of(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """An object of JSON and all objects within it, not deeper than anyone nests them."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts_of(inner, depth + 1)


def check_ids(file: Path, content: dict[str, Any], vocabulary: int) -> None:
    """No token has an id beyond the model's vocabulary: a table as long as the largest id would be made for it."""
    model, added = content.get("model"), content.get("added_tokens")
    words = model.get("vocab") if isinstance(model, dict) else None
    ids = [*(words.values() if isinstance(words, dict) else range(len(words)) if isinstance(words, list) else ())]
    ids += [token.get("id") for token in added if isinstance(token, dict)] if isinstance(added, list) else []
    wrong = next((id_ for id_ in ids if type(id_) is not int or not 0 <= id_ < vocabulary), None)
    if wrong is not None:
        reason = lazy("it has a token with the id {id_}, and the model has {n:,} tokens", id_=json.dumps(wrong)[:20], n=vocabulary)
        raise refused(file, reason, OTHER)
