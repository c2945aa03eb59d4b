"""How good the bundled models are at the task, where that was measured."""

from bertplay.i18n import N_, _
from bertplay.models.catalog import find_model
from bertplay.models.spec import Bundled
from bertplay.ui.kit.model import held_out_accuracy

HOW_GOOD = N_("On held-out text, this model classifies {shares} of the pairs correctly. Half of them are true pairs, so chance is 50%.")


def about_accuracy(model_id: str) -> tuple[str, ...]:
    """A sentence, in the reader's language; none for a model that was not evaluated here."""
    source = find_model(model_id).source
    shares = held_out_accuracy(source.folder, "next_sentence") if isinstance(source, Bundled) else ()
    if not shares:
        return ()
    return (_(HOW_GOOD, shares=", ".join(_("{share:.0%} ({domain})", share=share, domain=_(domain)) for domain, share in shares)),)
