"""What every room may use: errors, canonical JSON, hashes, safe writes. Knows no other room."""
