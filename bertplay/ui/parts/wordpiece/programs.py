"""The programs of the WordPiece page: what was typed stands in them as a Python literal."""

from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.text import without_surrogates
from bertplay.ui.snippet import model_name
from bertplay.wording import english

PIECES = english(
    """\
from transformers import AutoTokenizer

text = {text!r}
tokenizer = AutoTokenizer.from_pretrained({name!r})
encoding = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
for piece, id_, (start, end) in zip(encoding.tokens(), encoding.input_ids, encoding.offset_mapping):
    print(f"{{piece:20}} {{id_:6}} {{start:4}} {{end:4}}  {{text[start:end]}}")
"""
)

TASK = english(
    """\
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.tasks.{module} import {task}

print({task}({arguments}))
"""
)


def transformers_program(tokenizer: TokenizerFile, text: str) -> str:
    """The pieces with transformers alone."""
    name, _ = model_name(tokenizer.spec.id)
    return PIECES.format(name=name, text=without_surrogates(text))


def task_program(module: str, task: str, tokenizer: TokenizerFile | None, *arguments: object) -> str:
    """One of bertplay's own tasks, called as the page calls it; with a tokenizer as its first argument where it takes one."""
    opened = [] if tokenizer is None else [f"open_tokenizer({tokenizer.spec.id!r})"]
    program = TASK.format(module=module, task=task, arguments=", ".join([*opened, *map(repr, arguments)]))
    return program if opened else program.split("\n", 1)[1]
