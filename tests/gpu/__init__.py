"""What needs a graphics card to mean something: tests marked ``gpu``, the bench of a season."""
