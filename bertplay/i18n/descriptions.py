"""Every page in one line: on the home page, and where a link to the page is previewed."""

from dataclasses import dataclass

from bertplay.i18n.messages import N_


@dataclass(frozen=True, slots=True)
class Description:
    """The title of a page as in the navigation, and what one can do there; texts of the catalogue."""

    title: str
    says: str


DESCRIPTIONS = {
    "home": Description(N_("Home"), N_("Learn BERT by running it: click a word of a sentence and watch the model predict it.")),
    "ten_questions": Description(N_("Ten questions"), N_("Ten questions about BERT, each answered by an experiment.")),
    "masked_word": Description(N_("Masked word"), N_("Mask words of a sentence and see what BERT predicts there.")),
    "next_sentence": Description(N_("Next sentence"), N_("Does the second sentence continue the first?")),
    "wordpiece": Description(N_("WordPiece"), N_("Watch any word split into tokens, and train a tokenizer.")),
    "embeddings": Description(N_("Embeddings"), N_("See the meanings of one word move apart on a map.")),
    "layers": Description(N_("Layers and attention"), N_("Follow a prediction through the layers and look into the attention heads.")),
    "rnn": Description(N_("RNN vs Transformer"), N_("Race an LSTM against self-attention on this machine.")),
    "pretraining": Description(N_("Pretraining"), N_("Play the masking game, and pretrain a model in a minute.")),
    "fine_tuning": Description(N_("Fine-tuning"), N_("Teach BERT a task of your own with a few examples.")),
    "fine_tuned": Description(N_("Fine-tuned models"), N_("Use models trained to classify texts, find names or answer questions.")),
    "runs": Description(N_("Runs"), N_("Everything that was trained here, with its curves.")),
    "compare": Description(N_("Compare models"), N_("Put BERT and its relatives to the same test.")),
    "models": Description(N_("Models"), N_("Load models, download them, or bring your own.")),
    "lesson": Description(N_("Lessons"), N_("Ready-made lessons, and an editor for your own.")),
    "classroom": Description(N_("Classroom"), N_("Ask a class, and show the answers beside the model's.")),
    "worksheet": Description(N_("Worksheet"), N_("Everything you found out, to keep or to hand in.")),
}
"""By the name of the page in pages/, in the order of the navigation."""
