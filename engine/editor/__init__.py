"""Performance and script to a cut list, by rules that are data. Pure; draws and encodes nothing."""
