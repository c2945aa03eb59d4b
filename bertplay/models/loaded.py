"""LoadedModel: what tasks are given. It reads texts, and runs forward passes that cost what was asked for."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.batching import COMPUTING, Batcher
from bertplay.models.encoding import Encoding, Run, Writing, assemble, cut_of, fitted, readable, trimmed
from bertplay.models.facts import why_not
from bertplay.models.families import family_file
from bertplay.models.spec import PAIRS, Ability, ModelSpec
from bertplay.models.wanted import Outputs, Row, Wanted
from bertplay.results import Floats, Piece, read_only
from bertplay.results.layers import Switches
from bertplay.wording import later, mark

if TYPE_CHECKING:  # torch is imported when a model is made: tasks name this class and answer stored questions without it
    from bertplay.models.inside_pass import InsideOutputs
    from bertplay.models.precision import Precision
    from bertplay.models.precision_choice import PrecisionReport

R = TypeVar("R")

MASK, NO_ID = "[MASK]", -1

__all__ = ["Encoding", "LoadedModel", "Outputs", "Wanted"]


class LoadedModel:
    """A model with its tokenizer, ready for any number of threads.

    spec        what is known of it
    precision   number format of its weights
    bytes       measured size of its weights in memory
    parameters  how many weights it has, shared ones counted once
    weights     the name and the shape of every matrix, shared ones once, whatever the number format
    body        how the names begin that are not of a head: "bert."
    max_tokens  pieces it sees at once, special tokens included
    mask_text   how its tokenizer writes a mask: "[MASK]"
    vocabulary  piece by id
    """

    def __init__(self, spec: ModelSpec, model: Any, tokenizer: Any, precision: "Precision" = "float32", threads: int = 0) -> None:
        """Take over a transformers model (in float32, with `attn_implementation="eager"`) and its fast tokenizer.

        LoadedModel(spec, model, tokenizer)                        as it is
        LoadedModel(spec, model, tokenizer, precision="int8")      a converted copy
        choose_precision(LoadedModel(spec, model, tokenizer))      the fastest whose answers agree with float32
        LoadedModel(spec, model, tokenizer, threads=1)             on at most one processor thread; 0: all, where it pays
        """
        from bertplay.models.passes import run_pass
        from bertplay.models.precision import convert, resident_bytes

        self.spec = spec
        self.precision: Precision = precision
        self.threads = threads
        self.precision_report: PrecisionReport | None = None
        self.parameters: int = model.num_parameters()
        self.weights: tuple[tuple[str, tuple[int, ...]], ...] = tuple((name, tuple(w.shape)) for name, w in model.named_parameters())
        self.body = f"{model.base_model_prefix}."
        self._family = family_file(spec.family)
        self.max_tokens: int = self._family.window(model.config)
        has_mask = tokenizer.mask_token is not None  # a table of words has none
        self.mask_text: str = tokenizer.mask_token if has_mask else MASK
        self.mask_id: int = tokenizer.mask_token_id if has_mask else NO_ID
        self.unknown_id: int = tokenizer.unk_token_id
        self.vocabulary: tuple[str, ...] = tuple(tokenizer.convert_ids_to_tokens(list(range(model.config.vocab_size))))
        self._frame = self._family.frame(tokenizer)
        self._special = frozenset(tokenizer.all_special_ids) - {self.unknown_id}
        self._tokenizer_of_transformers = tokenizer
        self._tokenizer = tokenizer.backend_tokenizer
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._pad_id: int = tokenizer.pad_token_id or 0
        self._model = convert(model.eval(), precision)
        self.bytes = resident_bytes(self._model)
        # No method of this object: a circle of references would keep an evicted model until garbage is collected.
        self._run_pass = partial(run_pass, self._family, self._model, pad_id=self._pad_id, parameters=self.parameters, threads=threads)
        self._batcher = Batcher(self._run_pass)

    def __repr__(self) -> str:
        return f"<LoadedModel {self.spec.id} {self.precision} {self.bytes:,} bytes>"

    def in_precision(self, precision: "Precision") -> "LoadedModel":
        """A float32 model in another number format; itself when it is that already."""
        if precision == self.precision:
            return self
        return LoadedModel(self.spec, self._model, self._tokenizer_of_transformers, precision, self.threads)

    def require(self, ability: Ability) -> None:
        """Raise MissingAbility when the model was never trained for this."""
        if not self.spec.can(ability):
            why = why_not(self.spec.family, ability)
            said = mark("{title} was not trained for this: {ability}. {why}")
            problem = later(said, title=self.spec.title, ability=later(ability.value), why=later(why))
            raise MissingAbility(problem, remedy=mark("Choose another model."))

    def piece(self, id_: int) -> Piece:
        """A piece of the vocabulary, standing nowhere."""
        text = self.vocabulary[id_]
        return Piece(text, id_, 0, 0, continues_word=self._family.continues_word(text), is_special=id_ in self._special)

    def is_whole_word(self, id_: int) -> bool:
        """Whether this piece is a word by itself: no continuation, no special token, no unused place."""
        text = self.vocabulary[id_]
        return (
            id_ not in self._special and id_ != self.unknown_id and not self._family.continues_word(text) and not text.startswith("[unused")
        )

    def encode(self, text: str, pair: str | None = None, *, limit: int | None = None) -> Encoding:
        """A text, or a pair, as this model reads it, in any spelling of the mask.

        A text longer than the window (or than `limit` tokens) is cut around its masks, and `cut` says so; raises
        BadInput when the masks do not fit into one window, or when the text has more than 100,000 characters.
        Of a pair that is too long, each text keeps at least half the window.
        """
        texts = readable(text, self.mask_text), None if pair is None else readable(pair, self.mask_text)
        whole = [self._run_of(text) for text in texts if text is not None]
        special = len(self._frame.before) + len(self._frame.after) + (len(self._frame.between) if pair is not None else 0)
        room = min(self.max_tokens, limit or self.max_tokens) - special
        kept = fitted(whole, room, self.mask_id)
        writing = Writing(self.piece, self._family.continues_word, self._frame, self.mask_id)
        return assemble(texts, kept, cut_of(whole, kept), writing)

    def word_pieces(self, word: str) -> tuple[Piece, ...]:
        """The pieces of a word that stands in a sentence; a piece of the vocabulary ("##ly") stands for itself.

        "unaffable" -> un, ##aff, ##able
        """
        if len(word) > 100:
            raise BadInput(mark("This word is too long."), value=word, remedy=mark("Use at most 100 characters."))
        known = self._tokenizer.token_to_id(word) if word.isprintable() else None
        ids = [known] if known is not None and self._stands_for_itself(word) else self._run_of(readable(f" {word}", self.mask_text)).ids
        return tuple(self.piece(id_) for id_ in ids)

    def _stands_for_itself(self, word: str) -> bool:
        """Whether what was typed can be a piece at the start of a word; "door" cannot where that is written "Ġdoor"."""
        return not self._family.continues_word(word) or self._family.continues_word(word, " ")

    def forward(self, encodings: Sequence[Encoding], wanted: Wanted) -> list[Outputs]:
        """Run the model. Safe from any thread: what others ask at the same moment shares the pass.

        Raises MissingAbility when scores or pairs are wanted of a model that was not trained for them.
        """
        pair = next((ability for ability in PAIRS if self.spec.can(ability)), Ability.NEXT_SENTENCE)
        wants = ((wanted.scores, Ability.MASKED_WORD), (wanted.pair, pair), (wanted.replaced, Ability.REPLACED_WORD))
        for ability in (ability for is_wanted, ability in (*wants, (wanted.attentions, Ability.ATTENTION)) if is_wanted):
            self.require(ability)
        positions = wanted.positions if wanted.positions is not None else tuple(encoding.masks for encoding in encodings)
        rows = [Row(e, wanted, p if wanted.scores else ()) for e, p in zip(encodings, positions, strict=True)]
        return self._batcher.ask(rows) if rows else []

    @property
    def can_be_taken_apart(self) -> bool:
        """Whether `run_inside` knows this family's steps."""
        from bertplay.models.inside import TAKEN_APART

        return self.spec.family in TAKEN_APART

    @property
    def layers_and_heads(self) -> tuple[int, int]:
        """How many layers there are, and heads in each."""
        config: Any = self._model.config
        return config.num_hidden_layers, config.num_attention_heads

    def run_inside(self, encoding: Encoding, switches: Switches, *, scores: bool = True) -> "InsideOutputs":
        """Run the model in plain steps, with switches; scores at the masks. Raises MissingAbility for families of other steps."""
        from bertplay.models.inside_pass import run_inside

        if scores and encoding.masks:
            self.require(Ability.MASKED_WORD)
        return self._compute(len(encoding), partial(run_inside, self.spec, self._family, self._model, encoding, switches, scores=scores))

    def words_from(self, states: Floats) -> Floats:
        """What the word head makes of hidden states of any layer: [n, hidden] -> [n, vocabulary] log-probabilities."""
        from bertplay.models.inside_pass import words_from

        self.require(Ability.MASKED_WORD)
        return self._compute(len(states), partial(words_from, self._family, self._model, states))

    def _compute(self, pieces: int, work: Callable[[], R]) -> R:
        """Run something outside the shared passes, on the thread that computes them, so that never two compute at once."""
        from bertplay.models.passes import use_threads

        def run() -> R:
            use_threads(pieces, self.parameters, self.threads)
            return work()

        return COMPUTING.submit(run).result()

    def word_vectors(self, ids: Sequence[int] | None = None) -> Floats:
        """Rows of the input embedding, float32 and read-only: what a piece is before any sentence is read. None: all of them.

        [pieces, width]; the width may be less than that of the hidden states (ALBERT). Without ids a float32 model
        shares its own memory; another format is copied.
        """
        model: Any = self._model
        weight = model.get_input_embeddings().weight.detach()
        rows: Floats = (weight if ids is None else weight[list(ids)]).float().numpy().view()
        return read_only(rows)

    def _run_of(self, text: str) -> Run:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return Run(encoding.ids, trimmed(encoding.offsets, text))
