"""What a step of a lesson can fill in: the pages, and the names that stand in the link of each.

bertplay/ui/state.py declares the same names for the pages; a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MODEL = "model"


@dataclass(frozen=True, slots=True)
class PageLinks:
    """One page: its title, the names in its link, and the values of those names that choose among a few."""

    title: str
    names: frozenset[str]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def page(title: str, names: str, *, part: str = "", parts: str = "") -> PageLinks:
    """page("Recurrence", "longest one_gap", part="side_by_side", parts="race memory sides")"""
    return PageLinks(title, frozenset([*names.split(), *([part] if part else [])]), {part: tuple(parts.split())} if part else {})


PAGES: dict[str, PageLinks] = {
    "ten_questions": page("Ten questions", "model q say and guess_first"),
    "masked_word": page(
        "The masked word",
        "model text hide k mask words second guess_first",
        part="part",
        parts="guesses joint words contrast sides surprise false",
    ),
    "next_sentence": page(
        "The next sentence",
        "model first next start candidates paragraphs guess_first pick_first",
        part="view",
        parts="pair rank bench matrix",
    ),
    "wordpiece": page(
        "Words into pieces",
        "model cut_text cut_word cuts cut_first look_up counted table_text table_size search search_by side_text train_text cut_words "
        "merge_by large_size",
        part="cutting",
        parts="way word why vocabulary side train",
    ),
    "embeddings": page(
        "Embeddings",
        "model word lines every forms layer map dimensions color groups lit turn tilt guess_layer pooled near pooling at_layer sum",
        part="meaning",
        parts="map senses sentences words",
    ),
    "layers": page(
        "The layers from inside",
        "model sentence block piece head looker words_only no_positions looks silent_layer silent_head random_weights shuffle "
        "order_first order_second guess_first",
        part="inside",
        parts="walk attention switches order ledger",
    ),
    "recurrence": page("Recurrence", "model longest one_gap experiment", part="side_by_side", parts="race memory sides"),
    "pretraining": page("Pretraining", "model play seed measure read gap then after run", part="show", parts="game moments curves minute"),
    "fine_tuning": page(
        "Fine-tuning",
        "model run experiment data methods epochs rate batch seeds frozen examples own",
        part="look",
        parts="curves own cloud layers mistakes words forgotten",
    ),
    "runs": page("Runs", "states find chosen"),
    "compare": page(
        "Models compared",
        "models guessed compared_pieces compared_first compared_second compared_word compared_lines test compared_false",
        part="compare",
        parts="words pieces pair likeness one_word false_word items",
    ),
    "model_cache": page("Models in memory", ""),
}


def link_of(name: str, written: Mapping[str, str]) -> dict[str, str]:
    """Those names of an address that belong to a page; a teacher's question and the step of a lesson do not."""
    known = PAGES[name].names if name in PAGES else frozenset()
    return {key: value for key, value in written.items() if key in known}
