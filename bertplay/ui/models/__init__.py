"""The tabs of the page that manages models: what is loaded, what can be downloaded, the reader's own folders. They ask no model."""
