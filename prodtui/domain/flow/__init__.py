"""How tasks flow: their lives out of the event log, and every figure and chart that is computed from them."""
