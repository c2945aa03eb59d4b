"""The commands of the ten questions: the claims of the text, tested, and the race."""

from collections.abc import Iterator

import typer

from bertplay.commands.base import Json, Model, compute, explained, show
from bertplay.results.claims import Claim
from bertplay.results.recurrence import Race
from bertplay.settings import get_settings

commands = typer.Typer()


@commands.command("claims")
def claims(model: Model = "bert", is_json: Json = False) -> None:
    """Test what the book says on a model: holds, does not hold here, cannot be tested with it."""
    from bertplay.lessons.claims import claims as said

    with explained(is_json):
        from bertplay.runs.desk import Desk
        from bertplay.runs.less_data import less_data
        from bertplay.tasks.claims import check_claims

        tested = compute(model, check_claims, [(claim.name, claim.samples) for claim in said().values() if not claim.by_runs])
        by_runs = less_data(Desk(get_settings()).runs(), model)
        show((*tested, *by_runs.claims), claim_lines, is_json)


@commands.command("race")
def race(model: Model = "bert", is_json: Json = False) -> None:
    """Race one LSTM layer against one self-attention layer of the model's width, from 16 to 512 tokens."""
    with explained(is_json):
        from bertplay.tasks.recurrence import race_layers

        show(compute(model, race_layers), race_lines, is_json)


def claim_lines(tested: tuple[Claim, ...]) -> Iterator[str]:
    from bertplay.lessons.claims import claims as said

    for claim in tested:
        yield f"{said()[claim.name].says}\n  {claim.stamp}: {claim.figure}"


def race_lines(race: Race) -> Iterator[str]:
    yield f"one layer of each, {race.width} wide, medians of {race.repeats} passes"
    yield "tokens   LSTM ms   attention ms   steps in sequence"
    for lap in race.laps:
        yield f"{lap.length:6}  {lap.recurrent_ms:8.2f}  {lap.attention_ms:13.2f}  {lap.recurrent_steps:5} against {lap.attention_steps}"
