"""Which models there are, in words and as a table."""

from collections.abc import Sequence

from bertplay.i18n import N_, joined, lazy, ngettext
from bertplay.results.models import ListedModel
from bertplay.summaries.base import Column, Summary, Table

COMMON = {"embedding", "attention", "fine-tuning"}
"""What every encoder can do."""
NO_HEAD = N_("embeddings only")


MANY_PARAMETERS = 100_000


def parameters_in_words(count: int) -> str:
    """The size of a model, for a reader: 4120 -> "4,120 parameters", 412_000 -> "0.4 million parameters", 22.9 million alike."""
    if count < MANY_PARAMETERS:
        return ngettext("{n:,} parameter", "{n:,} parameters", count)
    millions = count / 1e6
    return ngettext("{millions:,.1f} million parameters", "{millions:,.1f} million parameters", int(millions), millions=millions)


def summarize_models(models: Sequence[ListedModel]) -> Summary:
    """How many are available, and what each of them was trained for."""
    here = [model for model in models if model.is_available]
    said = N_("{here} models are available here, and {more} more on the Hugging Face hub; {words} of all {n} predict masked words.")
    columns = (Column(N_("Model")), Column(N_("Trained for")), Column(N_("Where")), Column(N_("Parameters"), "count"), Column(N_("Id")))
    return Summary(
        lazy(
            said,
            n=len(models),
            here=len(here),
            more=sum(model.place == "on the hub" for model in models),
            words=sum("masked word" in model.abilities for model in models),
        ),
        table=Table(columns, tuple((model.title, trained_for(model), lazy(model.place), model.parameters, model.id) for model in models)),
        details=tuple(lazy("{id}: {reason}", id=model.id, reason=model.reason) for model in models if model.place == "refused"),
    )


def trained_for(model: ListedModel) -> str:
    """ "masked word, next sentence", "text classification"; of an encoder without a head "embeddings only"; "" of what is refused."""
    if model.head:
        return lazy(model.head)
    heads = [lazy(ability) for ability in model.abilities if ability not in COMMON]
    return joined(heads, ", ") if heads else lazy(NO_HEAD) if model.abilities else ""
