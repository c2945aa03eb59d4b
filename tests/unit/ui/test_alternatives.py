"""Every figure has a text alternative for readers who cannot see it."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[3]
NO_TEXT = {
    "altair_chart",
    "area_chart",
    "bar_chart",
    "data_editor",
    "dataframe",
    "image",
    "line_chart",
    "map",
    "plotly_chart",
    "pyplot",
    "scatter_chart",
    "table",
}
"""Functions of Streamlit that take `alt`. Figures by vega have a description instead: tests/unit/charts/test_descriptions.py."""
SOURCES = sorted([*(ROOT / "bertplay" / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")])


def without_alternative(source: str) -> list[int]:
    """The lines on which something is shown without words.

    without_alternative("st.table(rows)") -> [1]; without_alternative("st.table(rows, alt=words)") -> []
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    shown = [call for call in calls if is_streamlit(call) and "alt" not in {keyword.arg for keyword in call.keywords}]
    return [call.lineno for call in shown]


def is_streamlit(call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "st"
        and function.attr in NO_TEXT
    )


def test_nothing_is_shown_without_words() -> None:
    lines = {str(file.relative_to(ROOT)): without_alternative(file.read_text("utf-8")) for file in SOURCES}
    assert {file: found for file, found in lines.items() if found} == {}
