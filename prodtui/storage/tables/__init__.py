"""SQLModel tables, one module per aggregate; import only the module that is needed (start-up budget)."""
