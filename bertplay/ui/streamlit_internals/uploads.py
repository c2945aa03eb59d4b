"""How much the uploaded files of each session take: Streamlit keeps them in memory until the session ends."""

from streamlit.runtime.runtime import Runtime


def bytes_by_session() -> dict[str, int]:
    """Bytes by the id of the session."""
    if not Runtime.exists():
        return {}
    stored = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {})
    return {session: sum(len(record.data) for record in list(files.values())) for session, files in list(stored.items())}
