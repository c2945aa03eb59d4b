"""The worksheet as one HTML file: no script, nothing from elsewhere, and every word of a person or a tokenizer escaped."""

from html import escape

from bertplay.results.worksheet import Entry, Told, Worksheet
from bertplay.wording import language, mark, t
from bertplay.worksheet.asking import BACKEND, about, asked_of, command_of, program_of, title_of
from bertplay.worksheet.look import BAR_HEIGHT, BAR_WIDTH, STYLE
from bertplay.worksheet.words import cells_of, head_of

PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
{note}<p class="about">{about}</p>
</header>
{entries}
<footer>
<h2>{again}</h2>
<p>{how}</p>
<pre>{backend}</pre>
</footer>
</body>
</html>
"""

BEGINNINGS = mark("The question was too long to be kept; these are its beginnings.")
HOW = mark(
    "Commands and programs run in the folder of bertplay, in the environment that <code>make run</code> made. "
    "Every program needs this first:"
)
ENTRY = """\
<section>
<h2>{number}. {title}</h2>
<p class="about">{about}</p>
<dl>{asked}</dl>
<p class="says">{says}</p>
{table}{note}{again}</section>
"""


def as_page(sheet: Worksheet) -> bytes:
    """The worksheet as an .html file."""
    made = ", ".join(f"{name} {number}" for name, number in sheet.versions.items())
    page = PAGE.format(
        title=escape(sheet.title),
        note=note_of(sheet.note),
        language=language(),
        about=escape(t("Put together {moment} with {versions}.", moment=moment(sheet.made), versions=made)),
        again=t("To ask again"),
        how=t(HOW),
        entries="".join(section(number, entry) for number, entry in enumerate(sheet.entries, start=1)),
        backend=escape(BACKEND),
        style=STYLE,
    )
    return page.encode("utf-8", "replace")


def section(number: int, entry: Entry) -> str:
    """One question with its answer."""
    return ENTRY.format(
        number=number,
        title=escape(title_of(entry)),
        about=escape(about(t(entry.page), moment(entry.asked), entry.model, entry.weights[:12])),
        asked="".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in asked_of(entry)),
        says=escape(t(entry.told.says)),
        table=table_of(entry.told),
        note=note_of(entry.note),
        again=again_of(entry),
    )


def moment(iso: str) -> str:
    """ "2026-05-04T09:30:00+00:00" -> "2026-05-04 09:30:00 UTC"."""
    return iso.replace("T", " ").replace("+00:00", " UTC")


def note_of(note: str) -> str:
    """The reader's own words, if there are any."""
    return f'<p class="note">{escape(note)}</p>\n' if note.strip() else ""


def table_of(told: Told) -> str:
    """The rows, each with its bar where it has one."""
    if not told.rows:
        return ""
    drawn = len(told.bars) == len(told.rows)
    head = "".join(f"<th>{escape(column)}</th>" for column in head_of(told)) + ("<th></th>" if drawn else "")
    bars = [f"<td>{bar(length)}</td>" for length in told.bars] if drawn else [""] * len(told.rows)
    rows = [
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells_of(row))}{end}</tr>" for row, end in zip(told.rows, bars, strict=True)
    ]
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{chr(10).join(rows)}</tbody></table>\n"


def bar(length: float) -> str:
    """A bar of a length between 0 and 1, as a figure of its own."""
    width = BAR_WIDTH * min(max(length, 0.0), 1.0)
    box = f'width="{BAR_WIDTH}" height="{BAR_HEIGHT}" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}"'
    ground = f'<rect class="ground" width="{BAR_WIDTH}" height="{BAR_HEIGHT}" rx="2"/>'
    return f'<svg {box} aria-hidden="true">{ground}<rect class="bar" width="{width:.1f}" height="{BAR_HEIGHT}" rx="2"/></svg>'


def again_of(entry: Entry) -> str:
    """The command and the program that ask the same."""
    if not entry.is_whole:
        return f"<p>{t(BEGINNINGS)}</p>\n"
    command, program = command_of(entry), program_of(entry)
    shown = [text for text in (command, program) if text]
    return '<div class="again">' + "".join(f"<pre>{escape(text)}</pre>" for text in shown) + "</div>\n" if shown else ""
