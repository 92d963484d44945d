"""Places, words beside their names, what gives a text its country, and where outlets sit."""

from __future__ import annotations

from pipelines.names.lexicons import word_list

# Places whose names are also names of organisations, or might be.
PLACES = word_list("""
iceland orange garda santander jordan turkey georgia chad cuba ireland greece niger mali oman panama jersey guernsey
phoenix orlando houston austin dallas denver boston lincoln jackson madison columbus buffalo cleveland nice nancy
cork reading bath hull derby lancaster victoria perth hobart darwin geelong nelson wellington hamilton napier
hastings gold-coast pacific atlantic mars mercury venus jupiter saturn amazon nile delta california texas washington
york berlin
""")

# Words that end the name of a place.
PLACE_AFTER = word_list("""
county street st avenue ave road rd lane drive boulevard blvd highway hwy square park beach bay island islands isle
river lake hill hills valley mountain mountains mount creek city town village township district region province
state coast ocean sea harbour harbor port bridge tower towers hall house court courthouse palace castle church
cathedral station airport school schools academy college university campus hospital clinic center centre theatre
theater stadium arena field oval garden gardens estate heights falls springs canyon desert forest peninsula point
ridge plaza mall market inn hotel resort ranch farm parade crescent terrace suburb borough parish cemetery prison
jail rink dam basin islander
""")

# Words that begin it.
PLACE_BEFORE = word_list("""
north south east west northern southern eastern western central upper lower mount mt lake port fort san santa st
saint new cape gulf point camp el los las la greater downtown northwest northeast southwest southeast mid river isle
""")

PLACE_PREPOSITIONS = word_list("""
in at near from across around outside inside through throughout into towards toward within off beyond
""")

# States and provinces, also in short: whose institution it is, and where a town lies.
STATES = word_list("""
alabama alaska alberta arizona arkansas calif california carolina colorado connecticut dakota delaware fla florida
ga hampshire hawaii idaho ill illinois indiana iowa island jersey kansas kentucky louisiana maine manitoba maryland
massachusetts mexico mich michigan minn minnesota mississippi missouri montana nebraska nevada nsw ohio oklahoma
ontario oregon pennsylvania provincial quebec queensland saskatchewan state tasmania tennessee tex texas utah
vermont victoria virginia wis wisconsin wyoming york
""")

# More short forms, which follow a comma after a town.
STATES_SHORT = word_list("""
ala ariz ark calif colo conn la mass mich miss mo neb nev okla ont ore pa que tenn va wash
""")

_COUNTRIES = """
us: us u.s. usa u.s.a. american americans america washington biden trump obama congress republican republicans
    democrat democrats gop senate pentagon fbi fda california texas florida illinois ohio michigan georgia virginia
    arizona nevada colorado oregon massachusetts maryland minnesota wisconsin missouri tennessee indiana louisiana
    alabama kentucky oklahoma utah kansas iowa arkansas mississippi nebraska idaho hawaii alaska montana wyoming
    delaware connecticut pennsylvania jersey york chicago boston houston dallas miami atlanta philadelphia seattle
    denver detroit phoenix minneapolis baltimore brooklyn manhattan hollywood medicaid medicare
gb: uk u.k. britain british briton britons england english london scotland scottish wales welsh manchester liverpool
    birmingham leeds glasgow edinburgh bristol westminster tory tories labour sunak starmer johnson nhs commons
    whitehall ofcom buckingham essex kent surrey sussex devon cornwall yorkshire lancashire cumbria norfolk pounds
    bbc
ca: canada canadian canadians ottawa toronto montreal vancouver calgary edmonton winnipeg quebec ontario alberta
    manitoba saskatchewan trudeau carney poilievre rcmp cbc halifax b.c.
au: australia australian australians sydney melbourne brisbane perth adelaide canberra nsw queensland victoria
    tasmania albanese dutton morrison abc afl nrl aussie darwin hobart
nz: zealand nz auckland wellington christchurch kiwi kiwis ardern hipkins luxon maori
ie: ireland irish dublin cork galway limerick gardai gardaí taoiseach dail dáil varadkar
in: india indian indians delhi mumbai modi bjp bengaluru kolkata chennai punjab gujarat kashmir rupee crore lakh
fr: france french paris macron marseille lyon
de: germany german germans berlin munich frankfurt hamburg scholz merz
it: italy italian italians rome milan venice meloni naples
es: spain spanish madrid barcelona sanchez
jp: japan japanese tokyo osaka kishida
cn: china chinese beijing shanghai xi hong kong taiwan taiwanese
ru: russia russian russians moscow putin kremlin
ua: ukraine ukrainian ukrainians kyiv zelensky zelenskyy
il: israel israeli israelis gaza netanyahu knesset jerusalem palestinian palestinians hamas
ph: philippine philippines filipino manila marcos duterte
kr: korea korean koreans seoul pyongyang
br: brazil brazilian lula bolsonaro
mx: mexico mexican mexicans
pk: pakistan pakistani karachi lahore islamabad
lk: lanka lankan colombo
ir: iran iranian tehran
ch: switzerland swiss zurich geneva
za: africa african johannesburg
ng: nigeria nigerian lagos abuja
pl: poland polish warsaw
tr: turkey turkish ankara istanbul erdogan
eu: eu europe european brussels
"""

COUNTRY_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(rest.split())
    for code, _, rest in (line.partition(": ") for line in _COUNTRIES.strip().replace("\n    ", " ").splitlines())
}
"""Nationals, cities, states, leaders and bodies, by the country (ISO 3166, "eu") of which a text with them speaks."""

_OUTLETS = """
us: abcnews apnews arstechnica axios bloomberg breitbart businessinsider calmatters cbsnews cnbc cnn dailybeast
    dcexaminer dj engadget forbes fox foxnews gizmodo intercept latimes msn nbcnews newsweek npr nypost nyt nytimes
    pbsnewshour politico propublica techdirt texastribune theatlantic thehill theintercept theverge usatoday vox
    wapo washingtonpost wired wsj zdnet
gb: bbc bbci bbcnews dailymail economist guardian skynews theguardian thesun
ca: cbcnews globeandmail nationalpost theglobeandmail torontostar
au: 9news dailytelegraph smh theage
nz: nzherald rnz stuffnz
ie: irishtimes
in: hindustantimes indiatimes ndtv thehindu timesofindia
ph: gmanews inquirer philstar rappler
fr: france24 lemonde
"""

OUTLETS: dict[str, str] = {
    outlet: code
    for code, _, rest in (line.partition(": ") for line in _OUTLETS.strip().replace("\n    ", " ").splitlines())
    for outlet in rest.split()
}
"""Where an outlet sits whose address does not end in its country: a part of its host, or its name in one word."""
