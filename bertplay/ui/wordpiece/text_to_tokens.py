"""From text to tokens: as typed, cleaned, normalized, split into words, tokenized, numbered."""

import streamlit as st

from bertplay.calls.wordpiece import TRACE_TOKENIZATION
from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.lessons.wordpiece import samples
from bertplay.models.spec import Ability
from bertplay.results.wordpiece import TokenizationSteps
from bertplay.ui.components.token_strip import MAX_CELLS, Cell, Row, token_strip
from bertplay.ui.kit.tab import Tab, Text, View, answer, draw_text, finish
from bertplay.ui.wordpiece.cells import in_place, side_by_side

TEXT = Text("text", N_("Text"), default=samples("text")[0].text)
EXAMPLES = tuple(Example(one.title, {"text": one.text}) for one in samples("text"))
MAX_SHOWN = 2_000
"""Characters of a stage that are shown."""
HOW = N_(
    "Every change of colour is a boundary between tokens: a word in one colour is one token, and a token that begins with ## continues "
    "the word before it. A wavy line marks characters that are in none of the vocabulary's tokens: the model reads [UNK] there. Hover "
    "over a token for its id and its characters. The model then adds [CLS] and [SEP] around the whole text."
)
OTHERWISE = N_(
    "Every change of colour is a boundary between tokens. This model does not use WordPiece, so BERT's steps do not apply; its tokens "
    "mark spaces, and letters that English does not have, with special characters."
)
CHANGES = {
    (True, True): N_("Lower-cased, accents removed."),
    (True, False): N_("Lower-cased."),
    (False, True): N_("Accents removed."),
    (False, False): N_("This model keeps case and accents."),
}
"""(lower-cases, strips accents) -> what became of the text."""


def draw_inputs(view: View) -> str | None:
    """The text."""
    return draw_text(view, TEXT, EXAMPLES, N_("Type a text above, or choose one of the examples."))


def show(view: View, text: str) -> None:
    """The text in colour, then step by step."""
    call = TRACE_TOKENIZATION(view.model, text=text)
    result = answer(view, call)
    with st.container(border=True):
        token_strip([Row(in_place(result.text, result.tokens, result.unknown), form="flow")], view.key("in_place"))
    if result.is_wordpiece:
        token_strip(stages(result), view.key("stages"), picture="tokenization")
    if len(result.tokens) > MAX_CELLS:
        st.caption(_("The first {shown:,} of {n:,} tokens are in colour; the table has them all.", shown=MAX_CELLS, n=len(result.tokens)))
    finish(view, call, result, HOW if result.is_wordpiece else OTHERWISE)


def stages(found: TokenizationSteps) -> list[Row]:
    """One row a step."""
    cleaned = _("Control characters are removed, every space becomes a plain one, Chinese characters get spaces around them.")
    removed = _("{n:,} characters were removed.", n=found.dropped) if found.dropped else ""
    ids = side_by_side(found.tokens, found.unknown, with_ids=True)
    return [
        Row([Cell(shortened(found.text))], _("As typed"), "flow"),
        Row([Cell(shortened(found.cleaned))], _("Cleaned"), "flow", f"{cleaned} {removed}".strip()),
        Row([Cell(shortened(found.normalized))], _("Normalized"), "flow", _(CHANGES[found.lower_cases, found.strips_accents])),
        Row([Cell(word, "plain") for word in found.words], _("Words"), "chips", _("Split at spaces and at punctuation.")),
        Row(ids, _("Tokens and ids"), "chips", _("The ids are all that the model gets to see.")),
    ]


def shortened(text: str) -> str:
    """The text, truncated to a readable length."""
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


TEXT_TO_TOKENS = Tab("text_to_tokens", N_("From text to tokens"), draw_inputs, show, needs=Ability.EMBEDDING, loads=False)
