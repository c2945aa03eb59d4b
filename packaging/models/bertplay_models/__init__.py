"""Further models for bertplay, one folder each: `pip install "bertplay[models]"` brings them. There is no code in here."""
