"""LoadedModel: what tasks are given."""
