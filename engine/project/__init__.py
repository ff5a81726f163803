"""A series on disk: database, journal, media by content hash, lock, backups. Sole writer of these."""
