"""The document: premise, cast, places, episodes, scenes, shots, lines, slots, takes, pins.

Everything here is frozen and pure. It must not read or write files and knows no stage room.
"""
