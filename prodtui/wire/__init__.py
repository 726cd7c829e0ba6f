"""What goes over the wire to the terminal: of each frame only what the terminal does not show already."""
