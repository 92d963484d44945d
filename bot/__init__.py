"""The running service: when to poll, what to remember, how to deliver. All that touches the world."""

__version__ = "0.1.0"
