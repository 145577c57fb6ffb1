"""When a briefing runs: its period and its lock, and its entries for cron and systemd.

`plan` has the period, the lock and the frozen `Plan`; `cron` and `systemd` write a `Plan` out for
the two programs that can start it.
"""
