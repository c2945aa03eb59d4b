"""What a reader asks on the masked-word page."""

from dataclasses import dataclass

from bertplay.ui.sentence import hidden_words, hide, words_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A model, a sentence, and which of its words are hidden (counted as in `words_of`)."""

    model: str
    text: str
    hidden: tuple[int, ...]

    @property
    def masked(self) -> str:
        """The sentence as the model gets it."""
        return hide(self.text, self.hidden)

    @property
    def behind(self) -> tuple[str | None, ...]:
        """The word behind each mask, None where nobody knows it."""
        return hidden_words(self.text, self.hidden)

    @property
    def masks(self) -> int:
        """How many masks there are."""
        return len(self.behind)

    @property
    def whole(self) -> str | None:
        """The sentence with nothing hidden; None when it has masks that were typed."""
        return None if any(word.is_mask for word in words_of(self.text)) else self.text
