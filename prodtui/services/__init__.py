"""Use cases: one verb, one function, one transaction; rows in and out, the same for screens and commands."""
