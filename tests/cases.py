"""Small files as people have them, of kinds that similar tools often refuse or misread, with the expected results."""

from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parents[2] / "shared" / "cases"


@dataclass(frozen=True)
class Case:
    """A file: what it trains, how many examples that makes, how many texts it has, and what has to be said about it."""

    name: str
    task: str
    train: int
    held_out: int
    texts: int
    said: str = ""

    @property
    def file(self) -> Path:
        return CASES / self.name


SAID_EMPTY = "The text is empty; the line is left out."
ALL = (
    Case("01_tsv_quotes.tsv", "classification", 15, 4, 19),
    Case("01b_tsv_quotes_silent.tsv", "classification", 16, 4, 20),
    Case("02_germeval.tsv", "entities", 8, 2, 10),
    Case("02b_germeval_no_comments.conll", "entities", 8, 2, 10),
    Case("02c_index_word_tag.conll", "entities", 10, 2, 12),
    Case("03_empty_token.conll", "entities", 8, 2, 10, "Line 20: The word is empty; the sentence is left out."),
    Case("04_zero_width_train.conll", "entities", 8, 2, 10),
    Case("04_zero_width_eval.conll", "entities", 1, 1, 2),
    Case("04_clean_eval.conll", "entities", 1, 1, 2),
    Case("05_nan_label.jsonl", "classification", 12, 4, 19, "Line 17: The label is empty; the line is left out."),
    Case("05b_list_label.jsonl", "classification", 0, 0, 16, "Line 1: The label is a list. One label for each text is needed"),
    Case("07_sep_line.csv", "classification", 12, 4, 16),
    Case("08_space_before_quote.csv", "classification", 12, 4, 16),
    Case("08b_space_before_quote_last.csv", "classification", 12, 4, 16),
    Case("11b_multiconer.conll", "entities", 8, 2, 10),
    Case("11c_hashtag_token.conll", "entities", 10, 2, 12),
    Case("13_one_line_each.txt", "masked_words", 13, 3, 16),
    Case("13b_blank_lines.txt", "masked_words", 13, 3, 16),
    Case("14_pairs_tab_separated.txt", "pairs", 2, 2, 4),
    Case("15_nbsp_spaces.conll", "entities", 10, 2, 12),
    Case("16_nfd_cafe.txt", "masked_words", 3, 1, 4),
    Case(
        "17b_contradiction.csv", "classification", 12, 4, 18, "The text of line 2 with another label: 'good' there, 'bad' here; left out."
    ),
    Case("17e_empty_cells.csv", "classification", 12, 4, 17, f"Line 18: {SAID_EMPTY}"),
    Case("18_long.csv", "classification", 12, 4, 16, "texts are longer than the window of"),
    Case("19_kaggle_ner.csv", "entities", 8, 2, 10),
    Case("30_no_header.csv", "classification", 0, 0, 6, "first row is data"),
)
