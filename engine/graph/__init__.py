"""What must be made: recipes, keys, plan, explain. Pure; derived, never stored."""
