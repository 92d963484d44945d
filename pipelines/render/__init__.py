"""Alert and digest → Telegram HTML, plain text, a page, JSON."""
