"""The bot in chat."""
