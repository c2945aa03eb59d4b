"""All that a tab is built from: `from bertplay.ui.kit.tab import Tab, Text, View, answer, draw, finish`."""

from bertplay.ui.kit import link
from bertplay.ui.kit.buttons import primary_button_type
from bertplay.ui.kit.choices import Choices
from bertplay.ui.kit.edited_table import EditedTable
from bertplay.ui.kit.examples import draw_text, offer_examples
from bertplay.ui.kit.figure import draw
from bertplay.ui.kit.file import File, offer_download
from bertplay.ui.kit.finish import Download, answer, explain, finish, offer_code, say, show_qr
from bertplay.ui.kit.guess_first import GuessFirst, Verdict, is_guessing
from bertplay.ui.kit.inputs import MAX_WORD_CHARACTERS, Choice, Input, Lines, Number, Text, Toggle
from bertplay.ui.kit.live import live
from bertplay.ui.kit.masked_sentence import draw_masked_sentence, masked_sentence
from bertplay.ui.kit.model import Models, as_label, available_models
from bertplay.ui.kit.page import Tab, turn_to
from bertplay.ui.kit.recording import record, record_lesson_answer
from bertplay.ui.kit.table import draw_summary_table, draw_table
from bertplay.ui.kit.view import View, answer_stored, draw_again, load, wait_for_model
from bertplay.ui.kit.watched import Watched, watch_instead

__all__ = [
    "MAX_WORD_CHARACTERS",
    "Choice",
    "Choices",
    "Download",
    "EditedTable",
    "File",
    "GuessFirst",
    "Input",
    "Lines",
    "Models",
    "Number",
    "Tab",
    "Text",
    "Toggle",
    "Verdict",
    "View",
    "Watched",
    "answer",
    "answer_stored",
    "as_label",
    "available_models",
    "draw",
    "draw_again",
    "draw_masked_sentence",
    "draw_summary_table",
    "draw_table",
    "draw_text",
    "explain",
    "finish",
    "is_guessing",
    "link",
    "live",
    "load",
    "masked_sentence",
    "offer_code",
    "offer_download",
    "offer_examples",
    "primary_button_type",
    "record",
    "record_lesson_answer",
    "say",
    "show_qr",
    "turn_to",
    "wait_for_model",
    "watch_instead",
]
