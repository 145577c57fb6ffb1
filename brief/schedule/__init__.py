"""When a briefing runs: its period and its lock, and the lines for cron and systemd."""
