"""`python -m bertplay`: the command line."""

from bertplay.cli.app import app

if __name__ == "__main__":
    app(prog_name="python -m bertplay")
