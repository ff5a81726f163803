"""The embedded comic artist: vector drawing with skia, from skeleton to inked, toned figure."""
