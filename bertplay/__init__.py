"""bertplay: learn BERT by running it.

Importing this package imports nothing heavy: neither torch nor Streamlit.
"""

__version__ = "0.1.0"
