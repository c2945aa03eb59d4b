"""Pure computing, one lesson a file: (LoadedModel, inputs) -> result."""
