"""The closed list of actions, and the words that say them in English, French and Spanish.

Every word is a regular expression (see `patterns`) over a sentence in which organisations and sums are signs (see
`marks`). Its role decides who did what: `does` is said of the company before it, `done_to` of the company behind it,
and a noun gets its company from what stands around it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one language says one action; "" where it has no such words."""

    does: str = ""  #: verbs whose subject is the company
    done_to: str = ""  #: verbs whose object is the company, or, behind a form of "be", whose subject is
    nouns: str = ""  #: what the company has, gives or gets
    get: str = ""  #: verbs between the company and the noun: "wins a contract"
    give: str = ""  #: verbs before the company and the noun: "awards Skell a contract"
    beside: str = ""  #: prepositions between the noun and the company: "contract with Skell"
    owned: bool = True  #: whether "Skell's contract" and "the Skell contract" say it


_WIN = r"""
    wins?|won|winning|gets?|got|receive[sd]?|receiving|secure[sd]?|securing|lands?|landed|signs?|signed
    |signing|inks?|inked|strikes?|struck|clinche[sd]|clinch|holds?|held|obtain(?:s|ed)?|bags?|bagged
    |scores?|scored|nets?|picks\sup|picked\sup|has|have|had|reach(?:e[sd])?
    |(?:was|were|been|being|is|are)\s(?:awarded|given|handed)
    |awarded(?=\s(?:an?|the|\W*[\ue400-\ue5ff]|contract))|loses?|lost|losing|cancel(?:s|led|ed)|ends?
    |ended|fulfil(?:s|led)|accepts?|accepted
"""
_GAGNE = r"""
    décroch(?:e|ent|é|er)|obtient|obtenu|obtenir|remport(?:e|ent|é|er)|sign(?:e|ent|é|er)
    |gagn(?:e|ent|é|er)|a|perd|perdu
"""
_GANA = r"""
    gan(?:a|ó|an|ar|aron)|obtien(?:e|en)|obtuvo|firm(?:a|ó|an|ar)|consig(?:ue|uió)|logr(?:a|ó)|tiene
    |pierde|perdió
"""
_AWARD = r"""
    awards?|awarded|awarding|gives?|gave|given|hands?|handed|grants?|granted|signs?|signed|issue[sd]?
    |picks?|picked|cho(?:oses?|se)|selects?|selected|taps?|tapped|hires?|hired
"""
_ACCORDE = r"(?:accord|attribu|octro|confi|donn)(?:e|ent|é|er|ie|yé)"
_ADJUDICA = r"(?:adjudic|otorg|conced)(?:a|ó|e|ió|an|ar)"
ASSETS = r"""
    stakes?|units?|business(?:es)?|buildings?|offices?|towers?|shares|divisions?|headquarters|sites?
    |land|warehouses?|propert(?:y|ies)|arms?|subsidiar(?:y|ies)|plants?|factor(?:y|ies)|ships?|vehicles
    |trucks|barges?|vessels?
"""

VOCABULARY: dict[str, dict[str, Words]] = {
    "contract": {
        "en": Words(
            nouns=r"""
                (?:sub)?contracts?(?!\s(?:workers?|law|lawyers?|killing|killers?|players?|bridge|staff|the
                |covid|measles|coronavirus))|task\sorders?
                |(?<!trade\s)(?<!plea\s)(?<!peace\s)(?<!ceasefire\s)(?<!merger\s)(?<!takeover\s)
                (?<!buyout\s)(?<!rescue\s)(?<!settlement\s)(?<!pay\s)(?<!great\s)(?<!good\s)(?<!raw\s)
                (?<!tariff\s)(?<!to\s)(?<!free\s)deals?(?!\sto\s(?:buy|acquire|take\sover|merge|purchase|settle)\b)
            """,
            get=_WIN,
            give=_AWARD,
            beside=r"with|to|between",
        ),
        "fr": Words(
            nouns=r"contrats?|marchés?\spublics?",
            get=_GAGNE,
            give=_ACCORDE,
            beside=r"avec|à|entre",
        ),
        "es": Words(
            nouns=r"contratos?",
            get=_GANA,
            give=_ADJUDICA,
            beside=r"con|a|entre",
        ),
    },
    "order": {
        "en": Words(
            nouns=r"""
                purchase\sorders?
                |(?<!court\s)(?<!executive\s)(?<!restraining\s)(?<!gag\s)(?<!removal\s)(?<!world\s)
                (?<!deportation\s)(?<!work\s)(?<!desist\s)(?<!consent\s)(?<!home\s)(?<!in\s)(?<!and\s)(?<!federal\s)orders?(?=\s(?:for|from|of
                |with)\s|\sworth|\W*$|,)
            """,
            get=r"""
                wins?|won|winning|gets?|got|receive[sd]?|secure[sd]?|lands?|landed|books?|booked|has
                |have|had|loses?|lost
            """,
            give=r"gives?|gave|hands?|handed|issue[sd]?",
            beside=r"with|to",
            owned=False,
        ),
        "fr": Words(
            nouns=r"commandes?",
            get=_GAGNE + r"|reçoit|reçu",
            beside=r"à|auprès\sde",
            owned=False,
        ),
        "es": Words(
            nouns=r"pedidos?(?=\sde)|órden(?:es)?\sde\scompra",
            get=_GANA + r"|recibe|recibió",
            beside=r"a",
            owned=False,
        ),
    },
    "sale": {
        "en": Words(
            does=rf"""
                sold(?!\s(?:out|on)\b)|sell(?:ing)?(?!\s(?:out|well))
                |sells(?=[^,;:]{{0,60}}(?:\bto\s(?:the\s)?[\ue200-\ue3ff]|[\ue400-\ue5ff]|\b(?:{ASSETS})\b))
                |offload(?:s|ed|ing)?|divest(?:s|ed|ing)?
            """,
            nouns=r"sale(?=\sof\b)|share\ssale",
            get=r"announce[sd]?|complete[sd]?|agree[sd]?|close[sd]?",
        ),
        "fr": Words(
            does=r"vend(?:ent|u|re|ra)?",
            nouns=r"vente(?=\sd)",
            get=r"annonc(?:e|é)|conclu[te]?",
        ),
        "es": Words(
            does=r"vend(?:e|en|ió|ido|er|erá)",
            nouns=r"venta(?=\sde)",
            get=r"anunci(?:a|ó)|cerr(?:ó|ar)",
        ),
    },
    "lease": {
        "en": Words(
            does=r"""
                lease[sd]?|leasing|rent(?:s|ed|ing)?(?=\s(?:an?|the|its|out|\d))|sublets?
                |subleas(?:e[sd]?|ing)
            """,
            nouns=r"leases?(?!\s(?:of|on)\slife)",
            get=_WIN,
            give=r"signs?|signed",
            beside=r"with|to|from|by|between",
        ),
        "fr": Words(
            does=r"lou(?:e|ent|é|er|era)",
            nouns=r"bail|location",
            get=_GAGNE,
            beside=r"avec|à",
        ),
        "es": Words(
            does=r"alquil(?:a|ó|an|ar|ará)|arriend(?:a|ó)|arrend(?:ó|ar)",
            nouns=r"alquiler|arrendamiento",
            get=_GANA,
            beside=r"con|a",
        ),
    },
    "purchase": {
        "en": Words(
            does=r"""
                (?:buy(?:s|ing)?|bought)(?!\s(?:into|time|back\sinto))|purchas(?:e[sd]?|ing)
                |acquir(?:e[sd]?|ing)(?!\s(?:a|the)\s(?:taste|reputation|habit|name)\b)|snap(?:s|ped)\sup|takes?\sover|took\sover
                |takes?\s(?:full\s)?control\sof|took\s(?:full\s)?control\sof
            """,
            nouns=r"(?:acquisition|purchase|takeover|buyout)(?=\sof\b)",
            get=r"announce[sd]?|complete[sd]?|agree[sd]?|close[sd]?",
        ),
        "fr": Words(
            does=r"(?:r?achèt|r?achet)(?:e|ent|é|er|era)|acquiert|acquis|acquérir",
            nouns=r"(?:rachat|acquisition)(?=\sd)",
        ),
        "es": Words(
            does=r"compr(?:a|ó|an|ado|ar|ará)|adquier(?:e|en)|adquirió|adquirir",
            nouns=r"(?:compra|adquisición)(?=\sde)",
        ),
    },
    "takeover": {
        "en": Words(
            does=r"merg(?:es?|ed|ing)(?=\s(?:with|in)|\W*$)",
            done_to=r"buy(?:s|ing)?|bought|acquir(?:e[sd]?|ing)|takes?\sover|took\sover|taken\sover",
            nouns=r"(?:acquisition|takeover|purchase|buyout)(?=\sof\s)|merger",
            get=r"agrees?\s(?:on|to)|agreed\s(?:on|to)|announce[sd]?|complete[sd]?",
            beside=r"of|with|between",
            owned=False,
        ),
        "fr": Words(
            done_to=r"r?ach[eè]t(?:e|ent|é|ée|er|era)",
            nouns=r"(?:rachat|acquisition)(?=\sd)|fusion",
            beside=r"de|avec|entre",
            owned=False,
        ),
        "es": Words(
            done_to=r"compr(?:a|ó|ado|ada|ar)|adquier(?:e|en)|adquirid[oa]",
            nouns=r"(?:compra|adquisición)(?=\sde)|fusión",
            beside=r"de|con|entre",
            owned=False,
        ),
    },
    "services": {
        "en": Words(
            does=r"""
                (?:provid(?:e[sd]?|ing)|suppl(?:y|ies|ied|ying))
                (?!\s(?:an?\s|its\s|the\s|more\s|further\s|no\s)?(?:updates?|statements?|comments?|information|evidence
                |details|documents?|answers?|responses?|explanations?|proof|testimony|context|cop(?:y|ies)|notice)\b)
                (?=[^;:]{0,80}\s(?:to|for|with)\s)
            """,
            beside=r"by|from",
        ),
        "fr": Words(
            does=r"fourni(?:t|r|ra|ssent)?(?=[^;:]{0,80}\s(?:à|au|aux|pour)\s)",
        ),
        "es": Words(
            does=r"(?:suministr|prest)(?:a|ó|an|ar|ará)(?=[^;:]{0,80}\s(?:a|al)\s)",
        ),
    },
    "donation": {
        "en": Words(
            does=r"donat(?:e[sd]?|ing)",
            nouns=r"donations?",
            get=r"makes?|made|announce[sd]?|pledge[sd]?",
            beside=r"from|by",
        ),
        "fr": Words(
            does=r"fait\sdon|fait\sun\sdon",
            nouns=r"dons?|donations?",
            beside=r"de|par",
        ),
        "es": Words(
            does=r"don(?:a|ó|an|ar|ará)",
            nouns=r"donación|donativos?",
            beside=r"de|por",
        ),
    },
    "investment": {
        "en": Words(
            does=r"invest(?:s|ed|ing)?(?=\s(?:\S+\s){0,6}?(?:in|into)\s|\s(?:\S+\s){0,3}?[\ue400-\ue5ff])",
            nouns=r"investments?(?=\s(?:in|of|for|worth))",
            get=r"mak(?:es?|ing)|made|announce[sd]?|pledge[sd]?",
        ),
        "fr": Words(
            does=r"invest(?:it|i|ir|ira|issent)",
            nouns=r"investissements?",
        ),
        "es": Words(
            does=r"inviert(?:e|en)|inv(?:irtió|ertirá|ertir)",
            nouns=r"inversi(?:ón|ones)",
        ),
    },
    "grant": {
        "en": Words(
            done_to=r"subsidi[sz](?:e[sd]?|ing)|bail(?:s|ed|ing)?\sout|rescue[sd]?(?=[^,;:]{1,40}\sbail-?out)",
            nouns=r"grants?|subsid(?:y|ies)|bail-?outs?",
            get=r"""
                wins?|won|gets?|got|receive[sd]?|receiving|secure[sd]?
                |(?:was|were|been)\s(?:awarded|given)
            """,
            give=r"gives?|gave|awards?|awarded|hands?|handed",
            beside=r"to|for",
            owned=False,
        ),
        "fr": Words(
            nouns=r"subventions?",
            get=r"reçoit|reçu|obtient|obtenu|décroch(?:e|é)",
            give=_ACCORDE,
            beside=r"à",
            owned=False,
        ),
        "es": Words(
            nouns=r"subvenci(?:ón|ones)",
            get=r"recib(?:e|ió)|obtien(?:e|en)|obtuvo",
            give=_ADJUDICA,
            beside=r"a",
            owned=False,
        ),
    },
    "partnership": {
        "en": Words(
            does=r"partner(?:s|ed|ing)?\s(?:up\s)?with|team(?:s|ed|ing)?\sup\swith",
            done_to=r"partner(?:s|ed|ing)?\s(?:up\s)?with|team(?:s|ed|ing)?\sup\swith",
            nouns=r"partnerships?",
            get=r"""
                expand(?:s|ed)?|cement(?:s|ed)|signs?|signed|forms?|formed|announce[sd]?|extend(?:s|ed)?
                |strikes?|struck|enters?|entered|ends?|ended|cancel(?:s|led|ed)
            """,
            beside=r"with|between",
        ),
        "fr": Words(
            nouns=r"partenariats?",
            get=_GAGNE + r"|conclu[te]?|noue",
            beside=r"avec|entre",
        ),
        "es": Words(
            nouns=r"alianzas?|asociación",
            get=_GANA,
            beside=r"con|entre",
            owned=False,
        ),
    },
    "lawsuit": {
        "en": Words(
            does=r"""
                sue[sd]?|suing
                |(?:files?|filed|filing|brings?|brought)\s(?:(?!against)[^\s,;:]+\s){0,4}?(?:suits?|lawsuits?
                |legal\saction|legal\sproceedings|complaint|statement\sof\sclaim)
            """,
            done_to=r"sue[sd]?|suing",
            nouns=r"complaint(?=\s(?:was\s)?filed)|(?:law|class-action\s)?suits?|legal\sproceedings|legal\saction",
            beside=r"against|by|from|targeting",
        ),
        "fr": Words(
            does=r"poursui(?:t|vre|vi)\sen\sjustice|intente",
            done_to=r"poursui(?:t|vent|vre|vi)(?=\s[\ue000-\ue1ff]\sen\sjustice)",
            nouns=r"poursuites?(?:\sjudiciaires?)?|recours\scollectifs?",
            beside=r"contre",
            owned=False,
        ),
        "es": Words(
            does=r"demand(?:a|ó|an|ar|ará)(?=\s(?:a|al)\s)",
            done_to=r"demand(?:a|ó|an|ar|ada|ado)(?:\sal?)?",
            nouns=r"demandas?(?=\scontra)",
            beside=r"contra",
            owned=False,
        ),
    },
    "settlement": {
        "en": Words(
            does=r"settl(?:e[sd]?|ing)(?!\s(?:on|in|into|down|at)\b)",
            nouns=r"settlement",
            get=r"""
                reach(?:e[sd]|ing)?|agrees?\sto|agreed\sto|signs?|signed|announce[sd]?|agrees?\son
                |agreed\son
            """,
            beside=r"with|between",
        ),
        "fr": Words(
            nouns=r"règlements?\sà\sl['’]amiable",
            get=_GAGNE + r"|conclu[te]?",
            beside=r"avec",
        ),
        "es": Words(
            nouns=r"acuerdos?\sextrajudicial(?:es)?",
            get=_GANA + r"|alcanz(?:a|ó)",
            beside=r"con",
        ),
    },
    "fine": {
        "en": Words(
            does=r"fined(?=\s(?:[\ue400-\ue5ff]|for|by|over)\W?)",
            done_to=r"fine[sd]|fining|fine(?=\s[\ue000-\ue1ff])",
            nouns=r"fines?(?!\s(?:art|arts|print|line|dining))",
            get=r"faces?|faced|gets?|got|receive[sd]?|hit\swith|handed|(?:pays?|paid|appeals?)",
            beside=r"on|against|for",
        ),
        "fr": Words(
            nouns=r"amendes?",
            get=r"reçoit|reçu|écope",
            beside=r"à|contre",
        ),
        "es": Words(
            done_to=r"mult(?:a|ó|an|ada|ado)(?:\sa)?",
            nouns=r"multas?",
            get=r"recib(?:e|ió)",
            beside=r"a|contra",
        ),
    },
    "layoff": {
        "en": Words(
            does=r"""
                lay(?:s|ing)?[\s-]?offs?|laid\soff|layoff(?=\s\w)
                |(?:cut(?:s|ting)?|slash(?:e[sd]|ing)?|axe[sd]?|axing|shed(?:s|ding)?|eliminat(?:e[sd]?
                |ing))\s(?:(?!(?:on|in|to|for|from|at|by|with|off)\b)\S+\s){0,5}?(?:jobs|positions|workers
                |roles)
            """,
            nouns=r"layoffs|lay-offs|job\scuts",
            get=r"announce[sd]?|plans?|begins?|began|makes?|made|confirms?|confirmed",
            beside=r"at|by|from",
        ),
        "fr": Words(
            does=r"licenci(?:e|ent|é|er|era)|met\sà\spied|mis\sà\spied",
            nouns=r"licenciements?|mises?\sà\spied",
            get=r"annonc(?:e|é)",
            beside=r"chez|à|de",
        ),
        "es": Words(
            does=r"despid(?:e|en|ió)|despedir(?:á)?",
            nouns=r"despidos?",
            get=r"anunci(?:a|ó)",
            beside=r"en|de",
        ),
    },
}

ACTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "contract": {"en": ("contract", "subcontract", "deal"), "fr": ("contrat", "marché public"), "es": ("contrato",)},
    "order": {
        "en": ("purchase order", "order for", "order from"),
        "fr": ("commande",),
        "es": ("pedido de", "orden de compra"),
    },
    "sale": {"en": ("sale", "sell", "sold"), "fr": ("vente", "vendre"), "es": ("venta", "vender")},
    "lease": {"en": ("lease", "rent"), "fr": ("bail", "location", "louer"), "es": ("arrendamiento", "alquiler")},
    "purchase": {
        "en": ("purchase", "buy", "bought", "acquire"),
        "fr": ("achat", "acheter"),
        "es": ("compra", "comprar"),
    },
    "takeover": {"en": ("takeover", "merger", "merge"), "fr": ("rachat", "fusion"), "es": ("adquisición", "fusión")},
    "services": {"en": ("provide", "supply"), "fr": ("fournir",), "es": ("suministrar", "prestar")},
    "donation": {"en": ("donation", "donate"), "fr": ("un don", "donation"), "es": ("donación", "donativo")},
    "investment": {
        "en": ("investment", "invest"),
        "fr": ("investissement", "investir"),
        "es": ("inversión", "invertir"),
    },
    "grant": {"en": ("grant", "subsidy", "bailout"), "fr": ("subvention",), "es": ("subvención",)},
    "partnership": {"en": ("partnership", "partner with", "team up"), "fr": ("partenariat",), "es": ("alianza",)},
    "lawsuit": {
        "en": ("lawsuit", "sue", "sued", "suing"),
        "fr": ("poursuite", "recours collectif"),
        "es": ("demanda", "demandar"),
    },
    "settlement": {"en": ("settlement", "settle"), "fr": ("règlement à l'amiable",), "es": ("acuerdo extrajudicial",)},
    "fine": {"en": ("fine", "fined", "penalty"), "fr": ("amende",), "es": ("multa",)},
    "layoff": {
        "en": ("layoff", "lay off", "laid off", "job cuts"),
        "fr": ("licenciement", "licencier", "mise à pied"),
        "es": ("despido", "despedir", "despide"),
    },
}
"""The closed list of actions, each with words that say it, by language: to find sentences that may tell of one."""
