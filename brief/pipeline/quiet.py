"""The page of a run that found nothing new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from brief.language.phrases import FALLBACK, phrases
from brief.model import Briefing, Skipped, Title
from brief.settings.page_options import Config
from brief.settings.signature import signature


def quiet(config: Config, skipped: Sequence[Skipped]) -> Briefing:
    """Return the page that says that nothing is new, in `config.page_language`: one line.

    With a title it is as version 0.2.0 began to make them, so that those can be made again: the
    title, the day, and that nothing is new.
    """
    from brief.model.version import __version__

    language = config.page_language or FALLBACK
    say = phrases(language)
    day = config.now or date.min
    title = config.title or say.say("quiet", days=say.days(config.first_day or day, day))
    return Briefing(
        title=Title(title, 0, len(title)),
        title_document=0,
        generated=day,
        first_day=config.first_day,
        quiet=not config.title,
        in_brief=(),
        articles=(),
        documents=(),
        skipped=tuple(skipped),
        signature=signature(config, __version__, (), day),
        budget=config.words,
        language=language,
        unchanged=(),
    )
