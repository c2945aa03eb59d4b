"""The home page: ten questions, each with an experiment that runs on the spot."""
