"""In which line of a lesson file a key is, read from the document that tomlkit makes of it."""

import tomlkit
from tomlkit.container import Container
from tomlkit.items import AoT, Table

Path = tuple[str | int, ...]


class Positions:
    """The line of each key of a valid file, counted from 1.

    'title = "A"\\n[[step]]\\npage = "layers"' -> {("title",): 1, ("step", 0): 2, ("step", 0, "page"): 3}

    interrupted    the line of a table between the tables of one array, which tomlkit puts together, so that later lines are not known;
                   0 where there is none
    """

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._line = 1
        document = tomlkit.parse(text)
        self._place(document, ())
        read, rendered = text.split("\n"), tomlkit.dumps(document).split("\n")
        self.interrupted = next((number for number, (one, other) in enumerate(zip(read, rendered, strict=False), 1) if one != other), 0)

    def line_of(self, path: Path) -> int:
        """The line of a key, or of the table that it should be in; 1 where nothing is known."""
        return next((self.lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.lines), 1)

    def _place(self, container: Container, path: Path) -> None:
        """Every key of a table, in the order of the file: tomlkit renders each part as it was read."""
        for key, item in container.body:
            if key is None:
                self._line += item.as_string().count("\n")
            elif isinstance(item, Table):
                self._place_table(item, (*path, key.key))
            elif isinstance(item, AoT):
                for number, table in enumerate(item.body):
                    self._place_table(table, (*path, key.key, number))
            else:
                self._line += item.trivia.indent.count("\n")
                self._keep((*path, key.key))
                self._line += item.as_string().count("\n") + item.trivia.trail.count("\n")

    def _place_table(self, table: Table, path: Path) -> None:
        """A table with its header, or, where a key has dots, without."""
        self._line += table.trivia.indent.count("\n")
        self._keep(path)
        if not table.is_super_table():
            self._line += table.trivia.trail.count("\n")
        self._place(table.value, path)

    def _keep(self, path: Path) -> None:
        """A key where it appears first, and the tables around it that have no header."""
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], self._line)
