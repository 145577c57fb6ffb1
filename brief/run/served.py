"""What an archive is besides its pages: its start page and its feed."""

from __future__ import annotations

from datetime import datetime, time

from brief.deliver.site import Site
from brief.schedule.plan import time_zone
from brief.settings.toml import Configured


def site_of(configured: Configured, now: datetime) -> Site:
    """Return the site that the settings describe."""
    settings = configured.settings
    return Site(
        name=settings.name,
        now=now,
        at=time.fromisoformat(settings.at),
        zone=time_zone(settings.zone),
        address=settings.archive_url or "",
        wanted="html" in settings.formats,
    )
