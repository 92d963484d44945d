"""Which language a text is in: English, French, Spanish, or none of the three.

Each word speaks for the languages in whose short list of frequent words it stands, else for those whose letters and
endings it shows; the language ahead of all others by a margin wins. The five neighbours (Portuguese, Italian, Catalan,
German, Dutch) and a sixth list of what remains are there to be told apart from the three. All lists are written by
hand. Words with a capital inside a sentence count little: they are names, and names come from everywhere.

Libraries were measured and left out: py3langid 0.4.0 takes 79 MB and 0.7 s to load, lingua-language-detector 2.1.1 has
96 MB and knows no more where it takes as little memory. Figures: docs/matching.md.

Known failures: headlines of names and numbers alone, for which there is no answer; Galician, neither Spanish nor
Portuguese; texts half in one language, half in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipelines.model import Entry, Field

LANGUAGES = ("en", "fr", "es", "pt", "it", "ca", "de", "nl", "")
"""What is told apart; the last stands for others written in Latin letters."""
MARGIN = 0.65
"""How far ahead the best language must be: two telling endings, or a frequent word of its own less one ending."""
CLEAR = 2.5
"""How far ahead it must be to be believed rather than the feed."""
LONGEST = 500
"""Characters that are read: enough for any margin."""
CAPITAL = 0.4  # what a word with a capital inside a sentence counts, or one behind a hyphen

_FREQUENT = (
    # English
    """
    the of and to in a is for on with that by at from as it its his her their he she they we you i be are was were
    been has have had will would can could should may not no but or if an this these those who what when where why
    how which than then after before over under about against between into through during without within out up down
    off more most new first last all some any our your my us says said say man woman people year years day week
    today police court city town state house two three five six seven ten million billion company deal world workers
    death dies dead killed home life school best uk near amid still just now here there back make makes made take
    takes get gets one other another do does did don't isn't it's him them so too very also only report calls call
    plan plans set sets bill union health law power high show shows wins win won loses lost opens open cuts cut
    shuts close closed minister announces announced told buys buy sells sell sold denies denied resigns fire hit
    hits beat beats end ends rise rises fall falls rates price prices jobs job games game weather storm storms
    council mayor leader boss firm firms staff strike strikes early late next strong weak main found find finds lead
    leads charged jailed arrested warns warning warnings data leak news story stories review guide tips recipe due
    keep keeps remain remains rival announce publishes explained heavy summer winter spring autumn october november
    december january february july august measures month months sentence sentenced rents insurance premier face
    """,
    # French
    """
    le la les l' d' j' c' n' s' m' t' qu' jusqu' lorsqu' un une des du de au aux et ou où à en dans sur sous par
    pour pas plus ne ni que qui quoi dont est sont été était sera seront ont il elle ils elles on nous vous je tu ce
    cet cette ces ça son sa ses leur leurs notre nos votre vos mon mes avec sans chez entre vers contre depuis
    pendant après avant selon lors dès comme mais donc car si très trop encore déjà toujours jamais bien aussi ainsi
    même tout tous toute toutes autre autres quel quelle quels comment pourquoi quand voici fait faire peut veut
    doit va vont avoir être deux trois quatre cinq six sept huit neuf dix cent mille ans jours jour mois semaine
    année années hier lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin
    juillet août septembre octobre novembre décembre ville pays maire loi état nouveau nouvelle nouveaux nouvelles
    premier première dernier grand grande petit petite ancien faut ouvre ferme perd signe vend annonce reste mort
    morts prix patron patronne vidéo direct images mise lance livre livres hausse baisse fin société entreprise
    entreprises groupe gouvernement ministre président conseil élections élus enquête procès justice police blessé
    blessés incendie grève contrat vente rapport accord projet réforme budget emploi santé guerre paix chef femme
    femmes homme hommes enfants école écoles rentrée saison victoire défaite coupe monde française français
    françaises américain américaine canadien canadienne québécois québécoise accusé arrêté interpellé soupçonné
    condamné dénonce demande refuse rejoint quitte rachète supprime conserve remporte critique proche face mesures
    centres agents rétention siège feu immeuble usine démissionne recrutement jeu jeux
    """,
    # Spanish
    """
    el la los las un una unos unas del de al y e o u en a con sin por para que qué quién cómo dónde cuándo cuál como
    cuando donde su sus se lo le les nos me te mi tu es son era fue fueron será ser está están estar ha han había
    hay no ni sí más menos muy ya pero si sino porque aunque entre desde hasta sobre contra tras según ante durante
    bajo hacia este esta estos estas ese esa esto eso aquel otro otra otros otras todo toda todos todas cada mismo
    misma dos tres cuatro cinco seis siete ocho nueve diez cien mil años año días día mes meses semana hoy ayer
    mañana lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre ciudad país alcalde ley nuevo nueva nuevos nuevas primer primera primero
    último gran puede hace hacer así también solo sólo vuelve abre cierra pierde firma vende anuncia sigue gana sube
    suben muere muertos heridos precio cae fuera pueblo vídeo directo temporada caída llega sede éxito jefe jefa
    cerca queda uno ellos ella él nuestro nuestra dice van va fin empresa empresas gobierno ministro ministra
    presidente presidenta elecciones juicio justicia policía incendio huelga contrato venta informe acuerdo proyecto
    presupuesto empleo salud guerra paz mujer mujeres hombre hombres niños escuela escuelas equipo partido victoria
    derrota copa mundo española español españoles estadounidense canadiense mexicano mexicana detenido detenidos
    detienen acusado condenado denuncia pide niega deja compra recorta aprueba critica busca frente medidas redada
    fábrica edificio oficinas dimite derechos libros cárcel resultados crece sanciona retiran cargo daños frontera
    largo larga largas millones campo silencio verano otoño invierno
    """,
    # Portuguese
    """
    o a os as um uma uns umas do da dos das no na nos nas ao aos à às de e em com sem por para pelo pela pelos pelas
    que quem como quando onde seu sua seus suas se é são foi foram era será está estão ser ter tem têm há não mais
    menos muito já mas ou entre desde até sobre contra após sob este esta isso isto esse essa outro outra outros
    todo toda todos dois duas três quatro cinco seis sete oito nove dez cem mil ano anos dia dias mês meses semana
    hoje ontem amanhã cidade país prefeito lei novo nova novos novas primeiro primeira diz pode fazer também só
    ainda abre fecha perde assina vende anuncia ganha sobe morre mortos feridos preço vai governo num numa empresa
    empresas presidente ministro ministra polícia greve contrato venda relatório acordo projeto orçamento saúde
    guerra paz mulher mulheres homem homens crianças escola escolas equipe vitória derrota copa mundo medidas busca
    frente direitos livros resultados cresce fábrica inverno outono verão milhões
    """,
    # Italian
    """
    il lo la i gli le l' un' dell' all' dall' nell' sull' d' un uno una di del dello della dei degli delle a al allo
    alla ai agli alle da dal dalla dai dalle in nel nella nei nelle su sul sulla sui sulle con per tra fra e ed o
    che chi cosa come quando dove perché si non più meno molto già ma se è sono era sarà stato stata essere ha hanno
    aveva c'è questo questa questi quello suo sua suoi loro anche ancora solo dopo prima contro senza ogni tutto
    tutti due tre quattro cinque sei sette otto nove dieci cento mila anni anno giorni giorno mese mesi settimana
    oggi ieri domani città paese sindaco legge nuovo nuova nuovi nuove primo apre chiude perde firma vende annuncia
    muore morti feriti prezzo negli tanto azienda società governo ministro presidente processo giustizia polizia
    incendio sciopero contratto vendita rapporto accordo progetto guerra pace donna donne uomo uomini scuola squadra
    partita vittoria coppa mondo milioni estate inverno fine prezzi risultati difficile lavoro casa salute
    """,
    # Catalan
    """
    el la els les l' d' s' n' m' un una uns unes del dels de al als pel pels amb sense per a i o que qui què com
    quan on no més menys molt ja però si és són era va van ha han hi ser està aquest aquesta aquests altre altra
    altres tot tota tots dos dues tres quatre cinc sis set vuit nou deu cent mil anys any dies dia mes mesos setmana
    avui ahir demà ciutat país alcalde llei nova nous noves primer primera diu pot fer també només fins sobre contra
    entre segons després abans seva seu seus obre tanca perd signa ven guanya puja mor morts ferits preu en es n'hi
    lloc llocs feina empresa govern ministre president policia vaga contracte venda informe acord projecte
    pressupost salut guerra pau dona dones home homes escola equip partit victòria derrota copa món milions estiu
    hivern preus resultats
    """,
    # German
    """
    der die das den dem des ein eine einen einem einer und oder aber in im ins am an auf aus bei beim mit nach von
    vom vor zu zum zur für über unter durch gegen ohne um bis seit wegen ist sind war waren wird werden wurde hat
    haben hatte kann soll muss nicht kein keine mehr sich er sie es wir ihr ich sein seine seinen was wer wie wo
    warum wenn dass als auch noch nur schon so nun neue neuer neuen neues zwei drei vier fünf sechs sieben acht neun
    zehn jahr jahre jahren tag tage woche heute gestern stadt land will alle man unternehmen minister regierung
    polizei streik vertrag verkauf bericht frau mann schule sieg welt krieg millionen sommer winter preis preise
    """,
    # Dutch
    """
    de het een van en of in op aan bij met naar voor uit over onder door tegen zonder om tot te is zijn was waren
    wordt worden werd heeft hebben had kan moet niet geen meer zich hij zij ze wij we ik wat wie hoe waar waarom als
    dat die dit deze ook nog maar nieuwe twee drie vier vijf zes zeven acht negen tien jaar jaren dag week vandaag
    gisteren stad land al er na weer gaat uur minister regering politie staking contract verkoop vrouw man school
    wereld oorlog miljoen zomer winter prijs
    """,
    # others: Romanian, Swedish, Danish, Polish, Turkish, Latin, Basque, Galician, Indonesian, Tagalog
    """
    și în la cu pe un o de din nu care este sunt va au lui ei noua doi într-un och i att det en ett som är på av för
    med till den har inte om från efter var två og er et af til for ikke w z na do nie się że po za jest dwie od dla
    przez ve bir bu için ile da est non in ad cum quid sed per ex eta ez du dira os as unha dous polo no a di yang
    dan untuk pada dari ini itu sa ang ng mga si ay umano
    """,
)
_PARTS = """
en: th wh^ ow$ ows$ y$ ly$ ing$ ings$ ed$ ght ck$ cks$ sh^ sh$ ts$ rs$ ks$ ds$ ies$ ness$ ould ew$ ss$ ful$ oa ea^
    ay$ ays$
en fr: tion$ tions$ age$ ages$ ance$ ence$ ment$ ments$ sion$ sions$
en nl: oo ee w
en de: sh tch
en de nl: k ck
fr: eu eux$ eau eaux$ ée$ ées$ és$ ë œ û aux$ eur$ eurs$ euse$ euses$ ement$ ements$ aire$ aires$ ais$ ait$ ois$ oi
    ou qui$ que$ elle$ ette$ ettes$ ille$ ience$ ez$ ons$ ont$ ière$ ières$ oir$ iers$ ier$ ain$ ains$ aine$ ine$
    ive$ vre$ tre$ gne$ dre$ nne$ sse$ tte$ tres$ ses$ ves$ ie$ ies$ ert$ ard$ eil$ é$ ues$ ient$ eint$ ise$ ises$
    ogne$ aie$ if$ ifs$ er$ uit$ it$
fr it: ie$ iste$ isme$ ure$ ève ère ène
fr pt: ê
fr pt ca: ç
fr it ca: è à
fr pt ca es: é
fr ca: ù î ô ments$ dix
es: ñ ción$ ciones$ sión$ siones$ ión$ ez$ iento$ ientos$ ienta$ ie ue dad$ dades$ ll^ ía$ ías$ ío$ cción illo$
    illa$ illas$ eza$ ón$ eda$ edas$ ero$ eros$ uela$ anza$ ó$ cia$ cias$ cio$ aje$ ajes$
es pt: ado$ ada$ ados$ adas$ ido$ ida$ idos$ idas$ ano$ ana$ anos$ ario$ arios$ mente$ or$ ores$ dor$ dora$ oso$
    osa$ ico$ ica$ ará$ erá$ ales$ eno$ enta$ ente$ os$ as$ ivo$ iva$ ejo$ ista$ istas$ ncia$ ncias$
es pt ca it: ar$ ir$ ra$ ta$ na$ da$ ca$
es pt ca: á í ú ó és$ al$
pt: ã õ ção$ ções$ são$ ões$ ão$ nh lh â dade$ dades$ eiro$ eira$ eiros$ ório$ ência$ ências$ ância$ agem$ ou$ eu$
    iu$ em$ im$ ais$ éis$ ês$ ôn ém$ uês$ ário$ ários$ osto$ eça dup
it: zione$ zioni$ sione$ sioni$ gli cch ggi zz cc gg tt ato$ ata$ ati$ ate$ uto$ uti$ ito$ iti$ tà$ ezza$ enza$
    anza$ iere$ isti$ ici$ i$ are$ ere$ ire$ ò$ ì ché$ chi ghi sc^ ono$ io$ ia$ ne$ le$ te$ ro$ to$ no$ po$ pp ff mm
    uo
ca: l·l tx ció$ cions$ sió$ ió$ at$ ats$ itat$ ades$ ència$ ències$ ància$ atge$ eix tg ï ès$ ns$ ny$ ig$ ais$ ics$
    ll$ ó$ oc$ ut$ uts$
de: ä ö ü ß sch ung$ ungen$ keit$ heit$ lich$ isch$ ischen$ tz z^ ei st$ k w pf ens$ er$ en$ ie ch uf au
nl: ij aa uu oe ingen$ heid$ lijk$ en$ je$ cht eu z^ v^ dt$ w
: ă â ș ț ş ţ å ø æ ą ę ł ś ź ż ć ń ğ ı ul$ ului$ ilor$ ów$ cz rz sz tz ak$ ek$ uj um$ us$ ae$ ơ ư ạ ế ố ậ đ č š ž
    ää öö iak$ anje$ ası$ ler$ lar$ nya$ kan$ ång ör än eb$ eta$ ari$ atu$ iu
"""
"""Parts of words that speak for languages (none: the last of `LANGUAGES`); "^" is the begin of a word, "$" its end."""
PART = 0.33

_WORD = re.compile(r"[^\W\d_]+(?:[’'·][^\W\d_]+)*[’']?")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|un|[dn]ell|all|dall|sull)'(?=.)")
_SENTENCE_END = frozenset('.!?…:|«“"—–')
_NOTHING = (0.0,) * len(LANGUAGES)


def _by_key(lines: Iterable[tuple[Iterable[str], str]]) -> dict[str, tuple[float, ...]]:
    """Return for each key of the lines a 1 for each language that has it, a 0 for the others."""
    found: dict[str, set[str]] = {}
    for languages, keys in lines:
        for key in keys.split():
            found.setdefault(key, set()).update(languages)
    return {key: tuple(float(code in languages) for code in LANGUAGES) for key, languages in found.items()}


def _part_lines() -> Iterator[tuple[list[str], str]]:
    for line in _PARTS.strip().replace("\n    ", " ").splitlines():
        codes, _, keys = line.partition(":")
        yield codes.split() or [""], keys


_WORDS = _by_key(([code], words) for code, words in zip(LANGUAGES, _FREQUENT, strict=True))
_LETTERS = _by_key(_part_lines())
_LONGEST_PART = max(map(len, _LETTERS))


def entry_language(entry: Entry) -> str:
    """Return the language of an entry: of its text where that is clear, else what the feed says, else what it seems.

    A code of `LANGUAGES`, or whatever else the feed says; "" if unknown.
    """
    code, ahead = _best("\n".join(entry.text(field) for field in Field))
    if entry.language and (ahead < CLEAR or not code):
        return entry.language
    return code if ahead >= MARGIN else ""


def _best(text: str) -> tuple[str, float]:
    """Return the likeliest of `LANGUAGES`, and how far it is ahead of the next."""
    text = text[:LONGEST].replace("’", "'")
    capitals = not text.isupper()
    sums = list(_NOTHING)
    if "¿" in text or "¡" in text:
        sums[LANGUAGES.index("es")] += 2
    first = True
    end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        first = first or not _SENTENCE_END.isdisjoint(text[end : match.start()])
        named = (capitals and word[0].isupper() and not first) or text[match.start() - 1 : match.start()] == "-"
        share = CAPITAL if named else 1.0
        for index, value in enumerate(_speaks(word.lower())):
            sums[index] += share * value
        first, end = False, match.end()
    ahead, best = max((value, -index) for index, value in enumerate(sums))
    return LANGUAGES[-best], ahead - max(value for index, value in enumerate(sums) if index != -best)


@lru_cache(maxsize=20_000)
def _speaks(word: str) -> tuple[float, ...]:
    """Return what a word in lower case says for each of `LANGUAGES`."""
    if elided := _ELISION.match(word):
        return _sum(_WORDS.get(elided[0], _NOTHING), _speaks(word[elided.end() :]))
    if word in _WORDS:
        return _WORDS[word]
    marked = f"^{word}$"
    parts = {
        marked[at : at + length]
        for at in range(len(marked))
        for length in range(1, min(_LONGEST_PART, len(marked) - at) + 1)
    }
    found = _sum(*(_LETTERS[part] for part in parts if part in _LETTERS))
    return tuple(min(1.0, PART * value) for value in found)


def _sum(*points: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(map(sum, zip(_NOTHING, *points, strict=True)))
