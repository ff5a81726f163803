"""What a lead can do: one pure function an intent, each with its inverse. No I/O."""
