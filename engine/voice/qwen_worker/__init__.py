"""The other side of `engine.voice.qwen`: a program for another environment. Never imported here."""
