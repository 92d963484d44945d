"""The judge's evidence in words that a reader would accept.

A phrase is told only on the side on which a reader would put it. Where the training gave its features the other sign
(they correct what other features overstate), it is left out: a reason that looks the wrong way round explains nothing.
"""

from __future__ import annotations

FOR: dict[str, str] = {
    "self:initials": "'{text}' is the initials of {name}",
    "self:acronym": "'{text}' is written as an acronym",
    "self:possessive": "something belongs to it ('{text}'s …')",
    "left:online": "used like a website or app ('{left} {text}')",
    "left:start": "the text begins with it",
    "right:business": "a word of business follows ('{text} {right}')",
    "right:agency": "a word of public authority follows ('{text} {right}')",
    "right:plus": "the name of a service follows ('{text}+', '{text} Plus')",
    "list:names": "listed with other names",
    "list:brand": "listed with a well-known organisation",
    "maker:product": "a product follows ('a {text} …')",
    "maker:right": "a product follows ('{text} {right}')",
    "maker:owner": "somebody's {text} product",
    "define:name": "it stands in brackets behind the full name",
    "whole:here": "it is part of the full name",
    "whole:here-unique": "it is part of the full name",
    "whole:legal": "a legal form follows",
    "whole:elsewhere": "the full name stands in the text",
    "longer:known": "it is part of a longer name of the watch",
    "longer:none": "it is part of no longer name",
    "longer:none-inside": "it is part of no longer name",
    "sense:brand": "a well-known name without a common second meaning",
    "sense:none": "neither a common word nor a frequent name of people or places",
    "topic:own": "the text is about the watch's field",
    "topic:own-log": "the text is about the watch's field",
    "topic:near": "words of the watch's field stand beside it",
    "about:any": "words of the watch's description stand in the text",
    "about:shared": "words of the watch's description stand in the text",
    "about:companion": "a name from the watch's name or description stands in the text",
    "class:company:company": "words of business stand in the text",
    "class:agency:agency": "words of government stand in the text",
    "home:inst:own": "the text is set in the watch's country",
    "home:inst:words": "the text is set in the watch's country",
    "home:inst:left-own": "the watch's country stands beside it",
    "home:inst:unsaid:own-outlet": "the outlet is of the watch's country",
    "home:inst:both:own-outlet": "the outlet is of the watch's country",
    "home:press:own": "the text is set in the newspaper's country",
    "home:press:left-own": "the newspaper's country stands beside it",
    "press:cue": "a word of the press stands beside it",
    "press:article": "named as newspapers are ('{left} {text}')",
}
AGAINST: dict[str, str] = {
    "self:lowered": "'{text}' is not written as the acronym",
    "self:lower-elsewhere": "the same word stands in lower case elsewhere in the text",
    "left:given-name": "the given name '{left}' stands before it",
    "left:cap-other": "it ends a longer name ('{left} {text}')",
    "left:cap-inside": "it ends a longer name ('{left} {text}')",
    "left:of-other": "it belongs to another name ('… {left} {text}')",
    "left:cap-in": "it belongs to another name ('… {left} {text}')",
    "left:hyphen": "it is part of a compound",
    "right:place": "a word for a place follows ('{text} {right}')",
    "right:state": "a state or country follows, as after a town",
    "right:wares": "a word for goods or trade follows ('{text} {right}')",
    "right:common-cap": "it begins a longer name ('{text} {right}')",
    "quote:screen": "quoted like a title in a text on films, series or games",
    "define:other": "it stands in brackets behind another name",
    "whole:no-department": "no 'department' stands beside it",
    "part:lost-common": "a common word, without the rest of the name",
    "sense:place": "also a place",
    "sense:place-in": "also a place ('{left} {text}')",
    "topic:none": "nothing in the text is of the watch's field",
    "topic:only-other": "the text is about something else",
    "about:no-companion": "none of the names in the watch's name and description stands in the text",
    "class:nature:company": "words of weather, nature or space stand in the text",
    "text:astronomy": "words of weather, nature or space stand in the text",
    "text:sport-only": "a text on sport",
    "text:screen-only": "a text on films, series or games",
    "text:virus-only": "a text on an epidemic",
    "home:inst:left-name": "another name stands before it ('{left} {text}')",
    "home:inst:other": "the text is set in another country",
    "home:inst:left-other": "another country stands beside it",
    "home:inst:both:other-outlet": "the outlet is of another country",
    "home:inst:unsaid:other-outlet": "the outlet is of another country",
    "home:inst:state": "a state's institution, not the federal one",
    "home:press:other": "the text is set in another country",
    "home:press:left-other": "another country stands beside it",
    "press:name": "another name follows ('{text} {right}')",
}


def phrase(key: str, value: float) -> str:
    """Return the phrase for a feature that adds `value` (log odds), "" if no reader needs it.

    A key without a phrase of its own has that of a shorter one: `home:inst:other:own-outlet`, `left:start:company`.
    """
    phrases = FOR if value > 0 else AGAINST
    while key not in phrases and key.count(":") > 1:
        key = key.rpartition(":")[0]
    return phrases.get(key, "")
