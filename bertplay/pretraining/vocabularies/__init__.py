"""One subword vocabulary a file; and what the training needs to know of any of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A stock tokenizer of transformers, and its ids by the names that all families share.

    continues   bool [size]: whether a token continues the word before it
    Special tokens have the lowest ids; they are neither masked nor drawn. `ordinary` is the first id after them.
    """

    tokenizer: Any
    continues: npt.NDArray[np.bool_]
    pad: int
    cls: int
    sep: int
    mask: int
    ordinary: int

    @classmethod
    def of(cls, tokenizer: Any, continues_word: Callable[[str], bool]) -> "Vocabulary":
        """Read a tokenizer's ids; `continues_word` is its family's."""
        special = set(tokenizer.all_special_ids)
        flags = [i not in special and continues_word(token) for i, token in enumerate(tokens_of(tokenizer))]
        ids = (tokenizer.pad_token_id, tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.mask_token_id)
        return cls(tokenizer, np.array(flags), *ids, ordinary=max(special) + 1)

    @property
    def size(self) -> int:
        return len(self.continues)

    @property
    def tokens(self) -> list[str]:
        return tokens_of(self.tokenizer)


def tokens_of(tokenizer: Any) -> list[str]:
    """Every token, in the order of the ids."""
    ids = tokenizer.get_vocab()
    return sorted(ids, key=ids.__getitem__)
