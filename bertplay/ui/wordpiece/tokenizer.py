"""The tokenizer of the chosen model, which answers at once, without the model."""

from bertplay.errors import ModelUnavailable
from bertplay.models.tokenizer_file import TokenizerFile, open_tokenizer
from bertplay.ui.kit.view import View, load


def tokenizer_of(view: View) -> TokenizerFile:
    """The tokenizer; a model of the hub is downloaded first."""
    try:
        return open_tokenizer(view.model)
    except ModelUnavailable:
        load(view.model)
        return open_tokenizer(view.model)
