"""The pages: reviewing the digest, editing watchlists, looking after feeds, on this machine.

One face among three (chat and command line are the others): what a page does, it does by the same functions. `site` is
what pages need of the world, `guard` who may see them, `pages` how they are rendered, `server` puts all together; each
other file is one group of pages with its routes.
"""
