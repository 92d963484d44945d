"""Entries → stories: which reports tell of one event. See docs/stories.md."""
