"""The sentence that the tabs share: typed, or taken from an example; a click masks a word of it."""

from dataclasses import dataclass, replace

import streamlit as st

from bertplay.i18n import N_, _, language
from bertplay.lessons.examples import Example, first_example, page_examples
from bertplay.models.hub_models import FRENCH_READERS
from bertplay.ui.components.toggle_text import Part, ToggleWords, toggle_text
from bertplay.ui.kit.tab import Text, View, is_guessing, link, offer_examples
from bertplay.ui.masked_word.hidden_words import carry_hidden, hidden_words, hide, words_of

HIDE = "hide"
MAX_BUTTONS = 400
"""Words that can be clicked; the rest of a longer text has no buttons."""
SENTENCE = Text("text", N_("Sentence"), is_shared=True, is_labelled=False)
NO_TEXT, NO_MASK = N_("Type a sentence above, or choose one of the examples."), N_("Click a word of the sentence to mask it.")
FULL_STOP = N_("Add a full stop?")
ENDS = (".", "!", "?", "…", ":", ";", "”", '"', ")")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and which of its words are masked, counted as in `words_of`."""

    text: str
    hidden: tuple[int, ...]

    @property
    def masked(self) -> str:
        """The sentence as the model reads it."""
        return hide(self.text, self.hidden)

    @property
    def words(self) -> tuple[str | None, ...]:
        """The word behind each mask; None if unknown, because the mask was typed."""
        return hidden_words(self.text, self.hidden)

    @property
    def masks(self) -> int:
        return len(self.words)

    @property
    def whole(self) -> str | None:
        """The sentence with nothing masked; None when it has masks that were typed."""
        return None if any(word.is_mask for word in words_of(self.text)) else self.text


def french_examples(model: str) -> tuple[Example, ...]:
    """For a reader of French whose model reads it, too."""
    if language() != "fr" or model not in FRENCH_READERS:
        return ()
    return (Example(N_("A French sentence"), {"text": "Paris est la capitale de la France.", HIDE: "3"}),)


def open_on_example(text_key: str, key: str, example: Example) -> None:
    """Each tab shows its own example until the reader has a sentence: typed, taken from the examples, or come with a link."""
    opened, now = f"{text_key}.opened", (st.session_state.get(text_key), st.session_state.get(key))
    if text_key in st.session_state and now != st.session_state.get(opened):
        st.session_state.pop(opened, None)
        return
    text, hidden = example.values["text"], read(example.values[HIDE])
    st.session_state[text_key], st.session_state[key], st.session_state[f"{key}.text"] = text, hidden, text
    st.session_state[opened] = (text, hidden)


def draw_sentence(view: View, *, needs_mask: bool = True) -> Sentence | None:
    """The text box, the examples and the sentence itself; None when there is no text, or no mask where one is needed.

    With “Guess first”, and for a class, the box is folded away, because it shows the masked word.
    """
    text_key = view.key(SENTENCE.name, is_shared=True)
    key = view.key(HIDE, is_shared=True)
    example = first_example("masked_word", view.tab)
    open_on_example(text_key, key, example)
    if link.is_pending(SENTENCE.name):
        st.session_state.pop(f"{key}.text", None)  # another sentence, not an edit of the one before: its words are masked as it says
    sentence = replace(SENTENCE, default=example.values["text"])
    has_mask = bool(st.session_state.get(key))
    if is_guessing(view) and has_mask:
        with st.expander(_("Change the sentence"), icon=":material/edit:"):
            text = sentence.draw(view)
    else:
        text = sentence.draw(view)
    offer_examples(view, (*french_examples(view.model), *page_examples("masked_word")))
    hidden = settle_hidden(key, text, example)
    if not text.strip():
        st.info(_(NO_TEXT), icon=":material/edit:")
        return None
    with st.container(border=True, gap="xsmall"):
        words = ToggleWords(
            _("Words that can be masked"), on=_("Click to show this word again"), off=_("Click to mask this word"), pressed="[MASK]"
        )
        toggle_text(parts_of(text), key, words)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(_("Click a word to mask it, and again to show it; or type [MASK]."), width="content")
            if lacks_full_stop(text) and not link.is_fixed():
                st.button(
                    _(FULL_STOP),
                    icon=":material/add:",
                    type="tertiary",
                    key=view.key("full_stop"),
                    on_click=add_full_stop,
                    args=(text_key,),
                )
    found = Sentence(text, hidden)
    if needs_mask and not found.masks:
        st.info(_(NO_MASK), icon=":material/touch_app:")
        return None
    return found


def settle_hidden(key: str, text: str, example: Example) -> tuple[int, ...]:
    """Which words are masked: what has arrived in a link, the example's in its own sentence, or what an edit left unchanged."""
    default = read(example.values[HIDE]) if text == example.values["text"] else ()
    has_arrived, arrived = link.take(HIDE)
    before = st.session_state.get(f"{key}.text")
    if has_arrived:
        hidden = default if arrived is None else read(arrived)
    elif before is None:
        hidden = default
    else:
        hidden = st.session_state[key] if before == text else carry_hidden(before, text, st.session_state[key])
    words = words_of(text)
    st.session_state[key] = hidden = tuple(i for i in hidden if i < len(words) and not words[i].is_mask)
    st.session_state[f"{key}.text"] = text
    link.publish(HIDE, written(hidden), written(default))
    return hidden


def parts_of(text: str) -> list[Part]:
    """The words as buttons, and what is between them."""
    parts: list[Part] = []
    end = 0
    for index, word in enumerate(words_of(text)[:MAX_BUTTONS]):
        if word.start > end:
            parts.append(Part(text[end : word.start]))
        parts.append(Part("[MASK]", is_marked=True) if word.is_mask else Part(word.text, index))
        end = word.end
    return [*parts, Part(text[end:])] if end < len(text) else parts


def lacks_full_stop(text: str) -> bool:
    """Whether a sentence ends without a mark: then a mask at its end is most probably predicted to be one."""
    words = words_of(text)
    return len(words) > 2 and not text.rstrip().endswith(ENDS)


def add_full_stop(key: str) -> None:
    """End the sentence."""
    st.session_state[key] = st.session_state[key].rstrip() + "."


def read(link_value: str) -> tuple[int, ...]:
    """The masked words as a link writes them: "3.5" -> (3, 5). What is no number is passed over."""
    return tuple(sorted({int(part) for part in link_value.split(".")[:1000] if part.isascii() and part.isdigit() and len(part) < 6}))


def written(hidden: tuple[int, ...]) -> str:
    """(3, 5) -> "3.5"; nothing masked -> "none", so that it differs from saying nothing."""
    return ".".join(map(str, hidden)) or "none"
