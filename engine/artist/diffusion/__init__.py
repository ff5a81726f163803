"""The painter over the comic artist's drawings: SDXL with ControlNet, in worker processes only."""
