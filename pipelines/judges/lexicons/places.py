"""Places, words beside their names, what gives a text its country, and where outlets sit."""

from __future__ import annotations

from pipelines.judges.lexicons import word_list

# Places whose names are also names of organisations, or might be.
PLACES = word_list("""
aachen aberdeen abidjan abilene abuja accra adana addis adelaide aden afghanistan africa agra akron alabama alaska
albania albany alberta albuquerque aleppo alexandria algeria algiers alicante allentown almaty alps amalfi amarillo
amazon america amman amsterdam anaheim anchorage andalusia andes andorra angola ankara annapolis antarctica antigua
antwerp appalachia arabia aragon argentina arizona arkansas arlington armenia aruba ascot asheville ashland asia aspen
assam assisi aston asuncion athens atlanta atlantic atlantis auburn auckland augusta aurora austin australia austria
avignon avon azerbaijan azores baghdad bahamas bahrain bakersfield baku bali balkans baltic baltimore bamako bangalore
bangkok bangladesh bangor barbados barcelona barnsley basel basra bath bavaria beijing beirut belarus belfast belgium
belgrade belize bellevue bengal bengaluru benin bergen berkeley berkshire berlin bermuda bern berne bethesda bethlehem
beverly bhopal bhutan bilbao biloxi birmingham blackburn blackpool boise bolivia bologna bolton bombay bonn bordeaux
bosnia boston botswana bournemouth bradford brandon brasilia bratislava brazil bremen brent brentwood brest bridgeport
brighton brisbane bristol britain britannia brittany bronx brooklyn brownsville brunei brunswick brussels bucharest
budapest buffalo bulgaria burlington burma burnley burundi bury bute byron cadiz cairns cairo calais calcutta calexico
calgary california cambodia cambridge camden cameroon canada canberra cancun cannes canterbury caracas cardiff carlisle
carolina carson cartagena cary casablanca catalonia caucasus cayman cebu ceylon chad champagne chandigarh charleston
charlotte charlottesville chattanooga chechnya chelmsford chelsea cheltenham chennai chesapeake chester chesterfield
cheyenne chicago chichester chile china christchurch cincinnati clapham clayton cleburne cleveland clinton clovis
cologne colombia colombo colorado columbia columbus compton concord congo connecticut conroe copenhagen corfu cork
cornwall corsica coventry covington crawley crete crimea croatia croydon cuba cumbria cyprus dakar dakota dalian dallas
damascus danbury danube darfur darlington dartmouth darwin davos dayton daytona dearborn decatur delaware delhi delta
denmark denton denver derby devon dhaka djibouti doha dominica doncaster donetsk dorchester dorset dortmund dover
dresden dubai dublin dubrovnik duluth dundee dunkirk durban durham dusseldorf ealing eastbourne ecuador edinburgh
edmonton egypt elmira enfield england epsom erie eritrea essen essex estonia ethiopia eton euphrates eureka europe
everest everglades exeter fairfax fairview fallujah fargo fiji finland flanders flint florence florida folkestone france
frankfurt franklin fremantle fremont fresno frisco galicia galilee galveston galway ganges garda garland gary gatwick
gaza gdansk geelong geneva genoa georgetown georgia germany ghana ghent gibraltar glasgow glastonbury glendale
gloucester goa gold-coast gothenburg granada greece greenland greenville greenwich grenada grenoble guadalajara guam
guangzhou guatemala guernsey guildford guinea guyana hackney hague haifa haiti halifax halle hamburg hamden hamilton
hampshire hampton hanoi hanover harare harlem harlow harrisburg harrogate hartford hastings havana hawaii hayward
heathrow hebron helsinki henderson henley hereford hershey hertford himalayas hiroshima hobart hoboken holland hollywood
honduras honolulu houston huddersfield hudson hull hungary huntsville hyderabad ibiza iceland idaho illinois india
indiana indianapolis indies indonesia indus inglewood inverness ipswich iran iraq ireland irvine irving islamabad
islington israel istanbul italy ithaca jackson jaipur jakarta jamaica japan java jeddah jena jericho jersey jerusalem
johannesburg jordan juarez judea jupiter kabul kalamazoo kampala kandahar kansas karachi kashmir kathmandu katy kauai
kazakhstan kazan kensington kent kentucky kenya kerala kerry kharkiv khartoum kherson kiev kigali kingston kirkuk
kissimmee kolkata korea kosovo krakow kuwait kyiv kyoto kyrgyzstan lafayette lagos lahore lakeland lancaster lansing
laos laredo lausanne lebanon leeds leicester leipzig lesotho levant lexington lhasa liberia libya liechtenstein lima
limerick lincoln lisbon lithuania liverpool ljubljana lombardy london louisiana louisville lowell lubbock lucerne
lucknow lusaka luton luxembourg luxor lynchburg lyon macau macedonia macon madagascar madison madrid maine mainz malaga
malawi malaysia malden maldives mali malibu malmo malta managua manchester manhattan manila manitoba marbella marietta
marion mariupol marrakech mars marseille martinique maryland massachusetts maui mauritania mauritius mckinney mecca
medford medina melbourne memphis mercury meridian mersey mesa mexico miami michigan middlesbrough midland midlands
midwest milan milton milwaukee minneapolis minnesota minsk mississauga mississippi missouri mobile modena modesto
mogadishu moldova monaco mongolia monroe monrovia montana montenegro monterey monterrey montevideo montgomery
montpellier montreal morocco moscow mosul mozambique mumbai munich murmansk muscat muskegon myanmar nagasaki nagpur
nairobi namibia nancy nantes nantucket napa napier naples nashua nashville nassau natal nebraska nelson nepal
netherlands nevada newark newcastle newport niagara nicaragua nice nicosia niger nigeria nile norfolk normandy
northampton norwalk norway norwich nottingham oakland oaxaca ocala odesa odessa ogden ohio okinawa oklahoma olympia
omaha oman ontario orange oregon orkney orlando osaka oslo ottawa ottumwa oxford oxnard pacific pakistan palermo
palestine panama paraguay paris parma pasadena patagonia patna peking pennsylvania pensacola persia perth peru
peterborough philadelphia philippines phoenix phuket pisa pittsburgh plano plymouth poland pompeii pontiac portland
porto portsmouth portugal prague preston pretoria princeton provence provo prussia pueblo pune punjab pyongyang qatar
quebec queens queensland quincy quito rabat rafah raleigh rangoon ravenna reading regina reno rhine rhodes rhodesia
richmond riga rio riverside riyadh roanoke rochester rockville romania rome roswell rotterdam rouen russia rwanda
sacramento saginaw sahara saigon salem salford salisbury salzburg samoa sanaa sandwich santa santander santiago sapporo
sarajevo sarasota saratoga sardinia saskatchewan saskatoon saturn savannah savoy saxony scandinavia scotland scranton
seattle sedona selma senegal seoul serbia seville seychelles shanghai sheffield shenzhen shetland shreveport shrewsbury
siberia sicily siena silesia silicon simla sinai singapore skopje slough slovakia slovenia sofia soho somalia somerset
sonoma southampton soviet spain sparks sparta spokane springfield stalingrad stamford stanford stockholm stockport
stockton strasbourg stratford stuttgart sudan suez suffolk sumatra sunderland surrey sussex suva swansea sweden swindon
switzerland syracuse syria tacoma tahiti taipei taiwan tajikistan tallahassee tallinn tampa tampico tangier tanzania
tasmania tbilisi tehran tempe tennessee texas thailand thames tianjin tibet tijuana tiverton tobago tokyo toledo tonga
topeka toronto torquay toulouse transylvania trenton trieste trinidad tripoli troy tucson tulsa tunis tunisia tupelo
turin turkey turkmenistan tuscany tyler tyrol uganda ukraine ulster umbria uruguay utah utica utrecht uvalde uzbekistan
valencia vallejo valletta vancouver vatican veneto venezuela venice venus vermont verona versailles victoria vienna
vietnam vilnius virginia vladivostok volga waco wagga wakefield wales walsall waltham warren warsaw warwick washington
waterbury waterford waterloo watford wellington westminster weymouth whistler wichita wigan wight wilmington wimbledon
winchester windsor winnipeg wisconsin wolverhampton worcester wuhan wyoming yangon yellowstone yemen yonkers york
yorkshire yosemite yukon zagreb zambia zanzibar zimbabwe zurich
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

# Words behind the name of a place: who lives and rules there.
PEOPLE_OF_PLACE = word_list("""
residents resident voters voter locals mayor governor gov councillors council police man woman men women teen teenager
boy girl couple native natives homes homeowners suburb suburbs suburban area metro streets skyline coast
coastline beaches border borders weather wildfire wildfires earthquake flooding floods prosecutors sheriff legislature
lawmakers lawmaker republicans democrats senator delegation primary airport landlords families schools neighborhood
neighbourhood summit talks derby parade fire fires
""")

# States and provinces, also in short: whose institution it is, and where a town lies.
STATES = word_list("""
alabama alaska alberta arizona arkansas calif california carolina colorado connecticut dakota delaware fla florida
ga hampshire hawaii idaho ill illinois indiana iowa island jersey kansas kentucky louisiana maine manitoba maryland
massachusetts mexico mich michigan minn minnesota mississippi missouri montana nebraska nevada nsw ohio oklahoma
ontario oregon pennsylvania provincial quebec queensland saskatchewan state tasmania tennessee tex texas utah
vermont victoria virginia wis wisconsin wyoming york
""")

# Those whose whole name says where they are.
REGIONS = word_list("""
alabama alaska alberta arizona arkansas california carolina colorado connecticut dakota delaware florida hawaii idaho
illinois indiana iowa kansas kentucky louisiana maine manitoba maryland massachusetts michigan minnesota mississippi
missouri montana nebraska nevada ohio oklahoma ontario oregon pennsylvania quebec queensland saskatchewan tasmania
tennessee texas utah vermont virginia wisconsin wyoming
""")

# More short forms, which follow a comma after a town.
_CITIES = """
california: angeles l.a diego francisco sacramento oakland fresno anaheim bakersfield berkeley stockton
texas: houston dallas austin antonio paso worth
florida: miami orlando tampa jacksonville tallahassee
illinois: chicago springfield
michigan: detroit lansing
ohio: cleveland cincinnati columbus
pennsylvania: philadelphia pittsburgh harrisburg
massachusetts: boston worcester
maryland: baltimore annapolis
minnesota: minneapolis paul duluth
colorado: denver boulder
oregon: portland salem
arizona: phoenix tucson
nevada: vegas reno
tennessee: nashville memphis
louisiana: orleans rouge
wisconsin: milwaukee madison
missouri: louis
indiana: indianapolis
utah: provo
ontario: toronto ottawa hamilton
quebec: montreal
alberta: calgary edmonton
queensland: brisbane cairns
tasmania: hobart
"""
REGION_OF_CITY: dict[str, str] = {
    city: region
    for region, _, rest in (line.partition(": ") for line in _CITIES.strip().splitlines())
    for city in rest.split()
}
"""The state or province of well-known cities, by the last word of a city's name."""

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
no: norway norwegian norwegians oslo bergen
se: sweden swedish swedes stockholm gothenburg
dk: denmark danish copenhagen greenland
fi: finland finnish helsinki
nl: netherlands dutch amsterdam rotterdam hague
be: belgium belgian belgians antwerp
at: austria austrian vienna
pt: portugal portuguese lisbon
gr: greece greek athens
hu: hungary hungarian budapest orban
ro: romania romanian bucharest
cz: czech prague
rs: serbia serbian belgrade
ar: argentina argentine argentinian milei
cl: chile chilean santiago
co: colombia colombian bogota petro
pe: peru peruvian lima
ve: venezuela venezuelan venezuelans caracas maduro
cu: cuba cuban cubans havana
ht: haiti haitian haitians
sa: saudi riyadh
ae: emirati dubai dhabi uae u.a.e
qa: qatar qatari doha
iq: iraq iraqi baghdad
sy: syria syrian syrians damascus
lb: lebanon lebanese beirut hezbollah
eg: egypt egyptian cairo
sd: sudan sudanese khartoum
et: ethiopia ethiopian
ke: kenya kenyan kenyans nairobi
ug: uganda ugandan kampala
gh: ghana ghanaian accra
cd: congo congolese drc kinshasa
zw: zimbabwe zimbabwean harare
so: somalia somali
id: indonesia indonesian jakarta
my: malaysia malaysian malaysians
sg: singapore singaporean singaporeans
th: thailand thai bangkok
vn: vietnam vietnamese hanoi
mm: myanmar
bd: bangladesh bangladeshi dhaka
np: nepal nepali kathmandu
af: afghanistan afghan afghans kabul taliban
fj: fiji fijian
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
