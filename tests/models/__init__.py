"""Models on the machine."""
