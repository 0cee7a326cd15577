"""Roster Desk's core: rosters, batches and exports of a school district, without any screen."""
