"""Pure rules of production management: no input or output, standard library only."""
