"""Grammar by language: one small module each behind the protocol of `tongue`. Owns no plot."""
