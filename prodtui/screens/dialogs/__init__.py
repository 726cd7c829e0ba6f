"""Small screens over another one, each with one question; none closes before its answer is saved or dropped."""
