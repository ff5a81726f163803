"""Reading a premise, one module a language. Fills a `Story`; plans and writes nothing."""
