"""Outside formats, one module each: readers give import rows, writers take rows; services do the rest."""
