import altair as alt

from bertplay.charts.embeddings import cosine_lines, neighbour_dots, separation_lines
from bertplay.charts.figure import rows_and_drawing
from bertplay.results.embeddings import Baseline, LayerSeparation, Neighbour, Omitted, SenseSeparation

LAYERS = tuple(LayerSeparation(i, 0.5 + i / 10, 0.1 if i else None, 0.8, 0.7, 0.2, 0.5, 0.3) for i in range(3))
SENSES = SenseSeparation("m", "bank", (("a", 3), ("b", 2)), 0.6, LAYERS, 2, Omitted())
BASE = Baseline(0.6, 0.5, 0.7, 10)
NEAREST = (Neighbour("<b>one</b>", 4, 0.9, 0.5), Neighbour("two", 1, 0.8, 0.1))


def test_every_figure_is_valid() -> None:
    for chart in (
        separation_lines(SENSES),
        cosine_lines(SENSES, centred=True),
        neighbour_dots(NEAREST, BASE, BASE),
    ):
        rows, drawing = rows_and_drawing(chart)
        assert len(rows) > 0
        alt.Chart.from_dict(drawing | {"data": {"name": "rows"}})


def test_rows_say_what_the_result_says() -> None:
    assert separation_lines(SENSES).data["accuracy"].tolist() == [0.5, 0.6, 0.7]
    cosines = cosine_lines(SENSES, centred=False).data
    assert cosines[cosines["layer"] == 1].set_index("pair")["cosine"].to_dict() == {
        "same sense": 0.8,
        "different senses": 0.7,
        "any two words": 0.2,
    }
    dots = neighbour_dots(NEAREST, BASE, BASE).data
    assert dots[dots["text"] == "two"].set_index("kind")["cosine"].to_dict() == {"cosine": 0.8, "centred": 0.1}
    assert dots["place"].tolist() == [0, 0, 1, 1, 2, 2]


def test_the_label_of_a_hundred_percent_has_room() -> None:
    """The highest point lies lower than the label above it is tall."""
    layers = rows_and_drawing(separation_lines(SENSES))[1]["layer"]
    labels = next(one for one in layers if one["encoding"].get("text", {}).get("field") == "accuracy")
    top = labels["encoding"]["y"]["scale"]["range"][1]
    assert top + labels["mark"]["dy"] - labels["mark"]["fontSize"] / 2 > 4
