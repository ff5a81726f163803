"""Words, sentences and clauses in every language of the studio. Pure functions on strings."""
