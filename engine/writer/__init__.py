"""Premise to scripts: dossier, cast, plan, lines, scenes. Pure; knows no voice and no picture."""
