"""Every key of the session and every name in a link, declared once.

Two kinds of values live in the link. Widgets whose value is its own name in the link are bound by Streamlit
(`bind="query-params"`): K, MASK, NAMED, SECOND, GUESS_FIRST. The others are written here: a choice by its id, because
Streamlit would write the label a person reads, and the sentence, which may be too long for a link.
"""

from urllib.parse import quote

import streamlit as st

# In the link of any page, around it: what a teacher asks there, and which step of which lesson it is.
ASK = "ask"
NOTE = "note"
FIX = "fix"
LESSON = "lesson"
LESSON_STEP = "step"

# In the link of any page, and kept in the session from then on: the language that was chosen by hand.
LANGUAGE = "lang"

CARRIED = ("room", LANGUAGE)
"""Of these names, those that a step of a lesson leaves as they are."""

# In the link and in the session under the same name.
TEXT = "text"
HIDDEN = "hide"
MODEL = "model"
PART = "part"
K = "k"
MASK = "mask"
NAMED = "words"
SECOND = "second"
GUESS_FIRST = "guess_first"
GAME_TEXT = "play"
SEED = "seed"
PRETRAINING_PART = "show"
MEASURE = "measure"
MINUTE_TEXT = "read"
MINUTE_OWN = "gap"
MOMENT_TEXT = "then"
MOMENT = "after"
RECURRENCE_PART = "side_by_side"
RECURRENCE_TEXT = "one_gap"
LONGEST = "longest"
NEXT_PART = "view"
FIRST = "first"
NEXT = "next"
START = "start"
CANDIDATES = "candidates"
PARAGRAPHS = "paragraphs"
PICK_FIRST = "pick_first"
INSIDE_PART = "inside"
INSIDE_TEXT = "sentence"
BLOCK = "block"
PLACE = "piece"
HEAD = "head"
LOOKER = "looker"
WORDS_ONLY = "words_only"
NO_POSITIONS = "no_positions"
LOOKS = "looks"
SILENT_LAYER = "silent_layer"
SILENT_HEAD = "silent_head"
RANDOM_WEIGHTS = "random_weights"
SHUFFLE = "shuffle"
ORDER_FIRST = "order_first"
ORDER_SECOND = "order_second"
WORDPIECE_PART = "cutting"
CUT_TEXT = "cut_text"
CUT_WORD = "cut_word"
CUTS = "cuts"
CUT_FIRST = "cut_first"
STEP = "look_up"
COUNTED = "counted"
TABLE_TEXT = "table_text"
TABLE_SIZE = "table_size"
QUERY = "search"
HOW = "search_by"
SIDE_TEXT = "side_text"
TRAIN_TEXT = "train_text"
CUT_WORDS = "cut_words"
RULE = "merge_by"
LARGE = "large_size"
RUN = "run"
EXPERIMENT = "experiment"
TUNING_DATA = "data"
TUNING_METHODS = "methods"
TUNING_PART = "look"
TUNING_EPOCHS = "epochs"
TUNING_RATE = "rate"
TUNING_BATCH = "batch"
TUNING_SEEDS = "seeds"
TUNING_FROZEN = "frozen"
TUNING_EXAMPLES = "examples"
TUNING_OWN = "own"
RUNS_STATES = "states"
RUNS_FIND = "find"
RUNS_CHOSEN = "chosen"
EMBEDDING_PART = "meaning"
SENSE_WORD = "word"
SENSE_LINES = "lines"
EVERY_PLACE = "every"
WORD_FORMS = "forms"
MAP_STEP = "layer"
MAP_METHOD = "map"
MAP_DIMENSIONS = "dimensions"
MAP_COLOR = "color"
MAP_GROUPS = "groups"
MAP_LIT = "lit"
MAP_TURN = "turn"
MAP_TILT = "tilt"
GUESS_LAYER = "guess_layer"
POOL_LINES = "pooled"
POOL_QUERY = "near"
POOLING = "pooling"
POOL_LAYER = "at_layer"
WORD_SUM = "sum"
QUESTION = "q"
CARD_FIRST = "say"
CARD_SECOND = "and"
CARD_GUESS = "guess"
COMPARE_MODELS = "models"
COMPARE_PART = "compare"
COMPARE_TEXT = "guessed"
CUT_COMPARE = "compared_pieces"
COMPARE_FIRST = "compared_first"
COMPARE_SECOND = "compared_second"
COMPARE_WORD = "compared_word"
COMPARE_LINES = "compared_lines"
COMPARE_SAMPLE = "test"
COMPARE_FALSE = "compared_false"
ROOM = "room"
ROOM_KEY = "key"

PART_KEYS = (
    QUESTION,
    PART,
    NEXT_PART,
    WORDPIECE_PART,
    EMBEDDING_PART,
    INSIDE_PART,
    RECURRENCE_PART,
    PRETRAINING_PART,
    COMPARE_PART,
)
"""Of these names, those by which the cards or parts of a page are chosen."""

# In the session alone, and kept from step to step of a lesson: every key that begins with one of these.
KEPT = ("lesson", "room", "browser", "worksheet", "sheet", "page_title", LANGUAGE)
LESSON_PLAYED = "lesson_played"
LESSON_STARTED = "lesson_started"
LESSON_OWN = "lesson_own"
LESSON_FILE = "lesson_file"
LESSON_SEEN_FILE = "lesson_seen_file"
LESSON_ANSWER = "lesson_answer"
LESSON_SHOWN = "lesson_shown"
LESSON_DRAFT = "lesson_draft"
LESSON_DRAFT_TITLE = "lesson_draft_title"
LESSON_DRAFT_NOTE = "lesson_draft_note"
LESSON_QUESTION = "lesson_question"
LESSON_TEACHER_ANSWER = "lesson_teacher_answer"
LESSON_FIX = "lesson_fix"

# In the session alone: nothing of value.
PAGE = "page_title"
WORKSHEET = "worksheet"
SHEET_TITLE = "sheet_title"
SHEET_WORDS = "sheet_words"
SHEET_KEPT = "sheet_kept"
SHEET_NOTE = "sheet_note"
ROOM_ANSWERS = "room_answers"
ROOM_NAME = "room_name"
ROOM_QUESTION = "room_question"
COMPARE_FILE = "compare_file"
HUB_MODEL = "hub_model"
HUB_ASK = "hub_ask"
OWN_NAME = "own_name"
OWN_FILES = "own_files"
CACHE_LOADED = "cache_loaded"
CACHE_MODEL = "cache_model"
CARD_ANSWERED = "card_answered"
CARD_LINKED = "card_linked"
CARD_RUNS = "card_runs_started"
TOUR = "tour"
RACE = "race"
WORD_MAP = "word_map"
MAP_LIST = "map_list"
MAP_PLACES = "map_places"
MAP_ACT = "map_act"
EMBEDDING_ANSWER = "embedding_answer"
SENSE_SAMPLE = "sense_sample"
SENSE_FILE = "sense_file"
POOL_FILE = "pool_file"
SEEN_FILE = "seen_file"
SUM_EXAMPLE = "sum_example"
LAYER_GUESS = "layer_guess"
LAYER_ROUND = "layer_round"
INSIDE_EXAMPLE = "inside_example"
INSIDE_GUESS = "inside_guess"
SHUFFLE_ON = "shuffle_on"
SHOWN_PLACES = "shown_places"
NEXT_EXAMPLE = "next_example"
NEXT_ROUND = "next_round"
NEXT_SCORE = "next_score"
GAME_ROUND = "game_round"
TUNING_FILE = "tuning_file"
TUNING_TABLE = "tuning_table"
TUNING_TASK = "tuning_task"
TUNING_COLUMN = "tuning_column"
TUNING_TEXT = "tuning_text"
TUNING_STEP = "tuning_step"
TUNING_LABEL = "tuning_label"
TUNING_CELL = "tuning_cell"
TUNING_CELL_TURN = "tuning_turn_of_cells"
BROWSER = "browser"
RUN_NAME = "run_name"
RUN_NOTE = "run_note"
RUNS_TABLE = "runs_table"
RUNS_MEASURE = "runs_measure"
CLICKABLE = "clickable_sentence"
TURN = "clickable_turn"
SHOWN_TEXT = "shown_text"
TEXT_AWAY = "text_away"
EXAMPLE = "example_chosen"
ROUND = "guess_round"
SCORE = "guess_score"
CUT_EXAMPLE = "cut_example"
CUTTER = "word_cutter"
CUT_TURN = "cut_turn"
CUT_SHOWN = "cut_shown"
CUT_DONE = "cut_done"

LINK_LIMIT = 30_000
"""Characters of an escaped value that still travel in a link; the server refuses a request of about 100,000."""


def seed(key: str, default: str) -> None:
    """Give a key its first value: the link's, or the default."""
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key, default)


def publish(key: str, value: str, default: str) -> bool:
    """Write a value into the link, or take it out when it is the default; False when it is too long for a link."""
    fits = len(value) <= LINK_LIMIT and len(quote(value, errors="replace")) <= LINK_LIMIT
    if value == default or not fits:
        if key in st.query_params:
            del st.query_params[key]
    elif st.query_params.get(key) != value:
        st.query_params[key] = value
    return fits


def indices(written: str) -> tuple[int, ...]:
    """The hidden words as a link writes them: "3.5" -> (3, 5). What is no number is passed over."""
    return tuple(sorted({int(part) for part in written.split(".")[:1000] if part.isascii() and part.isdigit() and len(part) < 6}))


def written(hidden: tuple[int, ...]) -> str:
    """(3, 5) -> "3.5"; nothing hidden -> "none", so that it differs from saying nothing."""
    return ".".join(map(str, hidden)) or "none"
