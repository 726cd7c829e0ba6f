"""`resource`: what work needs beside people, and the stock of what it uses up."""

from __future__ import annotations

from prodtui.cli.nouns import resource_stock, resource_write
from prodtui.cli.verb import Noun

NOUN = Noun("resource", verbs={**resource_write.PART.verbs, **resource_stock.PART.verbs})
