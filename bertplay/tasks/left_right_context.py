"""Left and right context: the same mask predicted from the left context only, from the right only, and from both."""

from bertplay.errors import MissingAbility
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import LeftRightContext, MaskPredictions
from bertplay.tasks.checks import check_mask_index, check_top_k, encode_masked, word_scores
from bertplay.tasks.masked_word import entropy_bits, top_predictions


def compare_contexts(model: LoadedModel, text: str, *, mask_index: int = 0, top_k: int = 5) -> LeftRightContext:
    """Predict one mask three times. The tokens of the other side keep their positions but are masked out of attention."""
    check_top_k(top_k)
    if not model.can_hide:
        problem = lazy("{title} mixes neighbouring tokens by other means than attention, so no side can be hidden.", title=model.spec.title)
        raise MissingAbility(problem, remedy=N_("Choose another model."))
    encoding = encode_masked(model, text)
    check_mask_index(encoding, mask_index)
    place = encoding.masks[mask_index]
    rows = [one_context(encoding, place, left=True), one_context(encoding, place, left=False), encoding]
    scores = word_scores(model, rows, ((place,),) * 3)
    left, right, both = (MaskPredictions(mask_index, top_predictions(model, s, top_k), entropy_bits(s)) for [s] in scores)
    return LeftRightContext(model.spec.id, text, left, right, both)


def one_context(encoding: Encoding, place: int, *, left: bool) -> Encoding:
    """The encoding with attention to one side of a position, the position itself, [CLS] and [SEP].

    Without [CLS] and [SEP], heads that attend to them by default would have nowhere to attend.
    """
    last = len(encoding) - 1
    visible = range(place + 1) if left else range(place, last + 1)
    return encoding.seeing_only(sorted({0, last, *visible}))
