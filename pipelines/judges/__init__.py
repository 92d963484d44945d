"""What a doubtful name means: a judge for each language and kind, and what they know."""
