"""Desks: each turns the intents of some panels into edits or demand, and shows looks."""
