"""Bytes to decisions and text, with the network cable out: no sockets, no SQLite, no clock, no environment.

    document | feeds     → entries
             | arrivals  → new, changed, same, held
             | matcher   → mentions (names), rules, facts
             | decide    → alert, digest, review, context, held, nothing; each with its reason
             | render    → message
    a day    | digest    → its digest

`watchlist` reads what to look for; `model` holds the frozen values that travel. `now` is always an argument.
"""
