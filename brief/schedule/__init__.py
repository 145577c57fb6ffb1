"""When a briefing runs: its period and its lock, and its entries for what can start it.

`plan` has the period, the lock and the frozen `Plan`; `cron`, `systemd` and `launchd` write a
`Plan` out for the programs of these names, by the clock of the machine (`local_time`) where they
know no other; `entry_files` keeps the files of the latter two.
"""
