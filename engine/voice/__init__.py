"""Lines to speech to performance. Knows no picture and no cut."""
