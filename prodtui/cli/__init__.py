"""The command line: one module per noun, one result type, one renderer."""
