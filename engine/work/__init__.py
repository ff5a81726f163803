"""Making it: the engine thread, worker processes, progress, cancel. Calls every stage room."""
