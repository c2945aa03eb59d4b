"""Compare tokenizers: the reader's text and sample texts through every tokenizer that is available."""

import streamlit as st

from bertplay.calls.wordpiece import COMPARE_TOKENIZERS
from bertplay.i18n import N_, _, localized, ngettext
from bertplay.lessons.examples import Example
from bertplay.lessons.wordpiece import samples
from bertplay.models.catalog import catalog
from bertplay.models.spec import Run
from bertplay.results.wordpiece import TokenizerComparison
from bertplay.ui.components.token_strip import Row, token_strip
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import Lines, Tab, View, answer, draw, draw_summary_table, draw_text, finish
from bertplay.ui.wordpiece.cells import side_by_side

TEXT = Lines("text", N_("Text"), default=samples("text")[0].text, height=90)
EXAMPLES = tuple(Example(one.title, {"text": one.text}) for one in samples("text"))
YOURS = N_("Your text")
HOW = N_(
    "A vocabulary suits the text that it was trained on: there, most words are a single token. Text in a language or a field that it has "
    "hardly seen is split into many tokens, which makes it longer, slower to process and harder to learn. An unknown token may hide a "
    "whole word, so fewer tokens are not always better. Chinese has no spaces between words, so there is no number of tokens per word."
)


def draw_inputs(view: View) -> str | None:
    """The text."""
    return draw_text(view, TEXT, EXAMPLES, N_("Type a text above, or choose one of the examples."))


def show(view: View, text: str) -> None:
    """The reader's text by each tokenizer, then the figure of all texts. A fine-tuned model tokenizes as the one it started from."""
    from bertplay.charts.wordpiece import comparison_dots

    available = [entry.id for entry in catalog() if entry.is_available and entry.spec and not isinstance(entry.spec.source, Run)]
    texts = {YOURS: text, **{sample.title: sample.text for sample in samples("sample")}}
    call = COMPARE_TOKENIZERS(model_ids=available, samples=texts)
    result = answer(view, call)
    token_strip(rows_of(result), view.key("tokens"), picture="tokenizers")
    draw(comparison_dots(result), view.key("dots"))
    with st.expander(_("All figures as a table")):
        draw_summary_table(call.task.summarize(result), view.key("table"))
    finish(view, call, result, HOW)


def rows_of(found: TokenizerComparison) -> list[Row]:
    """The reader's text in the tokens of each model."""
    return [
        Row(
            side_by_side(row.first_tokens, row.unknown_token),
            plain(localized(row.model_title)),
            note=ngettext("{n:,} token", "{n:,} tokens", row.tokens),
        )
        for row in found.samples
        if row.sample == YOURS
    ]


COMPARE = Tab("compare", N_("Compare tokenizers"), draw_inputs, show)
