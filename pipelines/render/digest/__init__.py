"""A digest as people and programs get it: `parts` says what is told, in order; each format has a module of its own."""
