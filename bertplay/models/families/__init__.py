"""One architecture a file, the same few names in each: what this family does differently."""
