"""The words of the pages, in the reader's language: `t("Guess {n} words", n=3)`. No Streamlit.

The English text is the key, as in gettext; what stands in fr/*.po is its French. Outside a page (in a command, a worker, a test)
everything is English, because nobody says whose words are wanted. docs/decisions/french.md tells how a module is translated.

    t        a text, in the reader's language, its values filled in
    t_n      the same for a number of things: one form for one, one for many
    t_as     the same where one English word has two translations
    mark     a constant that is shown later: t(CONSTANT)
    later    a text with values, made where nobody knows the reader (an error, a shared result), and shown later: t(text)
    as_told  what `later` made, told; what somebody wrote, as it is
    in_one   an error as one text, for a list of reasons: t(in_one(error))
    speaking a block that is told in one language, outside of the reader's page: a file that they fetch
    english  what stays English for every reader: an example for the models, a name in a file
"""

from bertplay.wording.languages import ENGLISH, FRENCH, LANGUAGES, ask_language_with, cached_by_language, language, speaking
from bertplay.wording.numbers import number, percent, plain_form
from bertplay.wording.telling import Later, as_told, english, in_one, later, mark, t, t_as, t_n

__all__ = [
    "ENGLISH",
    "FRENCH",
    "LANGUAGES",
    "Later",
    "as_told",
    "ask_language_with",
    "cached_by_language",
    "english",
    "in_one",
    "language",
    "later",
    "mark",
    "number",
    "percent",
    "plain_form",
    "speaking",
    "t",
    "t_as",
    "t_n",
]
