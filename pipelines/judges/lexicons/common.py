"""How often words stand in lower case in 6,093 news items of August 2026: counts alone, by power of two, no text."""

from __future__ import annotations

from pipelines.judges.lexicons.less_common import FOUR_TIMES, TWICE

_BY_POWER = {
    3: """
abandoned abort absence absolute abused abusing accountability accuse acknowledged acres activist activities actors
acts addition addressed addressing adds administrations admitting adopted adult advances advantage adversaries
advisers advisor advocacy advocate advocates aerial affair affairs affidavit afford affordability affordable
aftermath agencies agent ages aims airbase airspace alcohol alerts alien allegation alliances alternative alum
amazing analyzed anchor anger animals anniversary announce anonymous anticipated anxiety anymore anywhere apart
appearing approached approaches approaching appropriate approve approximately argument arguments arrangement arrive
arrives arriving arsenal article articles artist artworks aside assaulted assess assistance associated association
athlete atmosphere attacking attends audience audio authors avert avoided awarded b background backs bail balance
banned banning bans bar barely barrage barrier bars baseman basic basis battlefield battling beach beats beautiful
beer begun behavior beneath benefit besieging bets bidding bids bigger bikini billionaires bills bird birthright
bite bitter bizarre blade blamed blames blasted blasts blaze blocking blood bombing bombshell bonds bone borrowers
boys brain brands brawl brick briefing broadcaster broadcasts brown budget bullet burned burning businessman bust
busted busy butcher buying cable camera campaigns cancel cancers candidacy cap capacity capitol capsized captain
captivity cards careers carries cash casualty catapults catastrophic catch catching categories causes cease
celebrate celebrated celebrates celebrities censorship centered centuries ceremony chairman challengers chamber
championship chances changing channel chaos chaotic chapter character charging chasing cheap chemicals chest chips
choices choose chose chosen circle circuit circumstances citizenship civilians clash classroom clean cleanup cleared
clearing client climb climbed clinical clip closely closes closest closet closing closure coaches coalition coastal
code codes cold collage collected collision colonel combat combination combined comeback comedian commission commit
commitment common communicating communication communications communist compelling compensation complaints completed
complicated concerning concert concluded condemn condemnation condemns condolences conducting confidence confident
confirm confirmation confirms confronted confusion congresswoman connected consecutive consensual consent
conservatives considers constant consultant contain contempt contender contentious contested contests context
continent continuing contrary contributed contributor controller controlling controls controversies convictions cool
cooler cooperation cops corner corporate corrupt corruption council counsel counter counting courthouse courtroom
cousin covered covering crashes creates creating credibility credible credits creepy crews criminally critically
criticised criticizing cross crossed crossing crowds crude cruise crushing cryptocurrency curb curtail cyber cycling
cyclist cyclists da damaging danger darkness date dates dating debris deceased declares declaring declining decoy
dedicated defeating defend defendants defending defends deficit delay delayed delays delegation deliberately
deliveries delivers denial denounced denuclearize deny depart departing deploy deportations deported deposition
deputies describe describes deserve deserves designated desperate destroy destroyer destruction detail detention
deter deteriorating deterioration devastated developers developing developments device devoted diagnosis differences
dig dinner dinosaur diplomacy diplomat dire dirty disappointed disarm disarmament disclosed discover discovery
discrimination discusses discussing discussion discussions disgraced dismantle dismiss dismissal displaced display
disputes disrupted distribution districts divide doctors documentary dog donations donor donors doubled doubles
doubling doubt doubts downtown dramatic dramatically draw drawing drawn draws dressed drill drinking dropping drops
drove drummer dry dubbed dugout e earn earned ease easily east echoed economically economists edge editorial editors
educational effective effectively effects efficient egg eighth elderly electoral embarrassed embrace emerge emerging
employees en encouraging endorse endorsements ends enemies engage engagement engaging engineering enormous enrolled
entering enters entertainment entirely entities entry epidemic equipment equity ers escalates escaped essay
essential essentially estate estimates estranged evacuate evacuated evacuation evade evaluation eventually everybody
everywhere exact exceeded exchanged excited exclusive exclusively excuse executed execution executions executives
exemptions exist existing expanded expansion expectations expects experiencing experiment experimental expired
expires explain explained explosion explosions explosive exports exposed express expression extend extending
extension extensive extremist ez facade factory facts fails fair fairly faith fallen falsely farmers fashion fastest
fate favored feared feature features feels fees felonies ferry fierce fiery filings filming films finalization
finalize finalized finance finances financially fine fines firearm firearms firefighters firms fit flames flash flee
fleeing fleet flew flights flood floods floor fly focuses focusing folks followers foot forecast forest forever
formally formerly forms foster founded founders fountain framework fraternities fraternity freed freestyle freeze
freezing frenzy frequently friendly friendship frontrunner frustration fun fundamental funded gain gained gains
gallery gallons gap garnered gather gathering gender generation generations genocide genuine gift gifted goals golf
governing governments grabbed grade grain grants grateful grave greatest grid grip grocery gross grown grows
guardrails guess guests guided gunman guy habit hadn hair handful handled handling hanging happening happens harder
hardly harm haven headline headlines healthy heartbreaking heated helipad hell hiding highlighting highlights highs
highway hike hiker hired historical historically hoax hockey homeless homeowners hometown homicide honest honored
honoring hoped hopeful horrific hospitalized hospitals hosts hotel hottest households houses https hub humanitarian
humanoid hurt i ice icon ideas ill illegally imagine immediate immigrants immune impacts implement implemented
implications import imposes impossible impressive improve inciting increases indicated indictment industrial infant
inflict influencer informant informants injunction inning inquiry insanity insider insiders insisting install
institution instructed insubordination insults integrity intends intensify intent interested interests interference
interim intersection interstate intervene intervention interviews invited invoked ire isolate isolated isolation
issuing jab jersey joke judges judicial jumped jurisdiction justices keeps kick kid kidnapping knee knife knocked
labeled labor landed landfall landing landlord lands landscape landslide language lashed lasted lasting latter
launching lawful lay leaking lean legend legislative lessons lethal lets letting liability liable lies lifeline
lifted lifts lightning likeness link lion listed listen lived loans locals located location locations lockdown
locked logging logistics lone longest looming looms loser losses loud loudly lowest loyal lying mainland mainstream
maintain maintained males mall manage management managing mandate manner mansion marine married materials mayoral
meaning meanwhile medication meme memes memory mentally mentioned minority minors minute misdemeanor mistakes mix
mixed monitoring monologue monthly monument moon morale moratorium motivated mount mountain mourning mouth multi
murdered murdering murders musician myself mysterious n narrow nationals native natural navy nd nears necessarily
necessary neck negative negotiating negotiation negotiators neighborhood neighbors neither networks nice nightmare
nobody noise nominate nominating none nonpartisan nonprofit nor normal northwest notable notably notices noting
novel novels nude numerous obsession obviously ocean offense offenses offseason older onboard op opener openly opens
operate operated opportunities oppose opposed opposite option ordering organizations organizer originally ousted
outbreaks outcome outcomes outcry outdoor outgoing outraged outrageous outspoken overboard overhaul overtime
overturn overturned owned pace package painful paint painter paintings paired panic paramedics pardon parliamentary
partial partially participate participation particular partly partnerships pattern pausing payment peak penalties
percentage perfect performed performing perhaps permanently personalized persuade petition physician pic picking
picks pictures pied pink pitching pivot plants plays pleading please pledged pledges plenty plumbing plunge plunged
plus pm podium pointing politically pop populist portion posing positions possibility possibly posting pounds praise
praises pre predecessor pregnancy premier premium prepare prepares presented presidency presidents pressing
pressured pressures preventing preview print printer priorities prisoners privately privilege prize probes procedure
proceed produce produced producer producers professionals profile profits prolonged promise promised promises
promising promote proof proposals prosecutions protecting protest proud proven provides provisions psychologist
publication publish pull punish punishment purchase purchased purpose pursue pursuing pushback pushes puts quality
questioning quietly quit racism racist radar rage rains range ranging ranked rap rape rapidly rapper rarely ratings
reaches reacted reads recall recalls receives recklessly recommends recording recount recover reducing reduction
reflected reflecting reflects reforms refunds refuses refusing regions registered regularly regulation regulations
regulatory relationships relatively relatives relentless relevant religion relocate remainder remark remarkable
remembered removal renewal renovation rent reopen reopening replaced represent representatives represented
reputation requested require requirements requires requiring reservoir reservoirs reshape resident resignation
resigning resistance resolve respectful responders responding rested restricting rests resulted resumed retail
retaliation retreat returns reunion reunited revealing reversal reversed reviewing reviews reviving rhetoric rider
riders rips rivals river robotics rocked rocket roll rolled rolling rollout roof routine row royals rsquo rubble
rushed sad safeguards safely sailor salary salmonella sanctioned sat satellite saving scaled scaling scandals scary
scholar sci scientific score scores screen screens searched searches seconds section sector secure secured seem
seemed sees seize seizing select selected selection senators sends sensitive sentiment separation seriously session
setback sets settle settling sexually shape sharing sharp sharply shattered shell sheriff shifted shifting shifts
shipping shocked shocks shoot shooter shoppers shortage shouldn shutdown sight signals signature simple sit sits
size skin slam slams slew slick slightly slowing smaller smart smoke smuggling soap soccer society solid solution
somehow sometimes somewhat song sort sound sounding sounds southwest sovereignty sparks speaker spectacular spill
spokesman spot sprawling spray spreads spring spurred spy square stabbed staffers staggering stairs stakes stalemate
stance standard standards starred starring starts startup statewide stating stayed steal stealing steam steel steep
stocks storage store stores strained strange strangled strategic strategist stream streamer streaming strength
strengthen strengthening stretch stretches strip stronger strongest strongly struggle struggled stuck studies stuff
stumble stunt stupid subpoena substantial subversion successfully successor sucked suddenly sue sues suggest
suggesting suicide suing sun super supporter supports surge surged surgeries surpassed surprised surrender
surrounded surveys survival survive survived survivor suspects suspend suspends suspension suspicious sustained swap
swift syndrome table tackle takeover talent talented talked tank tankers tanks tap tapped task tasked tattoos
taxpayer taxpayers teammate teammates technical teenager teenagers teens telescope temple ten tend tennis tense
tension tenure termination terrible terrorism terrorist tested testifies testify tests thank thanked theaters theft
theme therapy thinking thinks thoughts threaten thriller throwing thrown tickets tight timeline timing tire tired
titled titles tn tomorrow tone tonight tons tool tools toppled tore toss totally tourism tourist tourists tournament
touts toxic toy tradition traditional tragically transactions trash trauma treasury treat treated tree tremendous
trend trials tries trigger triggering tropical trouble truce truck truly trusted truth tsunami tumultuous twist type
unable unacceptable unanimously uncertainty unconstitutional uncovered undermine understood underwater unfolded
unfolding union unions unique unit unknown unlawful unless unnamed unpopular unsuccessful unthreatening untimely
unusual unusually unveil updated upheld upon upper urge uses usual usually vacant vacation valued values vandalized
vandalizing vanished vast venture vessels veterans videos viewed viewing vigil vigils violate virtually visas
visible vision visiting vocal voiced voices void volcano vowed vows vulnerable w waged walk walking warehouses warm
warnings warrant warrants warship wartime washing waters wealth weigh weighs weight weird welcome welfare weren west
whatever wider willing wind wire wish wishes withdraw witnesses woke wore worldwide worried worry worsening wounds
wrapped write writes written wrongful wrongfully y yards yes yield zanne
""",
    4: """
ability absolutely accept accident accounts accusations accuses active activists activity ad addiction additional
address admin admission admits advance advanced affect affected aged aggressive agree aides aim aimed airports
airstrikes al alarm alive allege alleges alliance allowing allows alone although ambassador amount analysis analyst
analysts animal announcing answers antisemitism anything app apparent apparently appearances apply approach approved
areas aren argue argues armed arms army arrests art artificial arts ask asks assassination assets athletes attacked
attempted attempting attempts attend attended attorneys audit author authority autopsy available avoid award backing
bag ball ballistic ballots band bank baseball basketball battleground battles beacon bear beat beating becomes
becoming beginning begins behalf believed believes beloved below benefits besieged betting beyond billionaire
billions bipartisan bit black blame blockade blocked blocks blog blonde blow blue bn boat bodies books boom boost
borrowing bought box breaks breakthrough brief briefly bringing brings broken brothers brutal bus businesses buy c
calendar cameras camp canceled capabilities capitalism captured card cardiac carriers cars casualties catering
caught causing ceasefire celebration centre century certainly chain chair challenger challenging champion changed
charter check childhood choice cited cities citizen citizens civilian class clearly climate closed closer club
collapsed colleagues column columnist commander commentator commercial commissioner committed committee compete
competing competition competitive complaint complete completely concerned condemned conducted consider considered
considering conspiracy constitutional consumer consumers contact content contest contract controversy convention
conversations conviction costly couldn count county courts coverage crackdown crazy create created critic criticized
critics crowd crowded crucial crypto customers cutting cycle dad damages dangerous dark dealing deals debut decide
decided decisions declare decline deep deeply defamation defect defence defendant defended defensive delivered
delivery demanding demands denies deployed deportation deportees depression deputy describing design designed
destroyed detailed detained determine determined developed diagnosed dictator die digital diplomatic diplomats
directed direction disaster discovered discussed dismisses disputed distance doctor dollar done door draft drama
dream drew drive driven driver drivers driving drought drugs duties dying easy edition eggs either elbow electric
electricity electronic eligible elite else emerged ending engaged engine ensure enter entire environment episode era
erupted escalating escalation escape establish estimated ethics exactly example exchange exercise exit expand
expanding expect expensive experienced explains expressed extended extraordinary extremely eye eyes f facility fail
failing failure fake falling false fame famous fan fast faster fatal fatally favor favorite fear featured featuring
feeling fellow felony felt feud fifth fighter fights files filing fill filled finally finding finds finish finished
firing fiscal fixer flag fled flip flying focused follow follows footage forcing forests form franchise frat freedom
frustrated fuel fully fund fundraising funds gang gasoline gathered girls gives gloves goal goes gone grand
grandmother grant granted grass greater green grew grounds grow growth guard guest gun halt hand handed happen happy
harassment hate headed heading headquarters heads hear heavily helps hero highly hitting holds holiday honor hope
hopes hoping hosted hostile hosting hot hour housing however huge hurricane iconic identify identity illness images
immigrant impeachment imported imports impose imposed incidents includes increased increasing incredible
independence independent independently indicted individual individuals influence initial initially initiative
injuries injuring insisted institutions insurance intended intense internal internet introduced investigate
investigated investment investor involvement islands jackpot jail jailed jeopardy jet jets joining journalist
journalists judgment jump jurors keeping kept kicking kidnapped killer km knew knowledge knows lack lady laid
landmark largely larger launch lawmaker laws lawsuits leadership leads learn leg legacy legislation lengthy letters
liberal license licenses lifeguard limit limited limits lines looked lose loses loved luxury magnitude main male
managed manager mark marked marking marks marriage mask material maximum maybe measles measure measures meetings
meets melanoma memo memoir memorandum memorial mid midnight migrant milestone mind mine ministry miss mission
missionary mistake model moderate modern monitors mostly motion mounting movement movies museum music names narrowly
nations nature naval nearby newspaper north northern note notice numbers o odds offensive offer offering offers
officially operating opinion opponent opponents opportunity opposing options original otherwise outlets outrage
overall overdose oversight owners p pain pair panel paper parent particularly parties partner partners partnership
passenger passengers passes passing path patients paused pauses paying payments penalty performance permanent
personally personnel phase phone physical piece pilot pilots pipeline pitch pitcher placed places planes plant plate
platforms plead pleads pledge plot plotting pointed politician politicians pool poor population port posed powers
practices praised prediction preliminary prepared preparing presence present pretty prevent prior priority probably
problems proceedings product production professional profound programs progressives projected prompted prompting
pronounced proposal prosecute prosecution prosecutor protection protections protests prove provided providing
province psychosis publisher pushed putting quarter quarterback quick quiet quite racing radical rainfall raise
raises ran rapid rates rather rating reaching reaction readers ready reality reason reasons recalled receive
receiving recovered recovery redistricting reduced reelection referred referring refusal regarding regime regional
regular rejects relief relieve religious remaining remember remote remove removed renewed renovations repeated
replacement representing requests required rescued researchers resolution resources respect respond responsibility
responsible rest restore resulting resume resurfaced retaliatory retired retirement retiring reveal revenue revive
ride rises risks rival roads robot robots rookie rose round route runs rural saved scandal schedule scheme science
scored seasons seats secretly seeing seemingly seems seized self selling sending sense serving setting settlement
settlements shift ships shirts shocking shopping shortages shortly shots shown shut siblings signal significantly
signing silence similar simply singer sites sitting sixth slammed slow socialists space sparked sparking speak
speaking specific specifically speculation speed split sport spotlight spotted spread st stabbing staffer stalled
standing stands stated statements station status staying stepped stepping steps stock stood stopped storms straight
strain strait stranded strategy streets striking string struggles struggling stunning subject success successful
sudden suffering suggests suit summit supplies supported supporting supposed supreme sure surprising surrogacy
surveillance survey sweeping swept swing switch sword systems takeaways talking tanker targets taxes teacher
technology teenage television telling temperatures temporary tens testified testing text thanks threw throw ticket
tied tires title tops tough tour touted towards tracking traffic trafficking tragedy trail train trans transfer
trapped traveled traveling tribute triggered trip triple true trust turns twice typically ultimately unclear
understand understanding unexpected universities unlikely unprecedented unveiled update urges urging users v value
vandalism vandals various ve vehicle vehicles venue verdict version vessel veteran vice victim victims violated
violating violation violations virus visa visited visits vital voice voter vs wait waiting wake walked warehouse
warfare warn wars watched watching waterway waves ways weapon wearing weather website western whole wide widely
widespread wild winds winning word worker worse worst wouldn writer writing wrong yesterday yields younger youngest
youth
""",
    5: """
able abortion above abuse academic account accusing act acting action actions actor actually add adding admitted
adviser afternoon agenda agents agreed aid air airport alleging allow allowed ally almost alongside always am amp
announcement announces annual answer anti anyone apartment appeal appeals appear appearance appears appointed
approval argued arguing arrest arrived asking assault assistant attempt attention average baby backed backlash bad
ballot ban base based beef begin believe better bill biological birth birthday block body bomb bond book born boss
boy boyfriend brand break breaking bring broadcast broader broke build buildings built campus cannot car carried
carry carrying cast cause caused central certain challenge challenges chance changes charge citing civil claim
claiming clear co coach coast cocaine collapse college comment communities community compared complex concern
condition conduct conference conflict congressman connection consequences conservative controversial conversation
convicted correspondent counts course cover crashed crew crimes crisis critical criticism culture current currently
custody cuts d daily damage damaged de deadliest deadline deadly deaths decade decades declared declined defeat
defeated deliver demand democratic denied department departure described devastating development devices dies
different difficult direct directly disease dismissed dispute documents doesn dollars domestic double dozen dozens
drop dropped drug each eastern eclipse economy editor education effect effort elected email emergency emotional
ended endorsed endorsement energy enforcement enough entered environmental envoy especially establishment evening
events everyone everything evidence experience expert experts extreme faced facilities fact fall familiar father
fears feel feet fell female fighting figure figures film fired fires firm flight flooding focus followed food
football force forced forces forward foul founder fourth fraud fresh friend friends front funding games gas gave
gets getting giant girl given giving global gold goods ground groups gubernatorial hands happened hard hasn having
healthcare heard hearing heat heavy helped helping herself higher himself historic hits holding hospital house human
hundreds husband idea identified image immediately immigration impact important inappropriate include included
increase increasingly incumbent inflation informed infrastructure injury instead intelligence interest invasion
investigating investigations investigators investors involved involving island isn itself jobs join joined joins
jury justice kids killings kills kind land large launches lawmakers lawyers league learned leaves let letter level
levels light likely line linked list lives living longer longtime looking looks losing lot love low mail majority
map markets mass match matter mayor mean means meant message messages met middle midterms might migrants miles
minutes misconduct missed missile missiles missing models mom moment moments moved moves movie moving must named
nationwide needed needs negotiations network newly newsletter nomination non noted nothing obtained occupied
occurred offered officer officers often old ones online onto opened opening operation operations opposition orders
outlet overnight owner ownership paid pandemic park parts pass passed pause peace per period photo photos pick
picture plagiarism planned planning platform played players playing podcast points policies polling polls popular
position positive postpartum posts potentially powerful practice preseason previous price prime privacy pro probe
problem process products program progress projects prominent property proposed protect provide publicly pulled
pushing quake quickly races radio rain raised raising rare rate reach read real received recorded records red
refused rejected related relations release remained remarks repeatedly reporting representative request rescue
research residence residents resigned responded restrictions result returned returning reveals review ring rise
rising road roles room roughly royal ruled rules ruling runoff safe sailors sale sales save saw scale scene schools
scrutiny search secret seek seeks sell send sent sentence sentenced separate serious serve served service services
settler severe sex share shares ship shock short showed showing side sides siege sign signed significant signs
single sister site situation small socialism solar sold soldiers someone sought source sources south southern speaks
speech spend spending spoke spokesperson spreading staff stake stalking stand stars started starting stations step
stolen stories storm strong student study substantially succeed sued suffered suggested supply supporters surgery
surprise surrogate surrounding survivors suspect suspected suspended takes talk target targeted targeting tariff
teams tech teen tell tells temporarily tensions terms terror test testimony themselves thought threatened
threatening threatens threats throughout ties together toll town track trading tragic transgender travel treatment
tried troops try turn turned turning underway university unresponsive upcoming updates upset urged vaccines view
views village violence violent viral visit voted votes wall wanted warned warns wasn watch wave weapons white whom
wildfire wildfires window winner wins witness words worked works worth wounded xa
""",
    6: """
aboard access actress added again age agency ago agreement aide allegations alleged allegedly allies along already
among apos area arrested attorney away battle became become began behind best bid big biggest billion board border
brother brought business call calling calls came cancer candidates capital care career cases centers change charged
chief child city claimed claims close come coming comments companies confirmed congressional continue continued
continues control cost costs countries couple crash credit crime criminal cut daughter debate defense deployment
despite details didn director discuss district does doing don drills drone drones due earthquake efforts eight event
ever every ex exercises faces facing failed families fans few field fight filed final financial find fire foreign
free full further future general give go got great growing half head heart held helicopter help here highest history
hold homes host hours illegal incident industry information injured inside international interview issue issued
issues job keep key kill known largest launched lawyer lead leaders leading leave leaving led less little local look
loss lost lower m makes making market massive matters me medical meet meeting member men mental midterm millions
minister money morning mother multiple nation nbsp nearly need never nine nominee nuclear number oil once ongoing
open ordered organization others outbreak outside parents past pay percent person personal place plane plans play
player plea pleaded point policy politics poll possible posted potential presidential pressure previously prices
primaries prison private professor progressive project prosecutors published push put question questions quot rally
re reached really recently reduce region remain remains replace reportedly reporter reporters response results
revealed rights risk role rule run running safety same sanctions scheduled sea season seat secretary see seeking
seen senator senior series settlers seven sexual shared shot shows socialist something son soon special spent sports
stage start states stay stop story strike strikes struck students such summer system taken taking tax territory
these thing things think third though thousands threat times today too total toward training trillion trying until
us use used using vaccine via victory video vote voting want wants warning water weekend weeks went whose why wife
within woman women workers working yet young your
""",
    7: """
accused across ahead aircraft amid another any around asked attack attacks authorities ballroom because being
between both building called campaign candidate carrier center charges comes company concerns conditions
construction day dead deal debt decision did died do earlier early economic election elections end even executive
expected face far five following four game get going good governor group guilty high hit if investigation joint
judge killing know late later latest law lawsuit leader least left legal life like live long major make man many may
members million months move much murder my name near news next night office official officials only order own part
party plan police political power press public recent record relationship released report reported return right
saying school second security set several shooting should show six so social star statement still support t take
talks tariffs team term th them then there those through took top trade very voters way well where whether win
without won work world wrote x
""",
    8: """
according administration all also announced appeared back before can case children could country court data days
death down during family federal former found government health him home how including just killed last made media
military month most national no now off other our post primary race reading reports say since some three time told
trial under war we week what when while would year years you
""",
    9: """
about against be been but first had into its more new not one or out over people president s says she state than
their they this two up were which will
""",
    10: """
a after an and are as at by for from has have he her his in is it of on said that the to was who with
""",
}

COMMON: dict[str, int] = {
    **dict.fromkeys(TWICE, 3),
    **dict.fromkeys(FOUR_TIMES, 4),
    **{word: 2**power for power, text in _BY_POWER.items() for word in text.split()},
}
"""A rounded count of each word; one that stands there once or never is missing."""

COMMON_LEAST = 3
"""How often a word must stand in lower case to be called common."""
