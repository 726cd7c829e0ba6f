"""The program's own charts: pure functions from rows to pictures of cells, and the one widget that shows them."""
