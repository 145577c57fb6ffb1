"""One scheduled run, step by step.

Each step lies in the module that is named:

1. `readiness`: refuse the run where another briefing has the name or the folder.
2. `learning`, `sharing`: learn which pages other machines have made, and what a lost memory knew;
   claim the page of this period.
3. `delivering`: deliver what earlier runs could not; where the period has its page, that is all.
4. `collecting`: read what stands in the sources.
5. `sifting`: leave out what earlier periods had.
6. `obtaining`: read or fetch the articles that are left.
7. `composing`: make the page of them with `pipeline.brief`; `covered` says which days it covers.
8. `writing`: write the page to the archive and remember it, its content and its articles, all or
   nothing; the next run takes back what a kill has cut off.
9. `delivering`, `channels`: deliver the page; where that fails, later runs try again for a week.
10. `pruning`: remove what is old by the runs that were made.

`steps` puts them in this order.  `readiness` also checks for `brief check` whether a run would
succeed.  The command line hands over the clock, the network and the screen.

How to add a kind of source:

1. Add its option to `settings.run_options.Source`, and its name to `KINDS` there.
2. Read it in `collecting._gathered`: return a `Gathered` with a `SourceArticle` for each article.
   Its `key` tells it from all others for ever, its `digest` changes when the article does; what is
   slow to read is read by its `read`, which is called for new articles only.
3. Where its articles are files of the user's, add it to `collecting.FILES`, where it is fetched
   from one address, to `collecting.WEB`.
"""

from brief.run.steps import Outcome, Tools, run

__all__ = ["Outcome", "Tools", "run"]
