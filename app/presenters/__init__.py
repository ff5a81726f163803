"""Presenters: the engine's look and the lead's selection in, view data for widgets out. Pure."""
