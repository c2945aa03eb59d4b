"""A class in one room: what pupils guess is counted, the teacher reveals the model's answer. Counts alone, and for a day."""
