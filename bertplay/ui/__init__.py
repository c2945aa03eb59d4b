"""What the pages share of Streamlit: inputs, errors, figures, the runtime."""

from bertplay.ui.navigation import insist_on_app

insist_on_app()
