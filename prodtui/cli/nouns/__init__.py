"""One module per noun; each holds the words of its verbs and a `NOUN` that the tree finds by name."""
