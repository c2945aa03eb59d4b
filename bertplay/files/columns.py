"""What columns are called in the files of GLUE, of the hub and of spreadsheets; the first name is what bertplay itself writes."""

import re
from collections.abc import Sequence

TEXT_COLUMNS = (
    *("text", "sentence", "sentences", "sentence1", "sentence_1", "text1", "text_a", "sentence_a", "first", "premise", "#1 string"),
    *("question1", "review", "content", "message", "tweet", "comment", "utterance", "utt", "body", "headline", "document", "data"),
    *("texte", "phrase", "commentaire", "satz", "kommentar", "texto", "frase", "comentario", "testo", "commento"),
)
PAIR_COLUMNS = (*("pair", "sentence2", "sentence_2", "text2", "text_b", "sentence_b", "second", "hypothesis", "#2 string", "question2"),)
LABEL_COLUMNS = (
    *("label", "labels", "class", "category", "quality", "sentiment", "sense", "target", "gold_label", "is_duplicate"),
    *("intent", "emotion", "topic", "polarity", "stars", "rating", "accept", "cats", "tag"),
    *("étiquette", "classe", "catégorie", "klasse", "kategorie", "etiqueta", "clase", "categoría", "etichetta", "categoria"),
)
CHOICES = ("annotations", "completions")
"""Where Label Studio keeps the labels that were chosen."""
WORD_COLUMNS = ("word", "words", "token", "tokens", "tokenized_text", "form")
TAG_COLUMNS = ("tag", "tags", "ner", "ner_tag", "ner_tags", "label", "labels", "entity")
SENTENCE_COLUMNS = (
    "sentence #",
    "sentence",
    "sentence_id",
    "sentence_idx",
    "sent_id",
    "sent",
    "sentence id",
    "sid",
    "sentid",
    "sentence_no",
    "sentence_number",
    "sent_no",
)
QUESTION_COLUMNS = ("question", "query")
PASSAGE_COLUMNS = ("context", "passage", "paragraph")
NAMES = frozenset(
    (*TEXT_COLUMNS, *PAIR_COLUMNS, *LABEL_COLUMNS, *WORD_COLUMNS, *TAG_COLUMNS, *SENTENCE_COLUMNS, *QUESTION_COLUMNS, *PASSAGE_COLUMNS)
)
"""A row with one of these is no data."""


def column_named(columns: Sequence[str], names: Sequence[str]) -> str | None:
    """The column with one of these names, in any case; a field within another, "data.text", where no column is called so.

    column_named(("ID", "Review", "Label"), TEXT_COLUMNS) -> "Review"
    """
    known = {column.casefold(): column for column in reversed(columns)}
    known = {column.casefold().rpartition(".")[2]: column for column in reversed(columns)} | known
    return next((known[name.casefold()] for name in names if name.casefold() in known), None)


def column_ending(columns: Sequence[str], names: Sequence[str]) -> str | None:
    """The column whose last word is one of these names: ("id", "airline_sentiment", "Review Text") has one of labels and one of texts."""
    last = {re.split(r"[\W_]+", column.casefold())[-1]: column for column in reversed(columns)}
    return next((last[name] for name in names if name in last), None)
