from bertplay.ui.compare.papers import PAPERS
from tests.pages.conftest import Open

CITED = {
    "BERT (Devlin et al. 2019)": ("97 to 98%", "5.84, 4.68, 3.99", "84.4", "83.9", "82.1", "109,482,240"),
    "RoBERTa (Liu et al. 2019)": ("124,645,632",),
    "ALBERT (Lan et al. 2020)": ("11,683,584",),
    "Small BERTs (Turc et al. 2019)": ("83.2, 85.9, 89.7, 89.6, 93.5",),
}


def test_each_paper_has_its_figures_and_a_lesson_that_is_fixed_has_no_table(open_at: Open) -> None:
    table = open_at("compare").table[0].value
    measured = dict(zip(table["paper"], table["what it measured"], strict=True))
    assert list(measured) == [paper for paper, _, _ in PAPERS]
    for paper, figures in CITED.items():
        assert [figure for figure in figures if figure not in measured[paper]] == []
    assert len(open_at("compare", fix="1").table) == 0


def test_a_french_table_writes_french_numbers(open_at: Open) -> None:
    table = open_at("compare", lang="fr").table[0].value
    assert "5,84" in table["ce qu’il a mesuré"][0]
