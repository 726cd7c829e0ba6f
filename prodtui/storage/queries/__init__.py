"""The read side: column selects that return domain rows, every order with a tie-break."""
