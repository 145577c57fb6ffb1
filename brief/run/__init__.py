"""A scheduled run: sources → what is new → the page → its readers.

    collecting → novelty (`state`) → `pipeline.brief` → archive → deliveries

The only part that puts the pipeline, the memory and the ways out together; the command line hands
it the clock, the network and the screen.
"""

from brief.run.steps import Outcome, Tools, run

__all__ = ["Outcome", "Tools", "run"]
