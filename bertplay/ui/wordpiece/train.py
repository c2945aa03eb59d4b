"""Train a tokenizer: merge by merge on the reader's text, by three rules, and what it makes of words."""

from dataclasses import dataclass

import streamlit as st

from bertplay.calls.wordpiece import TRAIN_WORDPIECE
from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.lessons.wordpiece import samples
from bertplay.results.wordpiece import TrainedVocabulary
from bertplay.summaries.wordpiece import summarize_training
from bertplay.ui.components.token_strip import Row, token_strip
from bertplay.ui.kit.tab import Choice, Lines, Number, Tab, Text, View, draw, draw_summary_table, finish, offer_examples, say
from bertplay.ui.wordpiece.cells import chips
from bertplay.ui.wordpiece.rules import show_difference

TEXT = Lines("text", N_("Text to train on"), default=samples("training")[0].text, height=180)
EXAMPLES = tuple(Example(one.title, {"text": one.text}) for one in samples("training"))
RULES = {"frequency": N_("Frequency"), "likelihood": N_("Likelihood"), "ratio": N_("Ratio")}
RULE = Choice("rule", N_("Merge by"), default="frequency", options=RULES)
WORDS = Text("words", N_("Words to tokenize with it"), default="walkers talking unhappiness rereading baker", max_characters=300)
SIZE = Number("size", N_("Size of the vocabulary"), default=150, low=1, high=100_000, width="stretch")
LARGEST = 1_000
HOW = N_(
    "Training begins with the characters of the text. Again and again it merges the best pair of neighbours into a new token, everywhere "
    "in the text, until the vocabulary has the size that you chose. The methods differ only in the rule that says which pair is best.\n\n- "
    "**Frequency** merges the most frequent pair. The tokenizers library does this, so all vocabularies trained with it do, including "
    "ours.\n- **Likelihood** merges the pair that makes the text most probable, as the WordPiece papers say (Schuster and Nakajima 2012, "
    "Wu et al. 2016). Google never published its own code.\n- **Ratio** divides the frequency of a pair by the frequencies of its two "
    "tokens. Many courses call this the WordPiece score; it is the gain in likelihood of a single occurrence, and it favours rare pairs."
)


@dataclass(frozen=True, slots=True)
class TrainingInputs:
    """A text, a rule, and words to try."""

    text: str
    rule: str
    words: str


def draw_inputs(view: View) -> TrainingInputs | None:
    """The text and the rule."""
    text = TEXT.draw(view)
    offer_examples(view, EXAMPLES)
    rule, words = RULE.draw(view), WORDS.draw(view)
    if not text.strip():
        st.info(_("Paste a few paragraphs, or choose one of the examples."), icon=":material/edit:")
        return None
    return TrainingInputs(text, rule, words)


def show(view: View, inputs: TrainingInputs) -> None:
    """The words at a size of the reader's, the curve, the merges, and where two rules differ."""
    from bertplay.charts.wordpiece import growth_lines

    call = TRAIN_WORDPIECE(text=inputs.text, size=LARGEST, rule=inputs.rule)
    other_rule = "frequency" if inputs.rule == "likelihood" else "likelihood"
    with st.spinner(_("Training on the text")):
        trained, other = view.ask(call), view.ask(TRAIN_WORDPIECE(text=inputs.text, size=LARGEST, rule=other_rule))
    summary = summarize_training(trained)
    say(view, summary)
    if trained.merges:
        smallest, largest = len(trained.alphabet), len(trained.alphabet) + len(trained.merges)
        size = SIZE.between(smallest, largest).draw(view)
        show_words(view, trained, size, inputs.words)
        draw(growth_lines((trained, other), size), view.key("growth"))
        with st.expander(_("All merges")):
            draw_summary_table(summary, view.key("merges"))
        show_difference(view, trained, other, size)
    finish(view, call, trained, HOW)


def show_words(view: View, trained: TrainedVocabulary, size: int, words: str) -> None:
    """The last merge, and words tokenized at this size."""
    from bertplay.tasks.wordpiece import tokenize_word

    vocabulary, rows = frozenset(trained.tokens(size)), []
    done = size - len(trained.alphabet)
    if done:
        merge = trained.merges[done - 1]
        rows.append(Row(chips([merge.left, merge.right, merge.token]), _("Merge {n:,}", n=done)))
    rows += [Row(chips(tokenize_word(word, vocabulary), vocabulary), word) for word in dict.fromkeys(words.lower().split())]
    token_strip(rows, view.key("tokens"), picture="tokens")


TRAIN = Tab("train", N_("Train a tokenizer"), draw_inputs, show)
