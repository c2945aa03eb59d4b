"""RNN vs Transformer in words: the race, and how far each layer remembers."""

from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.recurrence import DISTANCES, FirstWord, MemoryComparison, Race, RaceLap
from bertplay.summaries.base import Column, Summary, Table

LAYERS = {"lstm": "LSTM", "attention": N_("self-attention")}
SUBJECTS = {"lstm": N_("the LSTM"), "attention": N_("self-attention")}
RELIABLE = 0.9
"""Share of texts whose first token a layer must copy, at a distance and at all shorter ones, to be said to remember that far."""


def summarize_race(found: Race) -> Summary:
    """Where the difference is largest, and how it is at the greatest length. No measure: no clock shows the same twice."""
    best, last = max(found.laps, key=times), found.laps[-1]
    values = {"n": best.length, "times": times(best), "attention": best.attention_ms, "lstm": best.recurrent_ms}
    if times(best) < 1:
        said = N_(
            "Here the LSTM is faster at every length; self-attention comes closest at {n} tokens: {attention:.1f} ms against {lstm:.1f} ms."
        )
    elif best is last:
        said = N_("At {n:,} tokens self-attention is {times:.1f} times as fast as the LSTM: {attention:.1f} ms against {lstm:.1f} ms.")
    elif times(last) >= 1:
        said = N_(
            "At {n:,} tokens self-attention is {times:.1f} times as fast as the LSTM: {attention:.1f} ms against {lstm:.1f} ms. "
            "At {longest:,} tokens it is {last:.1f} times as fast."
        )
    else:
        said = N_(
            "At {n:,} tokens self-attention is {times:.1f} times as fast as the LSTM: {attention:.1f} ms against {lstm:.1f} ms. "
            "At {longest:,} tokens the LSTM is the faster one: {last_lstm:.1f} ms against {last_attention:.1f} ms."
        )
    lasts = {"longest": last.length, "last": times(last), "last_lstm": last.recurrent_ms, "last_attention": last.attention_ms}
    sentence = lazy(said, **values, **lasts)
    sizes = N_("Hidden size {width}; {lstm:,} parameters in the LSTM layer, {attention:,} in the attention layer.")
    details: list[str] = [lazy(sizes, width=found.width, lstm=found.parameters[0], attention=found.parameters[1])]
    if times(last) < times(best) and times(best) >= 1:
        details.append(
            lazy(
                "The advantage shrinks as the text grows: attention compares every token with every other, so its work grows quadratically."
            )
        )
    columns = (
        Column(N_("tokens"), "count"),
        Column(N_("LSTM (ms)"), "number"),
        Column(N_("self-attention (ms)"), "number"),
        Column(N_("LSTM: sequential steps"), "count"),
        Column(N_("self-attention: sequential steps"), "count"),
        Column(N_("LSTM: path from first to last token"), "count"),
        Column(N_("self-attention: path from first to last token"), "count"),
        Column(N_("LSTM: state (KiB)"), "count"),
        Column(N_("self-attention: weights (KiB)"), "count"),
    )
    return Summary(sentence, tuple(details), Table(columns, tuple(map(race_row, found.laps))))


def times(lap: RaceLap) -> float:
    """How many times as fast self-attention is."""
    return lap.recurrent_ms / lap.attention_ms


def race_row(lap: RaceLap) -> tuple[float | int, ...]:
    """One length."""
    steps = (lap.recurrent_steps, lap.attention_steps, lap.recurrent_path, lap.attention_path)
    return (lap.length, lap.recurrent_ms, lap.attention_ms, *steps, lap.recurrent_bytes // 1024, lap.attention_bytes // 1024)


def summarize_memory(found: MemoryComparison) -> Summary:
    """How far each layer remembers, beside the longest text that it was trained on; why, where one falls short."""
    layers = [layer for layer in found.layers if layer.shares]
    about = {"longest": found.layers[0].longest, "seconds": max(layer.seconds for layer in found.layers)}
    reached = {layer.layer: about_reach(layer) for layer in layers}
    if len(layers) < len(LAYERS):
        listed = next(iter(reached.values()), lazy("nothing has been measured yet"))
        sentence = lazy("After {seconds:.0f} seconds of training on texts of up to {longest} tokens: {listed}.", **about, listed=listed)
    else:
        said = N_("After {seconds:.0f} seconds of training on texts of up to {longest} tokens: {lstm}; {attention}.")
        sentence = lazy(said, **about, lstm=reached["lstm"], attention=reached["attention"])
    details: list[str] = []
    for layer in layers:
        steps = N_("{layer}: {parameters:,} parameters, {steps:,} steps in {seconds:.0f} seconds. Chance: {chance:percent}.")
        values = {"layer": lazy(LAYERS[layer.layer]), "parameters": layer.parameters, "steps": layer.steps}
        details.append(lazy(steps, **values, seconds=layer.seconds, chance=layer.chance))
    details += why_not(layers)
    columns = (
        Column(N_("layer")),
        Column(N_("longest training text"), "count"),
        Column(N_("distance"), "count"),
        Column(N_("copied correctly"), "share"),
        Column(N_("steps"), "count"),
        Column(N_("parameters"), "count"),
    )
    rows = tuple(
        (lazy(LAYERS[layer.layer]), layer.longest, distance, share, layer.steps, layer.parameters)
        for layer in layers
        for distance, share in zip(DISTANCES, layer.shares, strict=True)
    )
    return Summary(sentence, tuple(details), Table(columns, rows))


def reach(layer: FirstWord) -> int:
    """The greatest distance up to which the first token is copied in at least 90% of the texts; 0 for none."""
    far = 0
    for distance, share in zip(DISTANCES, layer.shares, strict=True):
        if share < RELIABLE:
            break
        far = distance
    return far


def about_reach(layer: FirstWord) -> LazyString:
    """the LSTM remembers the first token over 64 tokens (at 128: 31%)"""
    far = reach(layer)
    name = lazy(SUBJECTS[layer.layer])
    if far == DISTANCES[-1]:
        return lazy("{layer} remembers the first token over all distances up to {far}", layer=name, far=far)
    failing = DISTANCES[DISTANCES.index(far) + 1] if far else DISTANCES[0]
    values = {"layer": name, "far": far, "failing": failing, "share": layer.shares[DISTANCES.index(failing)]}
    if not far:
        return lazy("{layer} cannot reliably copy the first token even over a distance of {failing} ({share:percent})", **values)
    return lazy("{layer} remembers the first token over {far} tokens, but not over {failing} ({share:percent})", **values)


def why_not(layers: list[FirstWord]) -> list[str]:
    """What explains the failures that there are, and no others."""
    said: list[str] = []
    for layer in layers:
        if layer.layer == "lstm" and reach(layer) < layer.longest:
            said.append(
                lazy(
                    "The LSTM passes the token from step to step, and in training the gradient has to come back through all these steps. "
                    "It shrinks on the way, so the LSTM learns slowly from long texts (Hochreiter and Schmidhuber 1997)."
                )
            )
        if layer.layer == "attention" and reach(layer) < DISTANCES[-1] and reach(layer) >= layer.longest // 2:
            said.append(
                lazy(
                    "Self-attention attends to the first position directly, whatever the distance. But a position that occurred in no "
                    "training text has a position embedding that was never trained."
                )
            )
    return said
