"""Components for what Streamlit's own elements cannot do. They get text as data and write it with textContent only."""
