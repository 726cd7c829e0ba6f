"""The finite-capacity schedule: when each piece of work starts and ends, and who and what does it."""
