"""A text some of whose pieces were chosen for the masking game, each in the colour of its fate."""

import streamlit as st

from bertplay.results.pretraining import MaskingGame
from bertplay.ui.components import files
from bertplay.wording import mark, t

NOTES = {
    "masked": mark("replaced by the mask"),
    "random": mark("replaced by a random piece"),
    "kept": mark("left as it is, and asked for all the same"),
}

mount = st.components.v2.component(
    "bertplay.fates",
    html='<p class="sentence"></p>',
    css=files.style("fates", with_picture=True),
    js=files.script("fates", with_picture=True),
)


def fated_text(game: MaskingGame, *, is_revealed: bool) -> None:
    """Show what the model sees; revealed, with the fate of each chosen piece and what stood there.

    Before that all look alike but for what stands in them: who is to guess must not be told which word is wrong.
    """
    tokens: list[dict[str, object]] = []
    end = 0
    for number, piece in enumerate(game.chosen, 1):
        tokens.append({"text": game.text[end : piece.truth.start]})
        truth = game.text[piece.truth.start : piece.truth.end]
        shown = truth if piece.fate == "kept" else piece.shown
        if is_revealed:
            changed = None if piece.fate == "kept" else truth
            tokens.append({"text": shown, "fate": str(piece.fate), "truth": changed, "note": t(NOTES[piece.fate])})
        elif piece.fate == "masked":
            tokens.append({"text": shown, "fate": "masked", "number": str(number), "note": ""})
        else:
            tokens.append({"text": shown})
        end = piece.truth.end
    mount(key="fated_text", data=files.with_words({"tokens": [*tokens, {"text": game.text[end : end + 4_000]}]}))
