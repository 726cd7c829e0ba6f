"""Reusable widgets: they know rows of the domain, never services, and tell what happened by messages."""
