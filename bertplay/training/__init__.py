"""Fine-tuning: what a run is, its data, its methods, the training that reports events, and what comes out."""
