"""Sections of a model's card that are written after its training: the comparison with its relatives, early checkpoints."""

from pathlib import Path

from bertplay.pretraining.export import CARD, write_manifest


def with_section(card: str, title: str, text: str) -> str:
    """A card in which the section `title` has this text; at the end where there was none.

    "# A\\n\\n## B\\n\\nold\\n\\n## C\\n\\nc", "B", "new" -> "# A\\n\\n## B\\n\\nnew\\n\\n## C\\n\\nc\\n"
    """
    head, *sections = f"\n{card.rstrip()}".split("\n## ")
    written = f"{title}\n\n{text.strip()}\n"
    places = [i for i, section in enumerate(sections) if section.partition("\n")[0] == title]
    if places:
        sections[places[0]] = written
    else:
        sections.append(written)
    return "\n\n## ".join(part.strip() for part in (head, *sections)) + "\n"


def write_section(folder: Path, title: str, text: str) -> None:
    """Put a section into the card of an exported model, and its new size into the manifest."""
    card = folder / CARD
    card.write_text(with_section(card.read_text(encoding="utf-8"), title, text), encoding="utf-8")
    write_manifest(folder)
