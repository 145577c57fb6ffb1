"""The frozen data that the stages of `brief` hand on.

1. `articles`: a reader makes a `Document` of each file; cleaning labels its `Block`s and finds its
   `Title` and date; splitting cuts its paragraphs into `Sentence`s.
2. `findings`: comparing gives `Findings`: who says the same, and where articles differ.
3. `page`: scoring and composing give a `Briefing`, the page as data: stories, lines, sections.
4. `written`: a page that was written and is read back gives a `Page`, what it claims.
5. `progress`: how far the stages are, for whoever shows it.

Nothing here knows the stages that make or use it.  Offsets count code points in `Document.text`;
a range is half-open, `[start, end)`.
"""

from brief.model.articles import HEADLINE as HEADLINE
from brief.model.articles import NOT_AN_ARTICLE as NOT_AN_ARTICLE
from brief.model.articles import STDIN as STDIN
from brief.model.articles import Block as Block
from brief.model.articles import Document as Document
from brief.model.articles import Extract as Extract
from brief.model.articles import Extracts as Extracts
from brief.model.articles import Kind as Kind
from brief.model.articles import Prepared as Prepared
from brief.model.articles import Reading as Reading
from brief.model.articles import Sentence as Sentence
from brief.model.articles import Skipped as Skipped
from brief.model.articles import Summary as Summary
from brief.model.articles import Title as Title
from brief.model.articles import headline_of as headline_of
from brief.model.findings import Citation as Citation
from brief.model.findings import Comparison as Comparison
from brief.model.findings import Dated as Dated
from brief.model.findings import Dispute as Dispute
from brief.model.findings import Figure as Figure
from brief.model.findings import Findings as Findings
from brief.model.findings import Name as Name
from brief.model.findings import Quote as Quote
from brief.model.findings import Side as Side
from brief.model.findings import Statement as Statement
from brief.model.page import SECTIONS as SECTIONS
from brief.model.page import USUAL as USUAL
from brief.model.page import Briefing as Briefing
from brief.model.page import Entry as Entry
from brief.model.page import Line as Line
from brief.model.page import Reason as Reason
from brief.model.page import Shown as Shown
from brief.model.page import Story as Story
