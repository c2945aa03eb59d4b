"""One word: the reader splits it first, then WordPiece does; what others claim about it; and the search, look-up by look-up."""

from collections.abc import Collection
from itertools import pairwise

import streamlit as st

from bertplay.calls.wordpiece import SEARCH_VOCABULARY, SEARCH_WORD
from bertplay.i18n import N_, _, lazy
from bertplay.lessons.examples import Example
from bertplay.lessons.wordpiece import Claim, claims, words
from bertplay.models.spec import Ability
from bertplay.results.classroom import ModelAnswer
from bertplay.results.wordpiece import LookUp, WordSearch
from bertplay.ui.components.toggle_text import Part, ToggleWords, toggle_text
from bertplay.ui.components.token_strip import Cell, Row, token_strip
from bertplay.ui.kit.tab import GuessFirst, Number, Tab, Text, Verdict, View, answer, draw_text, finish
from bertplay.ui.wordpiece.cells import chips, letters_of

WORD = Text("word", N_("Word"), default=words()[0], max_characters=200)
LOOK_UP = Number("look_up", N_("Look-up"), default=10_000, low=1, high=10_000, width="stretch")
EXAMPLES = tuple(Example(word, {"word": word}) for word in words())
MAX_LINES = 200
HOW = N_(
    "WordPiece looks up the whole word. If it is not in the vocabulary, the last letter is dropped and the rest is looked up, until "
    "something is found: that is a token. The same is done with what remains of the word; tokens there begin with ##. Once found, a "
    "token is never given up, even if another one would split the word as a dictionary does: the search is greedy, not morphological. If "
    "not even a single letter is found at some point, the whole word becomes [UNK]."
)


def draw_inputs(view: View) -> str | None:
    """The word."""
    return draw_text(view, WORD, EXAMPLES, N_("Type a word above, or choose one of the examples."), show=str)


def show(view: View, word: str) -> None:
    """The tokens beside what others claim, then the search."""
    call = SEARCH_WORD(view.model, word=word)
    result = answer(view, call)
    token_strip(rows_of(view, result), view.key("tokens"), picture="tokens_of_a_word")
    last = len(result.look_ups)
    step = min(LOOK_UP.among(last).draw(view), last) if last > 1 else last
    token_strip(
        [line_of(result.word, one, number) for number, one in enumerate(result.look_ups[:step], 1)][-MAX_LINES:], view.key("search")
    )
    finish(view, call, result, HOW)


def rows_of(view: View, found: WordSearch) -> list[Row]:
    """What this model does; above it what someone claims, and what bert-base-uncased does."""
    rows = [Row(chips(found.tokens, found.tokens if found.is_known else ()), _("This model"))]
    claim = next((claim for claim in claims() if claim.word == found.word), None)
    if claim is None:
        return rows
    known = [token for token in claim.says if token in view.ask(SEARCH_VOCABULARY(found.model, query=token)).tokens]
    rows = [Row(chips(claim.says, known), _(claim.who), note=about_claim(claim, found, known)), *rows]
    return rows if claim.base == found.tokens else [*rows, Row(chips(claim.base), "bert-base-uncased")]


def about_claim(claim: Claim, found: WordSearch, known: Collection[str]) -> str:
    """Whether the claim holds for this model, whose vocabulary has the `known` ones of its tokens, and when it cannot, why."""
    if claim.says == found.tokens:
        return _("That is what this model does.")
    absent = [token for token in claim.says if token not in known]
    if absent:
        return _("Impossible here: {tokens} is not in this vocabulary (dashed line).", tokens=", ".join(absent))
    return _("All of these are in this vocabulary, but the search is greedy and finds a longer first token before them.")


def line_of(word: str, one: LookUp, number: int) -> Row:
    """One look-up: the part of the word that was looked up, struck out when it was not found; what was found is named below."""
    said = _("{token} is in the vocabulary", token=one.token) if one.is_found else _("{token} is not", token=one.token)
    cells = [
        Cell(word[: one.start], "faint"),
        Cell(word[one.start : one.end], "1" if one.is_found else "struck", note=said),
        Cell(word[one.end :], "faint"),
    ]
    return Row([cell for cell in cells if cell.text], f"{number}", "code", said if one.is_found else "")


def draw_guess(word: str, key: str) -> list[str]:
    """The word, to be split by clicking between its letters."""
    clean = word.strip()
    st.session_state.setdefault(key, ())
    if st.session_state.get(f"{key}.word") != clean:
        st.session_state[key], st.session_state[f"{key}.word"] = (), clean
    parts: list[Part] = []
    for start, letter in letters_of(clean):
        if start:
            parts.append(Part("", start, label=_("Split before letter {number}", number=start + 1)))
        parts.append(Part(letter))
    said = ToggleWords(_("Gaps between letters where the word can be split"), on=_("Click to join here"), off=_("Click to split here"))
    toggle_text(parts, key, said, form="gaps")
    edges = [0, *(place for place in st.session_state[key] if 0 < place < len(clean)), len(clean)]
    return [" + ".join(clean[start:end] for start, end in pairwise(edges))]


def check_guess(view: View, word: str, guess: tuple[str, ...]) -> Verdict:
    """How many of the reader's boundaries are the model's too."""
    found = view.ask(SEARCH_WORD(view.model, word=word))
    lengths = [len(part) for part in guess[0].split(" + ")]
    mine = {sum(lengths[:i]) for i in range(1, len(lengths))}
    theirs = set(found.cuts)
    said = N_("You: {reader}. WordPiece: {model}. Boundaries in common: {both} of {n}.")
    sentence = lazy(said, reader=guess[0], model=" ".join(found.tokens), both=len(mine & theirs), n=len(mine | theirs))
    return Verdict(sentence)


def model_answers(view: View, word: str) -> list[ModelAnswer]:
    """The word as the model's tokenizer splits it."""
    clean = word.strip()
    edges = [0, *view.ask(SEARCH_WORD(view.model, word=word)).cuts, len(clean)]
    return [ModelAnswer(((" + ".join(clean[start:end] for start, end in pairwise(edges)), 1.0),))]


ONE_WORD = Tab(
    "one_word",
    N_("One word"),
    draw_inputs,
    show,
    needs=Ability.EMBEDDING,
    loads=False,
    guess=GuessFirst(
        prompt=N_("Where would you split this word?"),
        about=lambda word: (word.strip(),),
        title=lambda word: word.strip(),
        widget=draw_guess,
        boxes=lambda _word: (N_("With + where you split: play + ful"),),
        model=model_answers,
        check=check_guess,
        is_form=False,
    ),
)
