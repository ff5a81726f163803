"""Shots to drawings: plates, characters, faces. Knows no time, no sound and no video."""
