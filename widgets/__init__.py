"""Qt widgets: what the lead sees and touches. Must not import `engine`, `app`, torch or numpy."""
