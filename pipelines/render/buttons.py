"""The buttons below an alert."""

from __future__ import annotations

from pipelines.model import Button, Buttons


def alert_buttons(alert: int, *, verdict: str = "", muted: bool = False) -> Buttons:
    """Return the buttons of the alert with the outbox row `alert`; `verdict` is "right", "wrong" or "" for none yet."""
    return (
        (
            Button(label=_ticked("right", verdict == "right"), data=f"right:{alert}"),
            Button(label=_ticked("wrong", verdict == "wrong"), data=f"wrong:{alert}"),
            Button(label=_ticked("muted" if muted else "mute story", muted), data=f"mute:{alert}"),
        ),
    )


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label
