"""Checkpoints of one training: what does the same network predict for one sentence after more and more tokens?"""

from bertplay.backends.base import Backend
from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.models.catalog import find_model
from bertplay.models.checkpoints import checkpoints_of
from bertplay.results.pretraining import CheckpointPredictions, PredictionsOverTraining
from bertplay.tasks.masked_word import predict_masked_words


def predict_at_checkpoints(backend: Backend, model_id: str, text: str, *, top_k: int = 5) -> PredictionsOverTraining:
    """The predictions of every checkpoint of a model, the earliest first; each is a separate model, which the backend loads.

    Raises BadInput for a model with no early checkpoints, what `find_model` and `predict_masked_words` raise.
    """
    find_model(model_id)
    found = checkpoints_of(model_id)
    if len(found) < 2:
        remedy = N_("Choose a model that was trained here: bert-scratch.")
        raise BadInput(N_("There are no checkpoints of this model's pretraining."), value=model_id, remedy=remedy)
    predicted = [backend.call(one.id, predict_masked_words, text, top_k=top_k) for one in found]
    checkpoints = tuple(CheckpointPredictions(one.tokens, one.share, answer) for one, answer in zip(found, predicted, strict=True))
    return PredictionsOverTraining(model_id, text, checkpoints)
