"""The commands of the pretraining page, and their results as lines to be read."""

from collections.abc import Iterator
from typing import Annotated

import typer

from bertplay.commands.base import Json, Model, Text, TopK, compute, cut_lines, explained, percent, show
from bertplay.errors import BadInput
from bertplay.results.pretraining import MaskingGame, Moment, Moments, TrainingLog
from bertplay.settings import get_settings

commands = typer.Typer()


@commands.command("masking-game")
def masking_game(
    text: Annotated[str, typer.Argument(help="A text of two or three sentences, without any mask.")],
    model: Model = "bert",
    seed: Annotated[int, typer.Option(help="Which pieces are chosen; the same number plays the same game.")] = 0,
    rate: Annotated[float, typer.Option(help="Share of the pieces that are chosen.")] = 0.15,
    is_json: Json = False,
) -> None:
    """Play the game BERT was trained by: choose 15 % of the pieces, mask 80 % of them, and guess."""
    with explained(is_json):
        from bertplay.tasks.masking_game import play_masking

        show(compute(model, play_masking, text, seed=seed, rate=rate), game_lines, is_json)


@commands.command("training-logs")
def training_logs(is_json: Json = False) -> None:
    """Show how the trainings of the bundled models went: every evaluation on held-out text."""
    from bertplay.lessons.training_logs import training_logs as read

    with explained(is_json):
        show(read(), log_lines, is_json)


@commands.command()
def moments(text: Text, model: Model = "bert", top_k: TopK = 5, is_json: Json = False) -> None:
    """Ask a bundled model at several moments of its training: what did it guess here after nothing, 1 %, 10 %, all of it?"""
    with explained(is_json):
        from bertplay.backends.local import LocalBackend, make_cache
        from bertplay.models.early import early_models
        from bertplay.tasks.masked_word import guess_masked_words

        found = early_models(model)
        if not found:
            raise BadInput("The training of this model is not recorded.", value=model, remedy="Take a bundled one: bert.")
        backend = LocalBackend(make_cache(get_settings()))
        asked = [Moment(one.tokens, one.share, backend.call(one.id, guess_masked_words, text, top_k=top_k)) for one in found]
        show(Moments(model, text, tuple(asked)), moment_lines, is_json)


def moment_lines(found: Moments) -> Iterator[str]:
    """1.0 %  door 3.1 %, house 2.8 %, …"""
    for moment in found.moments:
        said = ", ".join(f"{guess.word} {percent(guess.probability).strip()}" for guess in moment.guesses.masks[0].guesses)
        yield f"{moment.share:6.1%} {moment.tokens:>12,} tokens  {said}"
    if len(found.moments) == 1:
        yield "No checkpoint from early in this training is here."


def game_lines(game: MaskingGame) -> Iterator[str]:
    """masked  daughter -> [MASK]: wife 12 %, the truth 8 % (rank 2)"""
    for piece in game.chosen:
        said, truth = percent(piece.guess.probability).strip(), percent(piece.probability).strip()
        yield f"{piece.fate.value:7} {piece.truth.text} -> {piece.shown}: {piece.guess.word} {said}, the truth {truth} (rank {piece.rank})"
    yield f"{game.right} of {len(game.chosen)} guessed first, masked perplexity {game.perplexity:.1f}"
    yield from cut_lines(game.cut)


def log_lines(logs: tuple[TrainingLog, ...]) -> Iterator[str]:
    for log in logs:
        for point in log.points:
            pair = "" if point.pair is None else f"  pairs {point.pair:.1%}"
            yield f"{log.model:10} {point.domain:14} {point.tokens / 1e6:7.1f}M tokens  loss {point.loss:.3f}  top-1 {point.top1:.1%}{pair}"
