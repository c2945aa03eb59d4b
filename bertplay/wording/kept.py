"""Texts that are told later, as a file keeps them: another reader has another language."""

from typing import Any

from bertplay.wording.telling import Later, later


def with_sentences(value: Any) -> Any:
    """A JSON value in which a text that is told later is kept as its sentence and its values.

    later("{n} of 12", n=3) -> {"sentence": "{n} of 12", "values": {"n": 3}}
    """
    if isinstance(value, Later):
        return {"sentence": value.template, "values": {name: with_sentences(one) for name, one in value.values.items()}}
    if isinstance(value, list):
        return [with_sentences(one) for one in value]
    return {name: with_sentences(one) for name, one in value.items()} if isinstance(value, dict) else value


def with_texts(value: Any) -> Any:
    """What `with_sentences` made, undone."""
    if isinstance(value, list):
        return [with_texts(one) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {name: with_texts(one) for name, one in value.items()}
    return later(inner["sentence"], **inner["values"]) if inner.keys() == {"sentence", "values"} else inner
