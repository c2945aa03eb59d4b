"""Replaced-token detection (Clark et al. 2020): for every word of a text, the probability that it was replaced."""

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.spec import Ability
from bertplay.results.compare import ReplacedTokens, ReplacedTokenScore, Suspicion
from bertplay.tasks.surprisal import score_surprisal, words_of


def score_replaced_tokens(model: LoadedModel, text: str) -> ReplacedTokens:
    """ELECTRA's discriminator on every token; a word has the highest probability of its tokens.

    Raises BadInput for an empty text, MissingAbility for a model that is no discriminator.
    """
    model.require(Ability.REPLACED_WORD)
    if not text.strip():
        raise BadInput(N_("There is no text."), remedy=N_("Type a sentence containing a word that does not belong there."))
    encoding = model.encode(text)
    [output] = model.forward([encoding], Wanted(replaced=True))
    logits = np.zeros(len(encoding)) if output.replaced is None else output.replaced.astype(np.float64)
    probabilities = 1 / (1 + np.exp(-logits))
    words = []
    for positions in words_of(encoding):
        start, end = encoding.tokens[positions[0]].start, encoding.tokens[positions[-1]].end
        words.append(ReplacedTokenScore(encoding.text[start:end], start, end, float(probabilities[positions].max())))
    return ReplacedTokens(encoding.text, tuple(words))


def suspect_words(model: LoadedModel, text: str) -> Suspicion:
    """Which words do not belong in a text: by replaced-token detection where the model was trained for it, otherwise by their surprisal."""
    return score_replaced_tokens(model, text) if model.spec.can(Ability.REPLACED_WORD) else score_surprisal(model, text)
