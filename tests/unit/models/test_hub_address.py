"""Repository names and addresses as people type and paste them."""

import pytest

from bertplay.errors import BadInput
from bertplay.models.hub_address import repository_of
from bertplay.models.hub_models import HUB_MODELS, is_repository
from bertplay.models.spec import Hub
from tests.small_hub import COMMIT

BASE = HUB_MODELS[0].source


@pytest.mark.parametrize(
    ("typed", "repo", "revision"),
    [
        ("someone/tiny", "someone/tiny", None),
        ("  someone/tiny\n", "someone/tiny", None),
        ("someone/tiny@v1.0", "someone/tiny", "v1.0"),
        ("gpt2", "gpt2", None),
        ("https://huggingface.co/someone/tiny", "someone/tiny", None),
        ("huggingface.co/someone/tiny/", "someone/tiny", None),
        ("https://hf.co/someone/tiny?library=transformers#usage", "someone/tiny", None),
        ("https://huggingface.co/someone/tiny/tree/main", "someone/tiny", "main"),
        ("HTTPS://HuggingFace.co/someone/tiny/discussions/3", "someone/tiny", None),
        ("/someone/tiny/", "someone/tiny", None),
        ('AutoModel.from_pretrained("someone/tiny")', "someone/tiny", None),
        ("git clone https://huggingface.co/someone/tiny", "someone/tiny", None),
        ("hf download someone/tiny", "someone/tiny", None),
        ("https://huggingface.co/someone/tiny/tree/refs%2Fpr%2F7", "someone/tiny", "refs/pr/7"),
        (f"https://huggingface.co/someone/tiny/blob/{COMMIT}/1_Pooling/config.json", "someone/tiny", COMMIT),
        (f"https://huggingface.co/gpt2/commit/{COMMIT}", "gpt2", COMMIT),
        ("google/bert_uncased_L-2_H-128_A-2@main", "google/bert_uncased_L-2_H-128_A-2", "main"),
        ("bert-base-uncased", BASE.repo, BASE.revision),  # type: ignore[union-attr]
        ("google-bert/bert-base-uncased", BASE.repo, BASE.revision),  # type: ignore[union-attr]
    ],
)
def test_what_people_type_and_paste(typed: str, repo: str, revision: str | None) -> None:
    assert repository_of(typed) == Hub(repo, revision)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "not the name of a repository"),
        ("../../etc/passwd", "not the name of a repository"),
        ("a/b/c", "not the name of a repository"),
        ("local/mine", "not the name of a repository"),
        ("owner/a--b", "not the name of a repository"),
        ("owner/name.git", "not the name of a repository"),
        ("own er/name", "not the name of a repository"),
        ("x" * 5000, "not the name of a repository"),
        ("someone/tiny@../main", "not a revision"),
        ("https://example.org/someone/tiny", "not an address of the hub"),
        ("https://huggingface.co/datasets/squad", "something else on the hub"),
    ],
)
def test_what_is_no_repository_says_so(typed: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as refused:
        repository_of(typed)
    assert len(str(refused.value)) < 400


def test_no_name_of_a_repository_leads_elsewhere() -> None:
    assert not any(map(is_repository, ["..", "a/..", "./a", "a/.b", "/a", "a/", "a\\b", "a/b\n", "ü/b", "-a", "a/-b", "run/x", "a-/b"]))
