"""LoadedModel: a model as tasks use it. It encodes texts, and runs forward passes that compute only what is wanted."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from bertplay.errors import BadInput, MissingAbility
from bertplay.i18n import N_, lazy
from bertplay.models.architectures import READS_HIDDEN, reason_missing
from bertplay.models.batching import COMPUTING, GPU_TOKEN_LIMIT, TOKEN_LIMIT, Batcher
from bertplay.models.encoding import Encoding, TokenSpan, TokenStyle, assemble, fitted, readable, run_tokenizer, trimmed, truncation_of
from bertplay.models.families import family_file
from bertplay.models.spec import PAIRS, Ability, ModelSpec
from bertplay.models.tokenizer import special_tokens_of, word_continuation_of
from bertplay.models.wanted import Outputs, Row, Wanted
from bertplay.results import Floats, Token, read_only
from bertplay.results.ablations import Ablation

if TYPE_CHECKING:  # torch is imported when a model is made: tasks name this class and answer stored questions without it
    from bertplay.models.precision import Precision, PrecisionReport
    from bertplay.models.sentence_steps import SentenceStep
    from bertplay.models.transparent_pass import TransparentOutputs

R = TypeVar("R")

MASK, NO_ID = "[MASK]", -1

__all__ = ["Encoding", "LoadedModel", "Outputs", "Wanted"]


class LoadedModel:
    """A model with its tokenizer, ready for any number of threads.

    spec        its catalog entry
    precision   number format of its weights
    bytes       measured size of its weights in memory
    parameters  how many weights it has, shared ones counted once
    weights     the name and the shape of every matrix, shared ones once, whatever the number format
    body        the prefix of all weights outside the heads: "bert."
    max_tokens  its context window, special tokens included
    can_hide    whether masking a token's attention hides it from all other tokens
    mask_text   its tokenizer's mask token: "[MASK]"
    vocabulary  token by id
    sentence_steps   what its authors apply to the pooled vector of a sentence
    """

    def __init__(
        self, spec: ModelSpec, model: Any, tokenizer: Any, precision: "Precision" = "float32", threads: int = 0, device: Any = None
    ) -> None:
        """Take over a transformers model (in float32, with `attn_implementation="eager"`) and its fast tokenizer.

        LoadedModel(spec, model, tokenizer)                        as it is
        LoadedModel(spec, model, tokenizer, precision="int8")      a converted copy
        choose_precision(LoadedModel(spec, model, tokenizer))      the fastest whose answers agree with float32
        LoadedModel(spec, model, tokenizer, device=device)         on a graphics card (models/devices.py); None: the processor
        LoadedModel(spec, model, tokenizer, threads=1)             on at most one processor thread; 0: all, where it pays
        """
        from bertplay.models.devices import CPU
        from bertplay.models.forward_pass import run_pass
        from bertplay.models.head_pass import takes_segments
        from bertplay.models.precision import convert, resident_bytes

        self.spec = spec
        self.precision: Precision = precision
        self.threads, self.device = threads, device or CPU
        self.precision_report: PrecisionReport | None = None
        self.sentence_steps: tuple[SentenceStep, ...] = ()
        self.parameters: int = model.num_parameters()
        self.weights: tuple[tuple[str, tuple[int, ...]], ...] = tuple((name, tuple(w.shape)) for name, w in model.named_parameters())
        self.body = f"{model.base_model_prefix}."
        self._family = family_file(spec.family)
        window = self._family.window(model.config)
        self.max_tokens: int = min(window, spec.max_tokens) if spec.pooling else window
        self.can_hide: bool = getattr(model.config, "model_type", "") not in READS_HIDDEN
        self.has_mask: bool = tokenizer.mask_token is not None  # a table of words has none
        self.mask_text: str = tokenizer.mask_token if self.has_mask else MASK
        self.mask_id: int = tokenizer.mask_token_id if self.has_mask else NO_ID
        self.unknown_id: int = tokenizer.unk_token_id
        known = tokenizer.convert_ids_to_tokens(list(range(model.config.vocab_size)))
        self.vocabulary: tuple[str, ...] = tuple(text or f"[unused{id_}]" for id_, text in enumerate(known))  # tables are often longer
        self._special_tokens = special_tokens_of(tokenizer)
        self._continues_word = word_continuation_of(tokenizer)
        self._special = frozenset(tokenizer.all_special_ids) - {self.unknown_id}
        self._tokenizer_of_transformers = tokenizer
        self._tokenizer = tokenizer.backend_tokenizer
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._pad_id: int = tokenizer.pad_token_id or 0
        self._model = convert(model.eval(), precision, self.device)
        self.bytes = resident_bytes(self._model)
        # No method of this object: a reference cycle would keep an evicted model until garbage is collected.
        options = {"pad_id": self._pad_id, "parameters": self.parameters, "threads": threads}
        self._run_pass = partial(run_pass, self._family, self._model, **options, segments=takes_segments(model, tokenizer))
        self._batcher = Batcher(self._run_pass, TOKEN_LIMIT if self.device.type == "cpu" else GPU_TOKEN_LIMIT)

    def __repr__(self) -> str:
        return f"<LoadedModel {self.spec.id} {self.precision} {self.bytes:,} bytes>"

    def in_precision(self, precision: "Precision") -> "LoadedModel":
        """A float32 model in another number format; itself when it is that already."""
        if precision == self.precision:
            return self
        return LoadedModel(self.spec, self._model, self._tokenizer_of_transformers, precision, self.threads, self.device)

    def require(self, ability: Ability) -> None:
        """Raise MissingAbility if the model was never trained for this."""
        if not self.spec.can(ability):
            why = reason_missing(self.spec.family, ability)
            said = N_("{title} was not trained for this: {ability}. {why}")
            problem = lazy(said, title=self.spec.title, ability=lazy(ability.value), why=lazy(why))
            raise MissingAbility(problem, remedy=N_("Choose another model."))

    def token(self, id_: int) -> Token:
        """A token of the vocabulary, without a position in a text."""
        text = self.vocabulary[id_]
        return Token(text, id_, 0, 0, continues_word=self._continues_word(text), is_special=id_ in self._special)

    def is_whole_word(self, id_: int) -> bool:
        """Whether this token is a word by itself: no continuation, no special token, no unused place."""
        text = self.vocabulary[id_]
        return id_ not in self._special and id_ != self.unknown_id and not self._continues_word(text) and not text.startswith("[unused")

    def encode(self, text: str, pair: str | None = None, *, limit: int | None = None, whole: bool = False) -> Encoding:
        """A text, or a pair, as this model reads it, in any spelling of the mask.

        A text longer than the window (or than `limit` tokens) is truncated around its masks, see `cut`; raises
        BadInput when the masks do not fit into one window, or when the text has more than 100,000 characters.
        Of a pair that is too long, each text keeps at least half the window. whole: nothing is truncated, and windows are for the
        caller to choose (`Encoding.keeping`).
        """
        texts = readable(text, self.mask_text), None if pair is None else readable(pair, self.mask_text)
        spans = [self._span_of(text) for text in texts if text is not None]
        special = (
            len(self._special_tokens.before)
            + len(self._special_tokens.after)
            + (len(self._special_tokens.between) if pair is not None else 0)
        )
        room = min(self.max_tokens, limit or self.max_tokens) - special
        kept = spans if whole else fitted(spans, room, self.mask_id)
        style = TokenStyle(self.token, self._continues_word, self._special_tokens, self.mask_id)
        return assemble(texts, kept, truncation_of(spans, kept), style)

    def tokenize_word(self, word: str) -> tuple[Token, ...]:
        """The tokens of a word that occurs in a sentence; a token of the vocabulary ("##ly") stands for itself.

        "unaffable" -> un, ##aff, ##able
        """
        if len(word) > 100:
            raise BadInput(N_("This word is too long."), value=word, remedy=N_("Use at most 100 characters."))
        known = self._tokenizer.token_to_id(word) if word.isprintable() else None
        ids = [known] if known is not None and self._stands_for_itself(word) else self._span_of(readable(f" {word}", self.mask_text)).ids
        return tuple(self.token(id_) for id_ in ids)

    def _stands_for_itself(self, word: str) -> bool:
        """Whether what was typed can be a token at the start of a word; "door" cannot where that is written "Ġdoor"."""
        return not self._continues_word(word) or self._continues_word(word, " ")

    def forward(self, encodings: Sequence[Encoding], wanted: Wanted) -> list[Outputs]:
        """Run the model. Safe from any thread: simultaneous requests share the pass.

        Raises MissingAbility when scores or pairs are wanted of a model that was not trained for them.
        """
        pair = next((ability for ability in PAIRS if self.spec.can(ability)), Ability.NEXT_SENTENCE)
        wants = {
            Ability.MASKED_WORD: wanted.scores,
            pair: wanted.pair,
            Ability.REPLACED_WORD: wanted.replaced,
            Ability.ATTENTION: wanted.attentions,
            Ability.TASK_HEAD: wanted.head,
        }
        for ability in (ability for ability, is_wanted in wants.items() if is_wanted):
            self.require(ability)
        positions = wanted.positions if wanted.positions is not None else tuple(encoding.masks for encoding in encodings)
        rows = [Row(e, wanted, p if wanted.scores else ()) for e, p in zip(encodings, positions, strict=True)]
        return self._batcher.ask(rows) if rows else []

    @property
    def is_transparent(self) -> bool:
        """Whether `run_transparent` can run this family."""
        from bertplay.models.transparent import TRANSPARENT_FAMILIES

        return self.spec.family in TRANSPARENT_FAMILIES

    def run_transparent(self, encoding: Encoding, ablation: Ablation, *, scores: bool = True) -> "TransparentOutputs":
        """Run the model step by step with an ablation; scores at the masks. Raises MissingAbility for families of other steps."""
        from bertplay.models.transparent_pass import run_transparent

        if scores and encoding.masks:
            self.require(Ability.MASKED_WORD)
        return self._compute(
            len(encoding), partial(run_transparent, self.spec, self._family, self._model, encoding, ablation, scores=scores)
        )

    def vectors_of_head(self, encoding: Encoding, layer: int, head: int) -> Floats:
        """Query, key and value of n tokens in one head, counted from 0: [3, n, size of the head].

        Raises MissingAbility for families of other steps than BERT's, BadInput for a layer or head that is not there.
        """
        from bertplay.models.transparent_pass import vectors_of_head

        return self._compute(len(encoding), partial(vectors_of_head, self.spec, self._model, encoding, layer, head))

    def unembed(self, states: Floats) -> Floats:
        """The masked-word head on hidden states of any layer: [n, hidden] -> [n, vocabulary] log-probabilities."""
        from bertplay.models.transparent_pass import unembed

        self.require(Ability.MASKED_WORD)
        return self._compute(len(states), partial(unembed, self._family, self._model, states))

    def _compute(self, tokens: int, work: Callable[[], R]) -> R:
        """Run a function on the thread that computes the shared passes, so that two never compute at once."""
        from bertplay.models.forward_pass import use_threads

        def run() -> R:
            use_threads(tokens, self.parameters, self.threads)
            return work()

        return COMPUTING.submit(run).result()

    def word_vectors(self, ids: Sequence[int] | None = None) -> Floats:
        """Rows of the input embedding, float32 and read-only: what a token is before any sentence is read. None: all of them.

        [tokens, width]; the width may be less than that of the hidden states (ALBERT). Without ids a float32 model
        shares its own memory; another format is copied.
        """
        from bertplay.models.devices import fetch

        model: Any = self._model
        weight = model.get_input_embeddings().weight.detach()
        return read_only(fetch(weight if ids is None else weight[list(ids)]).view())

    def _span_of(self, text: str) -> TokenSpan:
        encoding = run_tokenizer(self._tokenizer, text)
        return TokenSpan(encoding.ids, trimmed(encoding.offsets, text))
