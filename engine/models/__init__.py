"""Models on this machine: what may be used, what is installed, what fits. No torch here."""
