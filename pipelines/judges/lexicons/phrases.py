"""Well-known names and phrases of several words: whoever carries one of the words alone is not meant by them."""

from __future__ import annotations

from itertools import pairwise

from pipelines.judges.lexicons import word_list

_LINKS = word_list("the of a and in on for to from with at")
_PHRASES = """
20th century fox; 21st century fox; 737 max; aaron rodgers; abc news; abraham lincoln; abu dhabi; academy award; academy
awards; academy oscar; ace of spades; adam west; adam's apple; adjutant general; advance guard; affordable care act;
african american; african union; agence france presse; agent orange; air canada; air china; air force; air france; air
india; air jordan; al green; alan kay; alaska airlines; alex jones; alexander graham bell; alexander hamilton; all
american; amalfi coast; amazon basin; amazon prime; amazon rainforest; amazon river; american airlines; american civil
liberties; american dream; american express; american football; american heart; american horror; american idol; american
league; american medical; american pie; american psycho; american red cross; american samoa; ant man; anthony kennedy;
anzac day; apollo 11; apollo 13; apollo creed; apollo program; apollo theater; apple cider; apple music; apple pie;
apple watch; arab league; arctic fox; arctic ocean; arizona house; arizona republic; arm wrestling; artificial
intelligence; arts council; ash carter; asia pacific; associated press; aston villa; atlanta united; atlantic city;
atlantic council; atlantic ocean; atomic energy; attorney general; australia day; australia post; axl rose; baby
johnson; backstreet boys; bad boys; bain capital; baltimore sun; banana republic; bangladesh nationalist; bank holiday;
bank of america; bank of canada; bank of england; bank of japan; barack obama; barbara hershey; batman returns; bbc
news; beach boys; beastie boys; belfast telegraph; bell curve; bell labs; bell media; bell peppers; bell tower; benny
hill; best actor; best buy; best picture; best western; betty ford; beverly hills; biden administration; big apple; big
bang; big ben; big brother; big league; big sky; big sur; big tech; big ten; bill clinton; bill gates; billie jean king;
billy graham; black box; black country; black friday; black hawk; black ice; black lives matter; black mirror; black
panther; black rock; black sabbath; black sea; black widow; blackberry pie; blair house; bleeding heart; bloody sunday;
bloomberg news; bloomberg philanthropies; blu ray; blue apron; blue bell; blue cross; blue ivy; blue jays; blue monday;
blue note; blue origin; blue sky; blue state; blue wall; blue whale; blues brothers; board of education; bobby brown;
bond street; bondi beach; booker prize; boots on the ground; border force; border patrol; border security; boris
johnson; boss baby; boston globe; boston herald; bowling green; boxing day; breaking dawn; brian may; brigham young;
british airways; british army; british columbia; british council; british telegraph; bronze age; brooklyn nets; brown
bear; brown university; bruno mars; buckingham palace; buenos aires; buffalo bills; buffalo springfield; buffalo wild
wings; burger king; burning man; business insider; cabinet office; calvin klein; cambridge analytica; cambridge
university; canada post; cape cod; cape may; cape town; capital gains; capital gazette; capital one; capital punishment;
capitol hill; captain america; captain cook; captain marvel; captain morgan; carl lewis; carnival cruise; carolina
panthers; caroline kennedy; cathay pacific; cbs news; central african republic; central america; central bank; central
intelligence agency; central park; chamber of commerce; champions league; channel 4; chapel hill; charing cross; charles
schwab; charlie brown; charlie rose; charlotte hornets; charter communications; chase bank; chavez hugo; chevy chase;
chicago bears; chicago bulls; chicago tribune; chief justice; chris brown; christian democrats; christian dior;
christine blasey ford; christmas day; christmas island; christopher cross; church commission; cincinnati bengals;
circuit breaker; circuit city; circuit court; citizens advice; citizens bank; citizens united; city council; civil
defense; civil liberties union; civil rights; civil rights act; clarence thomas; coach carter; coach trip; coast guard;
coast to coast; coen brothers; cold snap; colin powell; color guard; colorado rockies; columbia pictures; columbia
river; columbia university; comedy central; coming of age; commerce commission; commerce department; commerce secretary;
communist party; coney island; congress party; conservative party; constellation energy; cook islands; coronation
street; costa rica; council of europe; county council; county court; court of appeal; court of appeals; court of
justice; credit union; crime story; criminal justice; cross country; cross river; crow's nest; crown court; crown
estate; crown heights; crown jewels; crown prince; crown princess; crown prosecution; crystal palace; cs lewis; cuckoo's
nest; customs and border protection; cyber monday; cyber security; czech republic; daily beast; daily caller; daily
express; daily mail; daily mirror; daily show; daily star; daily telegraph; daily wire; dairy queen; damon hill; dan
brown; dancing queen; daniel day lewis; danny kaye; das kapital; data protection; davidson college; davy jones; daytona
beach; dc united; dead heat; deadline day; death star; death valley; deep state; defense department; defense minister;
defense secretary; delta air; delta airlines; delta burke; delta force; delta variant; democratic party; democratic
republic; democratic unionist; denver post; denzel washington; department of agriculture; department of commerce;
department of defense; department of education; department of energy; department of health; department of justice;
department of labor; department of the interior; department of transportation; derrick rose; detroit free press; detroit
lions; deutsche bank; di caprio leonardo; director general; discovery channel; disney land; disney world; district
court; dominican republic; domino effect; domino theory; donald trump; doug ford; dow jones; downing street; drag queen;
drug enforcement administration; dry ice; duchess of sussex; duke energy; duke nukem; duke of edinburgh; duke of sussex;
duke university; dwayne johnson; dylan thomas; e commerce; eagles nest; earl warren; earth day; east anglia; east coast;
east london; east timor; easter island; easter sunday; echo chamber; echo lake; echo park; economic times; education
department; education secretary; edward jones; edward norton; el paso; election day; electoral commission; electronic
frontier; elephant man; eli lilly; elizabeth warren; ellis island; elon musk; emma roberts; emma stone; empire state;
endangered species act; energy department; energy secretary; energy star; environmental justice; environmental
protection agency; enzo ferrari; european commission; european parliament; european union; eva green; evangeline lilly;
evening standard; fair work commission; faith hill; fantastic fox; fantasy island; far east; fat tuesday; fats domino;
federal aviation administration; federal communications commission; federal court; federal express; federal reserve;
federal trade commission; ferrari world; fifth third; final frontier; financial times; fiona apple; fire marshals; first
amendment; first bank; first circuit; first lady; first minister; first nation; first republic; first solar; flat
stanley; flea market; fleet street; florida legislature; florida state; food and drug administration; food bank; ford
foundation; fort hood; fort knox; fort lauderdale; fort worth; fox business; fox nation; fox news; fox sports; foxy
brown; frank ocean; franklin graham; fred rogers; freddie mercury; free press; free spirit; free state; freedom caucus;
freedom house; freedom of the press; fresh air; fresh prince; friday night; frito lay; frontier airlines; frying pan;
full house; galaxy note; game of thrones; gamma ray; gap band; gap year; garden state; gemini man; gemini north; general
assembly; general atomics; general dynamics; general election; general electric; general hospital; general mills;
general motors; generation gap; george bush; george hamilton; george washington; gerald ford; getty center; getty
images; getty museum; ghost in the shell; ginger rogers; glasgow rangers; glenn ford; globe and mail; golan heights;
gold coast; gold medal; gold rush; gold standard; gold star; golden apple; golden dawn; golden gate; golden girls;
golden globe; golden globes; golden retriever; golden state; golden state warriors; golden visa; goldman sachs; good
friday; good morning america; google gemini; gordon brown; governor general; gracie house; graham norton; grand central;
grant hill; great american; green bay; green beret; green card; green day; green energy; green lantern; green new; green
new deal; green party; green room; ground zero; groundhog day; guardians of the galaxy; gulf coast; gun control; guns n
roses; h 1b visa; hamilton island; hang seng; harley davidson; harrison ford; harry reid; harvard business; harvard
university; hate mail; hbo max; head coach; health and human services; health canada; health secretary; heart attack;
heather graham; helena bonham carter; hells angels; hershey park; hg wells; high court; high point; high street; higher
education; hiking boots; hill station; hillary clinton; hilton head; hindustan times; hitchhiker's guide to the galaxy;
holy spirit; home affairs; home alone; home depot; home guard; home office; home secretary; homeland security; hong
kong; horton hears; house of cards; house of commons; house of lords; house of representatives; house of the dragon;
houses of parliament; hudson bay; hudson river; hudson valley; huey lewis; huffington post; hugo boss; human capital;
human rights; human rights watch; hunger games; hunter biden; ice age; ice cream; ice cube; iceland volcano;
independence day; independent review; independent school; independent state; india post; indian express; indian national
congress; indian navy; indian ocean; indiana jones; indo pacific; inside edition; insider trading; inspector general;
insurrection act; intelligence committee; intercept missile; interior design; interior minister; interior ministry;
international energy agency; international herald tribune; investment bank; invisible man; irish times; iron age; iron
man; isiah thomas; islamic jihad; islamic republic; islamic state; isle of man; israel air force; israel defense forces;
itv news; ivanka trump; ivory coast; ivy league; jack black; jack daniel; jack daniels; jack johnson; jaguar land rover;
james bond; james brown; james gunn; jamie bell; jamie foxx; japan times; jason lewis; jay carter; jeff bezos; jeff
daniels; jefferson memorial; jerome powell; jerry lewis; jerusalem post; jim beam; jimmy carter; jimmy choo; jimmy
young; joaquin phoenix; joe biden; joe louis; john deere; john f kennedy; john lewis; john roberts; johnny ray; johnson
and johnson; jonah hill; jonas brothers; jordan peterson; jordan spieth; jp morgan; jpmorgan chase; jubilee watch; julia
roberts; jurassic world; just do it; justice department; justice kennedy; justice league; justice secretary; kansas
city; kansas state; kanye west; kate bush; kate hudson; kate spade; kay jewelers; kennedy center; kennedy space; kenny
rogers; kensington palace; kevin klein; kevin may; key west; king charles; king james; king kong; king lear; king's
college; king's cross; kitchen cabinet; klaus schwab; koch brothers; kristen bell; kristin scott thomas; kurt warner; la
la land; labor day; labor department; labor party; labor secretary; labor union; labour party; lady justice; lake tahoe;
lance armstrong; land rover; larry king; las vegas; last frontier; late night; late show; latin america; latin american;
lauryn hill; law enforcement; league of legends; league of nations; lee daniels; leeds united; left bank; legislative
council; lehman brothers; leicester city; leonardo da vinci; leonardo dicaprio; lewis and clark; lewis hamilton; liam
fox; liberal democrats; liberal party; liberty bell; liberty media; liberty mutual; liberty university; library of
congress; lieutenant general; life coach; like a boss; lilly pulitzer; lincoln center; lincoln city; lincoln memorial;
lincoln park; lincoln project; linda hamilton; lindsey graham; lion king; live aid; live nation; living standard; london
met; london stock exchange; lone star; lone star state; long beach; long island; los angeles; los angeles chargers; los
angeles galaxy; los angeles lakers; los angeles rams; los angeles times; lost boys; lou reed; louis armstrong; louis
vuitton; louis xiv; love island; love story; lyndon johnson; machine gun; mad max; madison square; mae west; magic
johnson; mail online; main street; major general; major league; make america great; manchester arena; manchester city;
manchester united; manta ray; marathon man; marching anthem; mardi gras carnival; mario kart; mark warner; mark
zuckerberg; market basket; market watch; mars rover; marshall islands; marshall plan; martin graham; martin luther king;
marvel studios; marvel's defenders; mary kay; match point; max mara; max muncy; max planck; max scherzer; max
verstappen; may day; mayor bloomberg; mcgraw hill; medal of freedom; medal of honor; medical council; meet the press;
megan fox; melania trump; member of parliament; members of congress; memorial day; mental health; met eireann; met gala;
met office; met opera; met police; meta analysis; meta platforms; mets fans; mexico city; miami beach; miami heat; miami
herald; michael bloomberg; michael j fox; michael jordan; michelle obama; michigan state; mid atlantic; middle ages;
middle earth; middle east; midwest express; mike bloomberg; mike johnson; military academy; ministry of defense;
ministry of education; ministry of health; ministry of justice; miss america; miss world; missile defense; mission
apollo; mississippi delta; mister rogers; mitch daniels; monday night football; monster energy; moon valley; morgan
freeman; morgan stanley; morgan wallen; morning america; morning herald; morning joe; morning star; moscow times;
mother's day; mount cook; mount everest; mount rushmore; mount vernon; moving target; ms marvel; muslim brotherhood;
myrtle beach; nancy reagan; naomi klein; napoleon hill; nasdaq composite; nate silver; national anthem; national
assembly; national bank; national congress; national council; national geographic; national guard; national labor
relations; national post; national security; national transportation safety; national treasury; native american; naval
academy; navy seals; nbc news; neighborhood watch; neil armstrong; neil young; nest egg; new age; new dawn; new deal;
new delhi; new democratic; new england; new hampshire; new haven; new jersey; new mexico; new orleans; new republic; new
south wales; new times; new world; new year; new york; new york city; new york post; new york rangers; new york state;
new york stock exchange; new york subway; new york times; new zealand; new zealand herald; newcastle united; news corp;
news media; niger delta; nikola tesla; nile delta; ninth circuit; nobel peace prize; nobel prize; nora roberts; north
america; north american; north atlantic; north carolina; north dakota; north face; north island; north korea; north sea;
north star; northern ireland; norton utilities; notting hill; notting hill carnival; nursing home; oath keepers; obama
administration; obstruction of justice; ocean's eleven; ohio state; oklahoma city; oklahoma city thunder; old guard; old
navy; old world; oliver stone; olympic games; omaha beach; on target; open air; opera house; optimus prime; orange bowl;
orange county; orange free; orange is the new black; orange order; order of the phoenix; oregon state; orient express;
orlando bloom; orlando magic; orson welles; oscar de la hoya; oscar de la renta; oscar isaac; oscar piastri; oscar
pistorius; oscar wilde; oxford street; oxford university; pacific gas; pacific islands; pacific northwest; pacific
ocean; pacific rim; palm beach; pan african; pan am; paper chase; paris agreement; paris hilton; parliament house;
parliament square; party city; patriot act; paul getty; paw patrol; peacock butterfly; penn state; penny marshall;
people's republic; perez hilton; pet shop boys; pete davidson; pete rose; peter pan; philadelphia eagles; philosopher's
stone; phoenix suns; piers morgan; pineapple express; pittsburgh steelers; planet mars; planet mercury; planning
commission; polar express; police chase; police force; pony express; pop star; port stanley; post malone; post office;
postmaster general; power rangers; praetorian guard; premier inn; premier league; press association; press club; press
conference; press freedom; press secretary; prime minister; prime time; prime video; prince andrew; prince charles;
prince edward island; prince harry; prince of wales; prince william; princess bride; princess diana; princeton
university; printed circuit; privy council; pro max; project gemini; project hail mary; promised land; property
brothers; proud boys; public education; public health england; puerto rico; pulitzer prize; purple heart; puss in boots;
queen camilla; queen elizabeth; queen latifah; queen mary; queen victoria; queens park rangers; quicksilver surfer;
quincy jones; race circuit; rachael ray; racial justice; radio times; rain man; ralph lauren; range rover; ray ban; ray
charles; reagan national; red army; red arrows; red bull; red carpet; red cross; red dawn; red hat; red sea; red sox;
red square; red star; red state; red threads; red wings; reform party; reform uk; renewable energy; republic services;
republican national; republican party; reserve bank; reserve bank of; restorative justice; revolutionary guard; rfk jr;
rhode island; rick warren; rift valley; rights group; rikers island; river jordan; river phoenix; rob ford; robert f
kennedy; robert louis stevenson; roberts court; robin williams; rock hudson; rock star; rockefeller center; rocket lab;
rocket man; roger stone; rogers centre; rolling stone; rolling stones; ron johnson; ronald goldman; ronald reagan;
rosario dawson; rose bowl; rose garden; rosetta stone; roy rogers; royal air force; royal commission; royal mail; royal
navy; royal post; ruby tuesday; rugby union; sacred heart; saint laurent; salt lake; salvation army; samsung galaxy; san
antonio; san diego; san francisco; san jose; san jose sharks; santa claus; santa monica; saturday night live; saudi
arabia; scallop shell; scotland yard; scott brown; scottish parliament; seattle times; sec filing; second amendment;
secret garden; secret service; secretary general; secretary of state; securities and exchange commission; security
cabinet; security council; security service; self defense; senate judiciary; senior citizens; serena williams; sesame
street; sex and the city; sex education; shadow cabinet; sharon stone; sheffield united; shell companies; shell company;
sherrod brown; short circuit; shutter island; silent hill; silicon valley; silver lake; silver spring; silver surfer;
silverstone circuit; sin city; sitting target; sky high; sky news; sky sports; slack jaw; sly stone; small business
administration; snap benefits; snap chat; snap election; snow patrol; snow queen; social democrats; social justice;
social media; social security; solar energy; solicitor general; south africa; south american; south bank; south beach;
south carolina; south china morning post; south island; south korea; south pacific; south park; southern cross;
southwest airlines; soviet union; space force; space shuttle columbia; space shuttle discovery; special education;
spider man; spirit airlines; square enix; square feet; square garden; square mile; square root; squid game; sri lanka;
st louis; st thomas; stage coach; standard and poor's; standard chartered; stanford university; stanley cup; star
citizen; star trek; star trek discovery; star tribune; star wars; state bank; state department; state fair; state farm;
state house; state legislature; state media; state of the union; state parks; state police; state senate; state street;
state university; staten island; statue of liberty; stephen king; steve jobs; steve mcqueen; sting ray; stock exchange;
stock market; stone age; stone cold; stone mountain; stone roses; stone temple; stormy daniels; straits times; strategic
reserve; stripe clubs; strong arm; student union; student visa; subway series; subway station; subway surfers; sunday
times; super bowl; super mario; super tuesday; supreme commander; supreme council; supreme court; supreme leader;
surgeon general; sweet home alabama; swing state; swiss army; sydney morning herald; sydney telegraph; taco bell;
taliban government; talk show; tampa bay rays; target audience; target practice; task force; tea party; teachers union;
team spirit; ted kennedy; tel aviv; telegram channel; telegraph avenue; telegraph hill; tennis court; terracotta army;
tesla coil; tesla model; texas house; texas legislature; texas rangers; texas senate; the crown; the telegraph; theresa
may; third bank; third party; third world; this morning; thomas cook; thomas the tank; thurgood marshall; thursday
night; tiananmen square; tim cook; tim hortons; time warner; times square; tom ford; tom jones; tommy gun; tonight show;
top gun; toronto star; tour de force; toy story; trade deadline; trafalgar square; training day; transatlantic trade;
transportation security; treasure island; treasury bonds; treasury department; treasury secretary; tribune content;
triple crown; true blue; true crime; trump administration; trump jr; trump media; trump tower; truth and reconciliation
commission; truth social; tunbridge wells; twentieth century fox; tyra banks; union berlin; union budget; union jack;
union minister; union pacific; union square; union station; union territory; united airlines; united arab emirates;
united center; united front; united kingdom; united methodist; united nations; united states; united states of america;
united way; us citizens; us marshals; us treasury; uss abraham lincoln; utah jazz; valentine's day; vancouver sun;
vanguard class; vanilla ice; vatican city; venture capital; venus williams; veronica mars; veterans day; victor hugo;
victoria cross; victoria's secret; victory day; video games; virgin atlantic; virgin galactic; virgin islands; virgin
mary; virgin media; virginia beach; visa application; visa waiver; voice of america; vox media; wage gap; wall street;
wall street journal; walter reed; war cabinet; war of the roses; warner bros; warner music; warren beatty; warren
buffett; warren commission; washington commanders; washington monument; washington nationals; washington post;
washington state; water buffalo; watford gap; weekly standard; weight watchers; wells fargo; welsh assembly; west bank;
west coast; west ham; west ham united; west indies; west point; west side story; west virginia; west wing; western
union; westworld dc; white house; whole foods; wide world; wild west; william goldman; winged victory; winter carnival;
witness protection; wolf of wall street; work visa; workers party; world bank; world congress; world court; world cup;
world economic forum; world food programme; world health organization; world series; world trade center; world war;
world wildlife fund; world wrestling; wright brothers; x ray; young guns
"""

KNOWN_PAIRS: frozenset[tuple[str, str]] = frozenset(
    pair
    for phrase in " ".join(_PHRASES.split()).split("; ")
    for pair in pairwise(phrase.split())
    if _LINKS.isdisjoint(pair)
)
"""Each pair of neighbouring words in them, in lower case, but for those with a link: "the Crown"."""
