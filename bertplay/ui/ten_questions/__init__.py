"""The home page: ten questions, each answered by an experiment that is a tab of another page."""
