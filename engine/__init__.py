"""Everything that makes a series, without a window. Must not import Qt, `app` or `widgets`."""
