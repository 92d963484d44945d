"""Fields of work: the words by which a description tells of one, and the words of texts about it."""

from __future__ import annotations

from pipelines.judges.lexicons import word_list
from pipelines.judges.lexicons.more_fields import MORE_FIELDS, MORE_OTHERS
from pipelines.judges.lexicons.topics import ARTS_NEAR, CRIME_NEAR, SPORT_NEAR

# A line each: the field, the words of a description. Below it: the words of texts.
_FIELDS = """
airline: airline airlines air flights aviation carrier
    airline airlines flight flights plane planes jet passenger passengers airport airports pilot pilots boeing
    airbus cabin crew attendant attendants aircraft faa tsa boarding ticket tickets luggage baggage fly flying flew
    landing runway takeoff cancellations travelers travellers jetblue southwest ryanair easyjet british-airways
    transatlantic delays loyalty miles carrier carriers
car: car cars vehicle vehicles automaker truck trucks motor automobile auto carmaker electric
    car cars vehicle vehicles truck trucks pickup suv suvs sedan ev evs hybrid electric automaker automakers
    carmaker carmakers dealership dealer driver drivers driving drove motor motors engine engines battery batteries
    charging recall autopilot mileage wheel model models assembly uaw toyota honda bmw mercedes volkswagen chevrolet
    gm tesla hyundai kia nissan audi porsche rivian ford mustang van crash motorist motorists parked roadster
    supercar horsepower rover racing range luxury
bank: bank banks banking lender
    bank banks banking lender lenders mortgage mortgages loan loans credit deposits deposit savings customers branch
    branches atm overdraft interest rates accounts account barclays hsbc natwest citigroup goldman jpmorgan chase
    wealth bankers banker scam fraud investors finance financial treasury regulator bailout profit svb ubs truist
    underwriters analyst analysts investment stocks wall
fund: fund funds investment equity hedge manager asset broker brokerage trading shares investing
    fund funds etf etfs investors investor investment investments equity hedge billionaire portfolio assets asset
    stocks shares stock bonds bond market markets trading traders brokerage retirement ira 401k wall street firm
    firms buyout takeover acquire stake debt private crypto bitcoin sec kkr carlyle blackrock schwab real-estate
    returns dealmaking valuation management securities bankman-fried gamestop meme
payments: payment payments card cards pay
    payment payments card cards credit debit mastercard paypal visa pay merchants merchant fintech checkout
    transactions transaction fees swipe rewards cardholders bank banks processing processor network startup
    valuation shopify contactless cashless terminals amex points
crypto: cryptocurrency crypto bitcoin blockchain
    crypto cryptocurrency bitcoin blockchain ethereum token tokens coinbase binance ftx exchange exchanges wallet
    digital stablecoin sec lender genesis winklevoss bankruptcy investors defi customers
insurance: insurer insurance health-insurer
    insurer insurers insurance health coverage medicare medicaid premiums premium patients hospital hospitals plan
    plans enrollment obamacare aetna cigna unitedhealth humana members claims healthcare doctors providers
    policyholders
retail: retail retailer store stores discount chain supermarket shop grocery
    store stores shop shops shopper shoppers shopping retailer retailers retail supermarket supermarkets grocery
    grocer customers customer shelves checkout aisle walmart costco amazon tesco aldi lidl sainsbury asda morrisons
    waitrose kmart sale sales discount discounts price prices products merchandise holiday clothing items brand
    brands boycott shoplifting shoplifters theft boss high-street black-friday self-checkout parking frozen food
pharmacy: pharmacy chemist drugstore pharmacies
    pharmacy pharmacies pharmacist pharmacists prescription prescriptions drug drugs vaccine vaccines medicine
    medicines store stores high street beauty makeup skincare products superdrug shop shoppers advantage customers
    branch
food: food restaurant sandwich pizza snack sweets chocolate soup candy fast-food coffee drinks beverage brewer
    food foods restaurant restaurants sandwich sandwiches pizza menu burger burgers fries chain franchise franchises
    customers eat eating delivery snack snacks candy chocolate chocolates bars soup soups pet cereal ingredient
    ingredients recipe kitchen mcdonald starbucks wendy kfc tuna meal meals topping toppings factory brand brands
    products grocery sweet sweets confectionery nestle cadbury drinks takeaway chef
sportswear: sportswear clothing apparel fashion shoes sneakers
    shoe shoes sneaker sneakers trainers sportswear apparel clothing fashion brand adidas puma jordan athlete
    athletes sponsor sponsorship endorsement shirt jersey jerseys kit kits wear wearing collection swoosh logo
    outfit designer
phone: smartphone iphone phone phones smartphones mac computer computers laptop device devices gadgets
    phone phones smartphone smartphones iphone ipad ios android mac macbook app apps device devices tablet tablets
    laptop laptops screen camera display battery chip chips processor wireless bluetooth earbuds headphones watch
    samsung google pixel foldable fold flip note ultra pro huawei lenovo hp charger usb software update store os
    tech gadget gadgets pc pcs microsoft intel windows gaming monitor cloud ai price deals
smarthome: speaker speakers smart thermostat thermostats camera cameras home
    alexa amazon google smart speaker speakers home thermostat thermostats camera cameras doorbell display hub
    assistant siri wifi router device devices gadget gadgets voice show dot sensor sensors matter deals ring
    security earbuds sale
chips: chip chips semiconductor processor designer
    chip chips semiconductor semiconductors processor processors cpu gpu nvidia intel amd qualcomm tsmc softbank ai
    computing ipo designer design shares listing server data-center architecture licensing apple samsung cores
software: software chat workplace cloud platform app messaging
    software app apps chat message messages messaging users user channel channels platform server servers cloud ai
    chatgpt feature features workplace meeting meetings email tool tools microsoft google zoom teams salesforce
    startup tech data hack hacked hackers bot bots encrypted update launch whatsapp signal gamers twitch leak leaked
    documents
social: social network media app tweets messaging
    social media tweet tweets tweeted post posts posted posting account accounts followers users user platform
    facebook instagram tiktok snapchat youtube meta musk zuckerberg hashtag viral troll trolls moderation app feed
    verified content creators reddit mastodon bluesky advertisers ads influencer message messages video
    misinformation disinformation livestream online whatsapp elon
ridehail: ride-hailing taxi ride delivery rides
    ride rides driver drivers taxi taxis cab cabs lyft passenger passengers ride-hailing rideshare gig app fares
    fare delivery trip trips robotaxi couriers eats doordash contractors waymo
streaming: streaming film television tv studio entertainment movies broadcaster media video
    streaming stream film films movie movies tv television show shows series episode episodes season netflix hulu
    hbo disney paramount warner studio studios box office subscribers subscriber watch cable nbc nbcuniversal
    comcast cbs sports network theaters hollywood actors writers strike premiere original originals subscription
    content zaslav animated documentary drama peacock
themepark: entertainment theme parks
    park parks resort ride rides mickey pixar marvel disneyland iger theme-park character characters film films
    movie world princess animation cruise attraction espn lucasfilm
games: video game games console gaming
    game games gaming gamers playstation xbox nintendo switch console consoles pc rpg fantasy remake release players
    player trailer dlc multiplayer developer publisher steam final characters studio ps5 ps4 sony
newspaper: newspaper tabloid daily broadsheet publisher
    newspaper newspapers tabloid tabloids paper papers editor editors journalist journalists reporter reporters
    column columnist reported reports report published publisher article hacking phone-hacking editorial headline
    headlines front page press news interview told media murdoch newsroom broadsheet sunday magazine exclusive
telecom: telecommunications telecom mobile broadband wireless
    telecom telecoms mobile network 5g broadband fibre fiber customers vodafone bt verizon at&t t-mobile spectrum
    wireless operator operators sim roaming calls outage internet tower
space: space satellite rocket rockets flight spaceflight
    space rocket rockets satellite satellites launch launched orbit spacecraft astronaut astronauts nasa spacex
    galactic spaceport payload mission
defence: defence defense aerospace weapons arms armoured military
    defence defense military weapons weapon arms missile missiles aircraft helicopter helicopters army contract
    contracts drone drones tank tanks fighter jets pentagon armoured armored vehicles lockheed bae raytheon shares
machines: machines machinery construction equipment industrial
    machines machinery construction equipment mining tractor tractors bulldozer excavator factory plant workers uaw
    manufacturing deere engines industrial strike sales earnings demand orders dealers
music: guitar amplifiers instruments speakers audio headphones
    guitar guitars amp amplifier amplifiers speaker speakers headphones earbuds bluetooth audio sound bass wireless
    portable listening music battery
casino: casino gambling betting hotel resorts hotels
    casino casinos gambling gamblers betting poker resort resorts hotel hotels pokies licence royal-commission
    launder laundering blackstone packer gaming slots wager guests
security: security guards cash prison prisons detention guard
    security guards guard cash armored armoured truck trucks prison prisons jail detention detainees inmates inmate
    contract contracts facility facilities immigrants robbery private operator company montreal
immigration: immigration immigrants deports border customs homeland ports
    immigration immigrant immigrants migrant migrants deport deported deportation deportations deporting border
    customs homeland agents agent officers detained detention detainees detainee detain custody undocumented illegal
    asylum visa patrol raid raids sanctuary smuggling seized fentanyl cbp dhs ice mayorkas noem homan mexico
    enforcement arrests refugees green card port crossing wall trump
police: police fugitives crime marshals
    police officer officers arrested arrest suspect suspects fugitive fugitives wanted crime murder charged
    investigation detective detectives cops commissioner scotland yard manhunt shooting custody fbi courthouse scene
    inmate misconduct deputies sheriff raid gang
court: court justices judges judge
    court courts justice justices judge judges ruling rulings rule ruled appeal appeals case cases lawsuit trial
    prosecutor prosecutors abortion roe constitutional conservative decision attorney lawyers lawyer verdict crimes
    warrant warrants hague tribunal clerk roberts thomas alito
legislature: legislature congress senate parliament chamber house
    congress congressional senate senator senators lawmakers lawmaker representatives bill bills vote votes voted
    legislation republican republicans democrat democrats gop dems parliament parliamentary mp mps minister speaker
    mccarthy mcconnell schumer pelosi committee filibuster debt ceiling hearing testify election caucus majority
    minority amendment capitol shutdown impeachment house midterms liberal conservatives ndp
foreign: foreign diplomacy affairs diplomatic state
    diplomat diplomats diplomatic embassy embassies ambassador ambassadors blinken pompeo rubio foreign sanctions
    spokesperson passport travel advisory visa department envoy treaty talks consulate secretary allies summit
finance-regulator: regulator securities commission
    securities exchange commission gensler filing filings investors disclosure fraud charges charged crypto insider
    trading wall street spac audit audits auditors whistleblower brokers broker hedge etf enforcement settlement
    rule rules fined lawsuit stock market shares regulator regulators companies coinbase binance musk ripple
    accounting
health: health disease medical drug drugs medicine vaccines
    health covid covid-19 coronavirus pandemic virus outbreak vaccine vaccines disease diseases ebola tedros cases
    epidemic infections infection patients doctors medical mpox monkeypox outbreaks cancer experts hospital malaria
    variant omicron deaths medicine geneva emergency
drugs: drug trafficking drugs narcotics
    drug drugs fentanyl cocaine heroin opioid opioids cartel cartels trafficking narcotics meth marijuana smuggling
    agents seized overdose prescription adderall traffickers cannabis pills telehealth informant
intelligence: intelligence spy foreign secret espionage
    intelligence spy spies agent agents classified secret secrets espionage nsa fbi kgb covert operative operatives
    assassination langley burns director leak documents torture surveillance guantanamo coup cold-war
environment: environment environmental climate pollution
    environment environmental pollution emissions climate water air clean toxic chemicals pfas regulations rule
    rules power plants methane carbon wetlands pesticide pesticides contamination lead superfund derailment epa coal
    regan standards tailpipe gas
energy: energy nuclear oil gas power electricity
    energy nuclear power oil gas reserve petroleum granholm secretary electricity grid renewable fusion hydrogen lab
    laboratory national department weapons plant loan loans solar strategic barrels crude
education: education schools school student university loans
    school schools student students teacher teachers college colleges university education loan loans cardona devos
    secretary borrowers debt forgiveness title campus department fafsa civil-rights
labor: labor labour workers jobs employment wages
    workers worker jobs job wages wage unemployment employers employment labor union unions strike overtime payrolls
    department secretary walsh su jobless claims inflation osha workplace rule statistics report
commerce: trade commerce industry tariffs business
    trade tariffs tariff export exports imports china chips raimondo ross secretary industry entity list companies
    department semiconductors huawei gdp economic blacklist
military: armed military navy army naval air forces land
    military soldier soldiers sailor sailors troops army navy air force marine marines pentagon war ship ships
    warship submarine destroyer aircraft carrier combat base fort veteran veterans sergeant captain commander
    admiral general enlisted deployed seal drone recruits recruiting west point osprey
maritime: maritime rescue sea shipping coast
    coast guard boat boats ship ships vessel rescue rescued search sea ocean crew missing maritime sank capsized
    cutter submersible titan titanic migrants aboard
pharma: pharmaceutical pharmaceuticals drugmaker drugs biotech vaccine vaccines medicine medicines
    drug drugs drugmaker vaccine vaccines pill pills treatment treatments trial trials patients fda approval
    approved medicine medicines therapy insulin obesity alzheimer cancer prescription pharmaceutical biotech doses
    generic opioid
oil: oil gas petroleum refinery energy
    oil gas barrel barrels crude drilling refinery refineries pipeline lng fuel petrol gasoline opec offshore wells
    rig climate emissions exxon chevron bp shell shale fracking output energy
mining: mining miner minerals metals steel iron
    mining miner miners mine mines ore iron copper gold lithium coal nickel steel metal metals smelter tonnes
    commodity
utility: utility electricity power water gas utilities
    power electricity outage outages grid customers utility utilities bills water sewage supply wildfire lines meter
    tariff
drinks: beer brewer brewery drinks wine spirits beverage coffee soft tobacco cigarettes
    beer beers brewer brewery drink drinks wine whisky vodka bottle bottles cans alcohol pub pubs bar bars soda
    coffee latte barista cigarettes smoking vaping tobacco flavour sugar boycott
beauty: cosmetics beauty soap skincare household consumer goods perfume
    beauty makeup skincare cosmetics soap shampoo lipstick fragrance perfume skin hair detergent products brand
    advert
toys: toy toys dolls
    toy toys doll dolls barbie lego kids children play figures christmas collectors playset
furniture: furniture home homeware diy hardware
    furniture store stores home sofa chairs bed shelves diy kitchen recall flat-pack
logistics: parcel delivery logistics courier postal shipping freight
    parcel parcels delivery deliveries package packages courier couriers postal mail letters stamps freight shipping
    warehouse warehouses cargo containers trucking drivers postmaster postmasters
hotel: hotel hotels hospitality holiday lodging rental travel booking cruise
    hotel hotels guests guest rooms room booking bookings travel travellers travelers holiday holidays resort cruise
    ship passengers host hosts rental rentals listings tour vacation
railway: rail railway railways train trains transit bus metro
    train trains rail railway station stations passengers commuters track tracks derailment bus buses fare fares
    line strike services delays timetable conductor
property: property estate housing builder homes developer
    property properties homes home housing house buyers sellers agents mortgage rent tenants landlord developer
    builder apartments office towers debt construction
consulting: consulting consultancy accounting auditor accountancy law advisory
    consulting consultants consultancy audit auditor auditors partners tax clients scandal accounting firm firms
    advice report
ai: artificial ai data analytics surveillance
    ai artificial intelligence chatbot model models data training algorithm algorithms openai software surveillance
    contract analytics tool tools facial recognition customers startup
ecommerce: e-commerce online marketplace internet search
    online shoppers sellers marketplace deals prime delivery warehouse search ads advertising google amazon ebay
    alibaba listing website cloud sale antitrust data
tax: tax revenue taxes treasury
    tax taxes refund refunds irs audit returns filing taxpayers treasury debt bonds yellen budget income
central-bank: monetary reserve
    rate rates interest inflation monetary policy policymakers hike hikes powell economy economists basis points cut
    cuts currency
aviation-regulator: aviation airports transportation
    flight flights planes aircraft airport airports boeing safety inspectors passengers grounded pilots crash air
    traffic controllers airline airlines investigators security screening
space-agency: space aeronautics
    space astronaut astronauts launch rocket moon mars orbit spacecraft mission rover telescope satellite
disaster: emergency disaster weather meteorological
    disaster emergency storm hurricane flood relief aid victims forecast forecasters warning warnings snow rain
    shelter
food-drug-regulator: food-safety
    fda approval approved recall recalled drug drugs vaccine vaccines food safety tobacco vaping label contamination
    authorized
trade-regulator: antitrust competition consumer consumers
    antitrust merger competition consumers complaint lawsuit sued block blocked khan monopoly privacy fine deceptive
    scam
communications-regulator: communications broadcasting telecoms
    broadband broadcasters spectrum net neutrality carriers licence license robocalls phone internet rules chairman
broadcaster: broadcaster television radio channel
    tv television radio broadcast broadcaster channel presenter host anchor programme viewers ratings news licence
    interview journalist correspondents airs aired series bulletin
justice: justice prosecution prosecutors attorney prosecutes
    charged charges indicted indictment prosecutors attorney general lawsuit investigation probe guilty plea court
    trial garland special counsel documents
guards: prisons prison jail corrections
    prison prisons inmates inmate jail guards warden cell custody sentence released
police-ie: policing
    police officers investigation arrested gardai gardaí
charity: charity aid humanitarian relief nonprofit
    aid charity humanitarian refugees donations volunteers relief workers children famine
university: university college research
    university students professor campus research researchers study college president protest
club: football league
    club match league season players coach fans goal transfer stadium win cup
union: union unions
    union strike workers members ballot pay dispute walkout picket wage contract
party-org: party political
    party election voters leader mps campaign policy vote polls candidate conference
weapons: guns rifles firearms ammunition tasers
    gun guns rifle rifles firearm firearms shooting ammunition taser pistol police weapons
air-force: airforce
    jets jet aircraft pilot pilots base bomber airmen drone squadron fighter
conglomerate: conglomerate
    branson airline airlines atlantic galactic media trains train hotels cruise orbit money flights founder
    billionaire
"""

# Fields that no description asks for, but that a text may be about instead.
_OTHERS = """
sport:
    icc test odi t20 bowling bowlers cricketer cricketers pitch stumps ipl bcci council race qualifying verstappen
    lebron dodgers yankees lakers cowboys patriots afl nrl wimbledon medal sprint stadium fans halftime inning
weather:
    weather storm storms rain rains snow winter summer hurricane cyclone typhoon flood flooding floods temperatures
    temperature heat heatwave forecast forecasters freezing frost blizzard thunderstorm thunderstorms wind winds
    tornado landfall drought cold snowfall sleet roads slippery power outages showers sunshine warning
fire:
    wildfire wildfires blaze firefighters evacuations evacuation acres containment contained evacuees burned flames
volcano:
    volcano volcanic eruption lava magma earthquake quake peninsula reykjavik grindavik tectonic glacier glaciers
    tremor
astronomy:
    planet planets venus jupiter saturn mercury mars earth moon lunar solar sun orbit rover nasa telescope
    astronomers astronauts galaxies galaxy stars star comet asteroid asteroids sky eclipse spacecraft cosmic
    universe nebula exoplanet apollo artemis perseverance curiosity ingenuity lander martian webb hubble esa
    constellation
virus:
    covid covid-19 coronavirus variant strain omicron vaccine vaccinated vaccines pandemic outbreak infections
    lockdown cases hospitalizations masks
travel:
    beach beaches tourists tourist holiday holidays resort island islands lake hotel travel tourism trip visitors
    cruise scenic lighthouse villa
rail:
    train trains rail railway railways platform station commuters passengers deutsche bahn track tracks metro
    transit
school:
    school pupils teacher teachers headteacher students classroom campus university academy
royals:
    king queen prince princess duke duchess royal royals coronation palace harry meghan william kate charles camilla
    monarch throne
religion:
    church pope catholic bishop prayer holy christian muslim faith religious vatican god jesus bible
nature:
    species wildlife animal animals fish bird birds dinosaur fossil ocean river sea forest ancient fossils shark
    whale bear dogs dog cat cats reptile breeding predator habitat insects biologists
engines:
    combustion engines engine evs electric hybrid hybrids emissions co2 powertrain battery vehicles cars carmakers
    automakers petrol diesel
politics:
    election elections voters vote campaign candidate party minister prime government opposition policy polls ballot
    coalition labour conservative liberal democrats republicans
party:
    party parties independent independents mp mps teal crossbench seat candidate labor greens coalition
"""


def _fields(text: str) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for line in text.strip().replace("\n    ", " ;").splitlines():
        head, _, rest = line.partition(" ;")
        key, _, described = head.partition(":")
        found[key] = (word_list(described), word_list(rest.replace(" ;", " ")))
    return found


FIELDS: dict[str, tuple[frozenset[str], frozenset[str]]] = _fields(_FIELDS + MORE_FIELDS.lstrip())
"""By field: words of a description, words of a text."""

_TEXTS = {key: words for key, (_, words) in _fields(_OTHERS + MORE_OTHERS.lstrip()).items()}
OTHER_FIELDS: dict[str, frozenset[str]] = {
    **_TEXTS,
    "sport": _TEXTS["sport"] | SPORT_NEAR,
    "screen": ARTS_NEAR,
    "crimes": CRIME_NEAR,
}
"""Words of a text about them."""
