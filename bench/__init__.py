"""Speed and memory, measured against floors and a peer; never part of the tests."""
