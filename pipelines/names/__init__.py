"""Entry → mentions: where a watched name stands, and whether it means the watch."""
