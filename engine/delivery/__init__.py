"""Finished episodes to a labelled season: folder, manifest, subtitles, covers, verification."""
