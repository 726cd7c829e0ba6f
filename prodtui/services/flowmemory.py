"""What somebody who looks at a board again and again keeps of it between two looks."""

from __future__ import annotations


class FlowMemory:
    """What looks at figures keep from one to the next; it belongs to one reader, who looks one time after the other.

    Looks of any board, window and filter may follow each other: what does not serve the next one is read anew.
    """
