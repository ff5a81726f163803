"""Wires the engine to people: the command line now, the window later."""
