"""The verdict on a pair with transformers alone."""

from bertplay.text import without_surrogates
from bertplay.wording import english

PAIR = english(
    """\
import torch
from transformers import AutoTokenizer, BertForNextSentencePrediction

name = {name!r}
tokenizer = AutoTokenizer.from_pretrained(name)
model = BertForNextSentencePrediction.from_pretrained(name, dtype=torch.float32)
inputs = tokenizer({first!r}, {second!r}, return_tensors="pt", truncation=True, max_length={window})
with torch.no_grad():
    logits = model(**inputs).logits[0]
print("logits:", logits.tolist())
print("probability that it is next:", logits.softmax(dim=0)[0].item())  # label 0 is "is next"
"""
)


def pair_program(name: str, first: str, second: str, window: int) -> str:
    """Whatever was typed stands in it as a Python literal."""
    return PAIR.format(name=name, first=without_surrogates(first), second=without_surrogates(second), window=window)
