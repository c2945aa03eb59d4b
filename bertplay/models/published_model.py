"""A finished model of a run as it is published for other machines. No torch."""

import hashlib
from dataclasses import dataclass

from bertplay.models.spec import ModelSpec


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a model."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """What the manifest of a published model says.

    spec    as the catalog shows it; None of a baseline, which only its run's page opens
    files   by their path in the model's folder
    """

    title: str
    spec: ModelSpec | None
    files: dict[str, PublishedFile]

    def __post_init__(self) -> None:
        for path in self.files:
            if "\\" in path or ":" in path or not {"", ".", ".."}.isdisjoint(path.split("/")):
                raise ValueError(f"not a path within a folder: {path!r}")

    @property
    def digest(self) -> str:
        """Of all files together: the name of their folder."""
        lines = (f"{file.sha256} {path}\n" for path, file in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())
