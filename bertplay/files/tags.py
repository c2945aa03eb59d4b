"""Tags of words in any scheme, in the terms of BIO: "B-PER" begins an entity, "I-PER" continues it, "O" is none."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

TAG = re.compile(r"[Oo]|[BIESLUMbieslum]-\S+")
BEGINS = {"S": "B", "U": "B", "E": "I", "L": "I", "M": "I"}
"""Other schemes in the terms of BIO: a single word begins, the last one is inside."""
CHUNKS = frozenset({"NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "NC", "VC", "PC"})
"""Kinds of phrases, which the files of CoNLL-2003 tag in a column before the entities."""
NOTHING = frozenset({"-", "_", "0"})
"""What some write for "O"."""
A_KIND = re.compile(r"[^\W\d_][\w/.-]*")
MAX_PLAIN = 100
OTHER_ORDER = re.compile(r"(?:([BIESLU])_(\S+)|(\S+)[-_]([BIESLU]))")
MISC_TAG = re.compile(r"(?:^|\|)(?:NER|NE|NamedEntity)=([^|]+)", re.IGNORECASE)
CONLLU_COLUMNS = 10


def with_prefix(tag: str) -> str:
    """ "B_PER" and "PER-B" -> "B-PER" """
    found = None if TAG.fullmatch(tag) else OTHER_ORDER.fullmatch(tag)
    return f"{found[1] or found[4]}-{found[2] or found[3]}" if found else tag


def misc_tag(cells: Sequence[str]) -> str:
    """The tag that a line of CoNLL-U has in its last column: "SpaceAfter=No|NER=B-PER" -> "B-PER"; "O" where it has none."""
    found = MISC_TAG.search(cells[-1])
    return found[1] if found else "O"


def kinds_of(cells: Sequence[str]) -> frozenset[str] | None:
    """The kinds that a column tags; None when it is no column of tags, which one wrong tag in ten does not make it."""
    tags = [tag for tag in map(with_prefix, cells) if TAG.fullmatch(tag)]
    kinds = frozenset(tag[2:] for tag in tags if tag not in "Oo")
    nothing = sum(cell in NOTHING for cell in cells) if kinds else 0
    return kinds if len(tags) + nothing >= 0.9 * len(cells) else None


def is_plain(tags: Sequence[str]) -> bool:
    """Whether a column has kinds without B- and I-: "O" is the most frequent of a few, and none has a hyphen after its scheme."""
    counts = Counter(tags)
    kinds = [tag for tag in counts if tag != "O" and tag not in NOTHING]
    if "O" not in counts and not all(map(A_KIND.fullmatch, kinds)):
        return False
    most = max((counts[kind] for kind in kinds), default=0)
    nothing = max(counts[tag] for tag in ("O", *NOTHING))
    return 0 < len(kinds) <= MAX_PLAIN and most <= nothing and not any(TAG.fullmatch(with_prefix(tag)) for tag in kinds)


def prefixed(tag: str) -> str:
    """ "PER" -> "I-PER"; of files that know one kind "B" -> "B-ENTITY" """
    if tag in ("B", "I"):
        return f"{tag}-ENTITY"
    return tag if tag in ("O", "") else f"I-{tag}"


def as_bio(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags as B- and I-: "I-" after another kind is read as a beginning, as older files write it: O I-PER -> O B-PER."""
    result: list[str] = []
    for tag in tags:
        scheme, kind = BEGINS.get(tag[0].upper(), tag[0].upper()), tag[2:]
        before = result[-1] if result else "O"
        result.append("O" if scheme == "O" else f"{'B' if scheme == 'I' and before[2:] != kind else scheme}-{kind}")
    return tuple(result)
