"""A series on disk: database, journal, media by content hash, lock, backups. Their only writer."""
