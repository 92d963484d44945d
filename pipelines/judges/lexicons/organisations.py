"""Words beside the names of companies, agencies and newspapers, and names that are known of themselves."""

from __future__ import annotations

from pipelines.judges.lexicons import word_list

# Words that end the name of a company.
COMPANY_AFTER = word_list("""
inc corp corporation company co ltd limited plc llc group holdings holding ag sa se nv spa motor motors airlines
airways air bank banking financial insurance insurer capital partners investments management technologies technology
systems labs laboratories studios pictures entertainment media interactive games stores foods brands enterprises
industries energy pharmaceuticals pharma resources mining resorts hotels markets payments health international
global solutions services aerospace defence defense electronics software semiconductor communications telecom
wireless mobile
""")

# Words that follow the name of a company: what it has, sells and does.
COMPANY_AFTER_WORD = word_list("""
account accounts acquired acquires acquisition ad adds ads advert adverts agrees aimed aims airline airlines analysts
announced announces apologised apologises apologized apologizes app appointed appoints apps argued argues assistant bag
bags bank bankruptcy banks banned bans batteries battery beats beer beers bets bid bids blocked blocks bond bondholders
bonds booking bookings borrowers boss bosses bottle bottles bought branch branches brand brands breach browser builds
burger burgers bus buses buys campaign canceled cancelled cancels car card cards carrier cars casino casinos ceo cfo
chain chair chairman chairwoman channel channels charged charges chief chip chips cigarettes claimed claims closed
closes closure closures coffee cofounder collaboration collection commercial confirmed confirms considering considers
console consoles content coo courier couriers creditor creditors crew cto customer customers cuts data deal dealer
dealers dealership debt debuted debuts declined declines delayed delays deliveries delivery denied denies designer
designers developer developers device devices dividend division dress drinks driver drivers drones drug drugs earnings
employed employee employees employs engine engineer engineers engines ev evs exchange exec execs executive executives
expanded expands expected expects eyes faced faces factories factory feature features filed files fired fires flight
flights forecast forecasts founder franchise fund funds gets guest guests guidance hack halted halts hardware
headquarters hired hires hopes hotel hotels hq insisted insists introduced introduces invested investors invests ipo jab
jabs jeans jet jets joined joins laid laptop laptops launched launches lawsuit lawyer lawyers layoffs lays lender
lenders line lineup logo makes manager managers margin margins marketplace member members merger message messages mine
mines misses missile missiles model models moved moves mulls named names offered offers opened opening opens operated
operates order orders original originals outage outages outlet owed owes owned owner owns paid parent partner partnered
partners partnership passenger passengers patient patients pays perfume phone phones pill pills pilot pilots pipeline
pizza plane planes plans plant platform policyholders post posted posts president price prices pricing produced produces
product products profit profits pulled pulls quarter raises ran range recall recalls refineries refinery refused refuses
rejected rejects released releases removed removes reopens reported reports responded responds restaurant restaurants
results resumed resumes retailer revenue revenues rider riders rival rivals rocket rockets rolled rolls runs said sales
sandwich satellite satellites says search sedan seeks seller sellers sells series server servers service settled
settlement settles share shareholders shares shipped ships shoes shop shopper shoppers shops show shows shut shuts
slashed slashes smartphone smartphones snacks sneakers software sold sought spends spent spokesman spokesperson
spokeswoman sponsored sponsors sponsorship staff stake stakeholders station stations stock store stores streaming strike
strikes subscriber subscribers subscription subscriptions subsidiary sued sues supermarket supplier suppliers suspended
suspends suv switches tablet tablets takeover tells tested tests ticket tickets tool tools truck trucks turbine turbines
union unionization unit unveiled unveiling unveils update updates user users vaccine vaccines valuation vehicle vehicles
wallet wants warehouse warehouses warns watch watches website weighs worker workers
""")

# Of these, the words that follow hardly anything but a company's name.
FIRM_AFTER_WORD = word_list("""
shares share stock stores store shop shops outlets ceo coo cfo cto cofounder executives exec execs employee employees
customer customers subscriber subscribers subscription app apps website hq headquarters shareholders shareholder
investors ipo earnings profit profits revenue revenues sales outage layoffs dealership dealerships dealers warehouse
warehouses spokesperson spokeswoman spokesman branch branches franchise restaurants bankruptcy takeover merger
acquisition stake board logo brand subsidiary package packages package delivery deliveries plant factory plants
factories van vans truck trucks card cards account accounts correspondent reporter reporters editor columnist
journalist newsroom poll pollster
""")

# Words that follow the name of an authority.
AGENCY_AFTER_WORD = word_list("""
act administrator adopted adopts advised advises advisory agent agents alert alerts ambassador analyst analysts
announced announces appeal approval approvals approved approves arrest arrested arrests assembly astronaut astronauts
attorney attorneys authorised authorized ban banned bans base bases bill blocked blocks board briefing budget building
busts called calls campaign candidate captain chair chairman chairwoman charged charges checkpoint chief chiefs cited
cleared commander commanders commission commissioner commissioners committee condemned condemns confirmed confirms
constables contract contracts convoy corps council crackdown crews custody cut cuts cutter data database deadline
decision decisions declared declares delegates delegation democrats dems denied deportation deportations deported
deports deputy detained detainee detainees detainer detains detective detectives detention director doctors documents
email emails employee employees enforcement envoy estimated estimates expert experts facilities facility fighters
figures files filing filings finding findings finds fine fined fines firefighters floor forecast forecasters found
funding gop governor governors grant grants guards guidance guidelines head headquarters hearing hearings held
helicopter helicopters hiked holds hospitals imposed indictment informant inmates inquiries inquiry inspection
inspections inspector inspectors investigated investigates investigating investigation investigations investigators
issued issues jets judge judges justices lander launched law lawmakers laws lawsuit lawyer lawyers layoffs leader
leadership letter licence licences license majority mandate medics meeting meetings member members memo meteorologists
militants minister ministers minority mission missions monitoring monitors nominee nurses office officer officers
offices official officials operation operations operatives order ordered orders panel passed passes patrol patrols
peacekeepers penalties penalty personnel plan plans policies policy predicts president press probe probes probing
program programs proposal proposals proposed proposes prosecutor prosecutors race raid raided raids raised raises recall
recommendation recommendations recommended recommends record records reform reforms regulation regulations regulator
regulators rejected rejects report reports republicans requirement rescuers researchers resolution review reviews rover
rule ruled rules ruling rulings said sailors sanctions says scientist scientists seat secretary seized seizure seizures
sergeant ship ships shutdown soldiers source sources spacecraft spies spokesman spokesperson spokeswoman spy staff
staffers statement statistics sting subcommittee sues summit superintendent surveillance survey telescope tracking
tracks troops undersecretary unit urged urges vessel vessels veteran veterans vote voted votes wardens wards warned
warning warnings warns warship watchdog website worker workers
""")

# What is sold: beside an agency's name it points to a namesake.
WARES = word_list("""
car cars vehicle vehicles truck trucks engine engines sales sale store stores shop shops restaurant app shares stock
stocks shareholders investors ceo takeover acquisition phone phones brand products subscription flights album tour
game games match tournament trophy train trains cream cubes
""")

# Words of a description that tell of things which carry the name.
MAKER_WORDS = word_list("""
maker brand designer manufacturer carmaker smartphone speaker speakers cameras thermostats guitar sportswear car
cars chocolate computer luxury electric
""")

# Words around the name of a newspaper.
PRESS_CUES = word_list("""
told tells reported reports reporting writes wrote editor columnist journalist reporter correspondent according
newspaper interview front page published revealed claims
""")

# Words that every country has: alone they say nothing about whose they are.
INSTITUTIONS = word_list("""
army navy senate congress parliament supreme court house police coast guard marshals treasury cabinet department
ministry commerce education energy labor labour state defence defense justice health transport interior federal
central reserve border customs immigration revenue telegraph mirror sun post times star globe express mail herald
independent guardian observer standard tribune gazette chronicle echo met metropolitan national royal bank air force
marine marines legislature commission council assembly circuit agency bureau chamber tribunal government opposition
commons lords corps fleet veterans agriculture transportation sheriff sheriffs representatives superior patrol
prosecutor prosecutors attorney comptroller auditor ombudsman marshal parole probation prisons corrections foreign
home housing environment culture trade finance
""")

# Well-known names that are, or sound like, other words, persons, animals, stars, gods.
BRANDS_WITH_ANOTHER_SENSE = word_list("""
affirm ally alpine amazon anthem apollo apple aurora bell bird blackstone blizzard bolt boots bridgestone bunge canon
cardinal carnival caterpillar cathay chevron chime citadel coach coke columbia compass continental crest crown delta
diesel discord discovery dish dodge dolce domino dominion dove dow dragon eagle echo express falcon farmers
fiat fidelity fossil fox frontier galaxy gap gemini guess hermes impossible indigo infiniti jaguar kraken
lexus liberty lime lincoln lucid lush lynx marathon mars match max mercury meta metro mini mirror monster moody mustang
nest next nice ninja nova novo oasis oracle orange oscar outlook patagonia peacock peloton penguin phoenix polo
princess progressive prudential puma ring robin robinhood runway safari sage saturn seat shell signal slack smart snap
spar spirit sprint sprite square staples star starling stripe subway swatch target telegram threads tide titan trident
triumph twitch universal vale vanguard vans viking virgin visa vox whirlpool wish workday zenith
""")

# Well-known names that stand beside names of their own kind.
BRANDS = word_list("""
3m 7-eleven abb abbvie abc abercrombie acas accenture acer acnc activision acura adani adecco adf adidas adobe adp aegon
aer aeroflot aeromexico aetna afcon affirm afl afp agl ahpra aig air-india airbnb airbus airtel ajax-systems akamai
al-jazeera albertsons alcoa alcon aldi alfa alibaba alitalia aljazeera allianz allstate ally alphabet alstom altice
altria amazon amc amcor amd amex amgen amp ampol amtrak ana anduril anthropic anz aoc aol apec apotex apple apra aptiv
aramco argos arla arriva asana asda asean asic asio asis asos aston astrazeneca asus asx at&t atf atlantic atlassian ato
atos audi audible aurora austrac autozone avianca avis aviva axa axel axios b&q babcock baesystems bafta baidu bain
balenciaga bally bandai bankwest barclays barnardo basf bayer bbc bbci bbva bcci bcg bechtel beiersdorf bell bentley
bet365 betfair beyond bfi bhp bic binance biogen biontech birkenstock bis bitdefender bj blackberry blackrock blackstone
blizzard blm bloomberg bloomingdale bls blue-origin bluesky bma bmc bmo bmw bnd bnp boc boe boeing boj bombardier boohoo
booking booz bop bosch bose boston-dynamics bottega bouygues boxed bp bpa brex bridgestone brightline britvic broadcom
bt budweiser bugatti buick bunge bunnings bupa burberry burger-king buzzfeed byd bytedance cadillac caesars calvin-klein
campari canadian-tire canon canva capcom capgemini capita cardinal cargill carlsberg carlyle carnival carrefour cartier
carvana casio caterpillar cathay cbc cbi cbp cbre cbs cdc cdu centene centrica cern ceva cfpb cftc cgt chanel chase
chatgpt cheesecake chevrolet chevron chewy chick-fil-a chime chipotle chp chrysler chubb cia cibc cigna cineworld cipo
cisco citadel citi citibank citigroup citroen claude clorox cloudflare cma cms cn cnbc cnh cnil cnn cnooc coca coca-cola
coe cofins cognizant coinbase coke coles colgate comac comcast commbank commerzbank compass conde conoco conocophillips
continental corecivic corning corteva costco coty coupang coursera cpkc cps cqc credit-suisse cricut crocs crowdstrike
crown-resorts crtc csa csiro csis csu ctv currys cvs cybertruck dacia daimler danone danske darpa dassault datadog dbs
dea debenhams deepmind deepseek deere deliveroo delivery-hero dell deloitte delta dentsu depop deutsche-bank
deutsche-telekom dfat dfid dgse dgsi dhl dhs dhsc diageo didi diesel digicel dillards dior discord disney dji docomo
docusign dod dodge doe doj dol dolce dollar-tree dollarama dominion doordash doosan dot dow dpa dpr dr-pepper draftkings
dreamworks dropbox dsa ducati dunkin duolingo dup dupont duracell dvla dvsa dwp dyson easyjet eb-games ebay ecb ecdc
echr ecolab ecopetrol ecowas edeka edf edward-jones eeoc efsa efta eir elbit electrolux ema embraer emirates enbridge
endesa enel energizer engie eni enron entergy eon epa epic equifax equinix equinor ericsson esa espn esso estee etihad
etsy eu euratom eurogroup eurojust europol eurostar eurostat eurotunnel eurovision evri exelon exor expedia experian
exxon exxonmobil f45 fa faa facebook facetime fairfax fanatics fanduel fao farc farmers fastly fatf fbi fca fcc fcdo fco
fda fdic federal-reserve fedex fema fendi ferc ferrari ferrero ffa ffi fia fiat fiba fide fidelity fifa figma fina
fincantieri fincen finnair firefox firstgroup fis fitbit fitch flickr flipkart flutter flybe fonterra foodora ford
fortescue fortnite fosters fox foxconn foxtel freddie frito-lay frontex fsa fsb fssai ftc ftse ftx fugro fujifilm
fujitsu fws g4s gamestop gannett gao gap garmin gatorade gawker gazprom gcc gchq ge geely geico genentech genting getty
gilead gilette gillette givenchy glaxo glaxosmithkline glencore globalfoundries gm gmail gmb gmc gofundme gojek
golden-goose goldman goodyear google gop gopro gpo grab grammarly greggs grindr grok gru grubhub gsa gsk gucci guinness
gulfstream gymshark h&m haier halfords halifax halliburton handelsbanken hapag-lloyd harley harrods hartford hasbro
havas hbo heathrow heineken heinz hellofresh henkel hensoldt herbalife hermes hershey hertz hhs hikvision hilton hisense
hitachi hmrc hmv holcim hollister homebase honda honeywell hotmail howdens hp hra hrw hsbc hse htc huawei hud huffpost
hugo hugo-boss hulu humana huntington hut hyatt hyperloop hyundai iaaf iaea iag iata iberdrola iberia ibf ibm icao icbc
ice icj icloud icrc idf iea ifab iheartmedia ihop iihf ikea illumina ilo imax imdb imf imo impd impossible inbev inc
indigo inditex indycar ineos infineon infiniti infosys ing ingram inpost insta360 instacart instagram intel interpol
intesa intuit invesco ioc iom ipcc ipo ipsa iqos ira iran ird irgc irobot irs irving isc isi isil isis isro isuzu itau
itf itochu itsu itu itv iucn iveco jaguar jaguar-land-rover jaxa jbhifi jbs jcb jcpenney jcrew jd jeep jetblue jetstar
jimmy-choo jll jma john-lewis johnson-and-johnson joyent jp jpmorgan jpmorganchase juniper juul kakao kaspersky kawasaki
kbr kcna kellogg kelloggs kenya-airways kering keurig keycorp kfc kfw kgb kia kickstarter kimberly-clark kindle
kingfisher kioxia kkr klarna klaviyo klm kmart knorr kohl konami kone korean-air kpk kpmg kpn kraft kraft-heinz kraken
kremlin krispy-kreme kroger kuka l'oreal l3harris ladbrokes lafarge lamar lamborghini lancia land-rover landrover lapd
latam lavazza lazard leeds-building lego legoland leidos lenovo lenskart levi levis lexus lg lga lidl lilly lime linde
linkedin linux lionsgate lloyds loblaw loblaws lockheed logitech london-stock-exchange lonza loreal lot lowe lowes lpga
lse lucid lufthansa lukoil lululemon lush lvmh lyft lyondellbasell macy macys maersk mafs magna mahindra mailchimp
mandiant manulife manutd mapbox marathon marks marlboro marriott mars maserati mastercard mastodon match mattel mazda
mcafee mcc mcdonald mcdonalds mckinsey mclaren mdc mediatek medibank medtronic meituan mercado mercadolibre mercari
mercedes merck met meta metlife metro mgm mha mhra mi5 mi6 michelin michelob micron microsoft midea midjourney mini
miniclip mistral mit mitsubishi mitsui mizuho mlb mls mod moderna moet molson moma moncler mondelez moneygram monsanto
monster monzo moody morningstar morrisons motability motogp motorola moulinex mozilla mpaa msc msci msf msnbc mta mtv
mufg myer myspace naacp nab namecheap nasa nascar nasdaq nato natura natwest naver navistar nbc nbcuniversal nca ncaa
ncr ndp ndrc nec nerc nespresso nestle nestlé netapp netease netflix neuralink news-corp newscorp newsmax nexen nexperia
nextera nfl nga nhk nhl nhra nhs nhtsa niantic nice nielsen nih nike nikon nine ninja nintendo nio nippon nissan nissin
nist nlrb noaa nokia nomura nordea nordstrom norfolk-southern northrop northvolt norwegian novartis novavax novo
novo-nordisk novonordisk npr nra nrc nrdc nro nsa nsc nsf nsw nswpf ntsb nus nutella nvidia nxp nypd nyse nz o2 oas
oatly ocado occ oculus odni oecd ofac ofcom ofgem ofqual ofsted ofwat ohchr okta olay oneplus oneweb onlyfans onr ons
opcw opec openai opm oppo optum optus oracle orr orsted osce osha osi otis outback outlook ovo pac pacbell paf palantir
panasonic pandora panera pao papa-john paramount paramountplus patagonia patreon payoneer paypal paytm pbs pcaob pcc
pearson peloton pemex penguin pentagon pepsi pernod perplexity perrigo petco petrobras petronas petsmart peugeot pfizer
pg&e pga phe philip philip-morris philips pimco pinterest pirelli pixar pizza-hut pkk pla playstation pmo pnc polestar
politico pontiac porsche poundland ppg ppp pra prada pratt primark princess pringles procter progressive prosus
prudential psa psni ptab pton ptsd publix puig puma pwc qantas qatar-airways qld qualcomm qualtrics quibi quizlet quora
qvc raac rabobank raf rakuten ralph-lauren randstad rappi raytheon rba rbc rbnz rcmp realme redbull reddit reebok rei
reliance remitly renault renfe repsol reuters revlon revolut rfa rfef rfk ricoh rimac rio-tinto rite rivian rmt rnli
robinhood roblox roche rocketlab rogers roku rolex rolls-royce rollsroyce rosatom rosneft rothschild rspb rspca rte rtx
ruger runway rwe ryanair saab saarc saatchi sabic sabre saic sainsbury saks salesforce samhsa samsonite samsung sandisk
sanofi santander sap sapol sba sberbank scania schaeffler schlumberger schneider schwab scotiabank seat sebi sec
secret-service securitas sega selfridges sephora serco servicenow seven sfo shake-shack shaw shazam shein shell
sherwin-williams shopee shopify shutterstock sia siemens signal sinopec sipri skanska skoda sky skype skyscanner skywest
slack slb smart smithfield smucker snapchat snapdragon snowflake snp sobeys societe-generale softbank solarwinds sonos
sony sony-pictures soundcloud southwest spacex spar spd specsavers spirit splunk spotify springer sprint square srp ssa
ssab ssangyong ssense stagecoach standard-chartered stantec staples starbucks starling starlink stasi statoil stellantis
stihl stmicroelectronics strava stripe subaru substack subway suncorp supercell superdrug suzuki swarovski swatch swiggy
swisscom swissport sygnia symantec syngenta t-mobile taco-bell tag take-two tass tata tata-motors tcl td teamviewer
tecno telecom-italia telefonica telegram telemundo telenor teleperformance telkom telstra telus temu tencent terex tesco
tesla tetra tfl tga thaad thales theranos threads thyssenkrupp ticketmaster tiffany tiktok tim-hortons tinder titleist
tjx tnr tnt tom-tom tomtom topshop toshiba totalenergies toyota toyotas transunion tripadvisor truist tsa tsb tsmc tuc
tui tumblr turo twilio twitch twitter tyson uaw uber ubisoft ubs ucl ucla uefa ufc uipath ukip ula ulta un unaids undp
unep unesco unhcr unicef unicredit unilever uniper uniqlo unisys unite united united-airlines unitedhealth unitree
universal univision unrwa ups urban-outfitters usace usaid uscellular uscis usda usfs usga usgs usoc usps usta va vail
vale valeo valero valve vanguard vans vattenfall vaxxinity veolia verizon versace vestas viacom viacomcbs vicpol
victorinox viettel vimeo vinci vinfast virgin virginmedia visa vivendi vivo vmware vodacom vodafone voi volkswagen
volocopter volvo vox vtech vueling vw wada waf waitrose walgreens walmart wapo warner wayfair waymo wba wbc webex wechat
wegmans weibo wells-fargo wendy wendys westinghouse westjet westpac weta wetherspoon wework weyerhaeuser wfp wga wha
whatsapp whirlpool who wilko william-hill winc wipro wish wix wizz wizzair wmo wnba wolt woodside woolies woolworths
workday workjam worldpay wpa wpp wrigley wsj wto wwe wwf xai xbox xero xerox xiaomi xinhua xpeng yahoo yamaha yandex
yeezy yelp yougov youtube yum yves zalando zappos zara zegna zeiss zelle zendesk zepbound zillow zimmer zipcar zomato
zoom zte zurich zynga
""")
