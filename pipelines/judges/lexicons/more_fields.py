"""More fields of work, in the form of `fields_of_work`: the words of a description, below them the words of texts."""

from __future__ import annotations

MORE_FIELDS = """
reporting: news magazine website broadcaster network cable newsroom
    news journalist journalists reporter reporters reported report reports according interview told editor anchor
    host correspondent media published article story newsroom network poll headlines exclusive broadcast
publisher: book books publisher publishing novels comics
    book books author authors novel novels publisher publishing bestseller memoir readers comic comics bookshop
    bookstore fiction writer literary rights copyright
record-label: record label music records concert concerts ticket tickets promoter live
    album albums song songs singer music concert concerts tour tickets ticket artists artist fans label records
    venue venues royalties pop rapper band ticketing resale scalpers gigs
luxury: luxury fashion handbags watches jewellery jewelry watch watchmaker jeweller jeweler designer couture perfume
    fashion luxury designer collection runway dress dresses gown handbag handbags bag jewellery jewelry watch
    watches diamond diamonds couture catwalk creative outfit leather shoes style wear wearing worn label model
    models boutique
farming: agriculture agricultural farming farm farmers grain seeds seed pesticides fertiliser fertilizer fisheries
    farm farms farmer farmers crop crops grain corn soybeans soybean wheat harvest cattle beef pork chicken chickens
    poultry meat eggs milk dairy seeds pesticide pesticides weedkiller glyphosate fertiliser fertilizer tractor
    agriculture agricultural livestock slaughterhouse meatpacking plant fish fisheries catch
chemicals: chemical chemicals plastics materials paint coatings glass packaging paper cardboard
    chemical chemicals plastic plastics pfas plant spill toxic factory packaging paper pulp mill materials polymers
    paint emissions explosion
waste: waste recycling rubbish sewage water
    waste recycling rubbish trash garbage landfill sewage spills water bins collection
builder: construction engineering infrastructure contractor cement building bridges
    construction contract contracts contractor building bridge project projects infrastructure engineering concrete
    cement site engineers hs2 tender built tunnel
cyber: cybersecurity antivirus hacking encryption password
    cyber cybersecurity hackers hacker hack hacked malware ransomware security breach data password passwords
    vulnerability patch attack software virus phishing espionage outage
search: search browser internet web operating
    search browser engine web internet google chrome users ads advertising antitrust ai results email privacy
    microsoft tab tabs extension default website
medical-devices: medical devices implants diagnostics laboratory testing hospital hospitals clinics healthcare care
    patients patient hospital hospitals clinic clinics doctors nurses medical surgery test tests testing device
    devices healthcare care treatment nursing residents blood diagnosis
dating: dating matchmaking
    dating app match matches singles users profile profiles swipe date dates romance love
fitness: gym fitness exercise bikes treadmill wellness
    gym gyms fitness exercise workout bike bikes treadmill members membership classes
exchange: exchange stock-exchange index ratings rating credit-rating data
    index stocks shares exchange listing ipo market markets trading traders investors rating ratings downgrade
    downgraded credit outlook debt points futures
rental: rental car-rental leasing hire
    rental rentals car cars customers fleet hire booking vehicles renters lease
energy-company: solar wind renewable utility pipeline pipelines coal uranium petrol fuel
    solar wind turbines turbine renewable panels offshore farm farms power electricity pipeline pipelines coal
    uranium reactor reactors megawatts grid petrol fuel station stations climate energy plant
shipbuilder: shipbuilder ships submarines naval shipyard engine engines helicopters jet turbines missiles rifles
    ship ships submarine submarines navy frigate frigates shipyard engine engines helicopter helicopters jet jets
    missile missiles drone drones tank tanks ammunition contract order ukraine military defence defense weapons
watchmaker: watchmaker watches clocks
    watch watches wristwatch dial timepiece luxury swiss
appliances: appliances vacuum kitchen household washing fridge refrigerators electronics televisions cameras
    appliance appliances vacuum cleaner robot washing machine fridge refrigerator oven dishwasher kitchen cordless
    tv tvs oled screen camera cameras lens printer ink headphones electronics deal review best
lodging: rental-platform home-sharing travel-agency travel-booking booking tours
    hosts host guests listings rentals booking bookings travel travellers holiday hotels rooms tour reviews flights
recruitment: staffing recruitment payroll jobs networking freelance
    jobs job hiring workers employers payroll recruiters recruitment employment candidates posts layoffs
learning: learning textbooks tutoring courses language-learning
    students teachers courses learning education textbooks schools language lessons tests exam exams
tobacco: tobacco cigarettes cigarette vapes vaping cannabis marijuana cigars nicotine
    tobacco cigarettes cigarette smoking smokers vape vapes vaping nicotine cannabis marijuana weed dispensary
    flavours juul
lottery: lottery betting sportsbook bookmaker bookmakers gaming racing wagering gambling fantasy
    betting bets bet bettors odds bookmaker bookmakers sportsbook lottery jackpot gambling wager wagers draftkings
    races horse prediction winners ticket
cinema: cinema cinemas theatres theaters theatre multiplex
    cinema cinemas theater theaters theatres movie movies film films box office screens popcorn moviegoers tickets
motorbikes: motorcycle motorcycles motorbikes bicycle bicycles bikes scooters scooter snowmobiles boats yachts parts
    motorcycle motorcycles motorbike bike bikes bicycle scooter scooters rider riders tyre tyres tire tires helmet
    ride cycling wheels parts supplier
government-body: ministry minister cabinet government department office executive presidency administration
    minister ministers ministry government cabinet policy official officials spokesman spokesperson secretary
    president prime plans announced bill funding civil servants budget
city: city council municipal mayor county local authority borough
    council councillors mayor residents city local housing planning streets tax budget services borough
interior: interior lands parks wildlife forest forestry indigenous tribal
    land lands park parks monument wildlife species drilling grazing indigenous tribes tribal forest rangers leases
    conservation haaland burgum
veterans: veterans
    veterans veteran benefits care hospitals claims va vets
agriculture-ministry: agriculture rural
    farmers farm agriculture snap stamps food inspectors slaughter bird flu crops rural subsidies
housing-ministry: housing urban
    housing homeless homelessness rent vouchers hud homes evictions affordable urban mortgage
transport-ministry: transport transportation roads highways
    transport transportation road roads highway highways rail flights traffic infrastructure bridges bridge drivers
    buttigieg duffy trucks safety
safety-board: accident accidents crash investigates safety
    crash derailment investigators investigation collision safety accident recall crashes autopilot report
benefits: pensions pension social-security benefits welfare retirement
    benefits pension pensions social security retirees disability welfare universal credit claimants payments
    retirement
statistics: statistics census statistical
    census statistics data survey figures inflation unemployment population economy gdp percent
elections: elections electoral election voting
    election elections voters vote votes ballots ballot campaign polling candidates redistricting donations
nuclear-watchdog: atomic nuclear watchdog
    nuclear uranium enrichment iran inspectors reactor reactors zaporizhzhia plant weapons grossi radiation
un-body: united nations un humanitarian refugees children heritage world
    un aid refugees humanitarian famine hunger children women crisis gaza sudan ukraine report climate displaced
    conflict agency guterres nations human rights heritage resolution peacekeepers
trade-body: trade organisation organization countries alliance union bloc
    summit countries members leaders trade treaty alliance bloc talks ministers nations sanctions tariffs allies
lender-world: development lending loans international monetary financial stability
    loans loan debt economy economic growth bailout countries finance ministers bank imf forecast poverty reforms
human-rights: rights campaign campaigns environmental animal advocacy
    rights activists protest campaign campaigners report abuses detained freedom animals environmental groups
sports-body: governing league federation football cricket rugby tennis basketball baseball hockey athletics golf
    players player match matches season team teams league cup championship tournament fans referee coach final
    finals federation ban doping sanctions broadcast rights commissioner draft trade athletes race races drivers
    golf tour
museum: museum museums gallery arts art orchestra opera theatre library
    museum exhibition art artworks gallery paintings collection curator visitors artist artists opera orchestra
    performance director library books looted artefacts
militants: militant militants armed movement group rebels insurgents guerrilla islamist islamists paramilitary
    militants attack attacks fighters killed war ceasefire hostages strikes rockets troops rebels group civilians
    insurgents terror terrorist airstrike soldiers
spy-agency: intelligence spy signals eavesdropping security counterintelligence
    intelligence spy spies surveillance secret agents cyber threat espionage terror classified snowden
prosecution: prosecutor prosecutors prosecution anti-corruption corruption fraud
    prosecutors prosecutor charged charges trial investigation fraud bribery corruption court indicted case evidence
protection: protects bodyguards guards president guard
    president agents protection security assassination shooting motorcade trump biden rally gunman guards
guns: alcohol tobacco firearms explosives gun
    gun guns firearms firearm ghost rifle ammunition atf bump stocks shooting explosives trafficking
fire-service: fire ambulance emergency rescue
    fire firefighters blaze crews ambulance paramedics rescue flames evacuated calls emergency
civil-defence: disaster emergencies relief
    disaster hurricane flood victims relief aid flooding tornado tornadoes rescue survivors fema recovery
post: post postal mail letters
    mail letters stamps postal parcels delivery postmaster mailboxes postage
schools-inspectorate: inspectorate inspects watchdog regulator regulates
    inspectors inspection inspections rating inadequate standards complaints fined watchdog regulator rules licence
privacy: data privacy information
    data privacy personal breach gdpr fined consent protection
health-ministry: health-department public hospitals health-service
    health hospital hospitals patients nurses doctors waiting nhs vaccine medicaid medicare abortion drug kennedy
    care ambulance staff surgery
prison-service: prison prisons probation parole
    prison prisons inmates inmate probation parole released offenders guards cell jail sentence
royal-mint: mint coins currency
    coin coins notes pound dollar banknotes currency
pay-tv: satellite cable broadband pay-tv subscription
    cable broadband tv channels channel subscribers satellite internet bundle carriage sports streaming outage
    provider
cruise: cruise cruises ferry ferries
    cruise ship passengers ferry port voyage crew aboard cabin captain overboard
trucks: trucks truck trucking lorries buses bus tractors
    truck trucks lorry bus buses drivers electric diesel plant heavy
robotics: robots robotics drones self-driving autonomous robotaxi
    robot robots robotaxi robotaxis driverless autonomous self-driving drone drones humanoid sensors
biotech: biotech genetic genetics dna vaccine vaccines ancestry
    gene genetic dna vaccine vaccines trial data samples customers ancestry crispr mrna
think-tank: think-tank research institute foundation
    study report research researchers analysis scholar fellow policy according survey poll
party-us: democratic republican party
    party candidates voters primary convention nominee chair delegates fundraising election
"""

# Fields that no description asks for, but that a text may be about instead.
MORE_OTHERS = """
history:
    century ancient medieval archaeologists archaeological emperor roman empire war wwii nazi museum historian tomb
    excavation civil slavery revolution monument statue
people:
    wife husband daughter son mother father married marriage wedding divorce born died dies aged funeral family
    girlfriend boyfriend baby pregnant birthday tribute widow
war:
    war troops soldiers strike strikes missile missiles drone drones invasion frontline ceasefire killed military
    army attack attacks offensive shelling hostages
cooking:
    recipe recipes cook cooking oven flavour flavor salad garlic butter roast dish dishes bake baked cream sauce
    ingredients delicious
money:
    shares stocks investors market markets inflation rates economy earnings profit revenue quarter dow nasdaq
gadgets:
    phone laptop app apps software ai iphone android review battery screen users update
law:
    court judge lawsuit trial attorney ruling appeal jury sentenced lawyers prosecutors
music:
    album song singer band rapper tour concert lyrics grammy grammys
"""
