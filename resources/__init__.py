"""Data of the product (rules, story beats, schema, fonts), read through `importlib.resources`."""
