"""Demand against capacity: pure rules of the plan, over the rows of `rows_planning`."""
