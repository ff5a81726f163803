"""Cut list, pictures and speech to an episode: compositor, subtitles, mix, encoder, joiner."""
