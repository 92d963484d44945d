"""Words beside the names of companies, agencies and newspapers, and names that are known of themselves."""

from __future__ import annotations

from pipelines.names.lexicons import word_list

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
shares share stock stores store shop shops outlet branch branches app apps ceo boss bosses chief executive
executives exec execs founder cofounder owner employee employees worker workers staff driver drivers customer
customers user users account accounts post posts message messages channel channels server servers card cards car
cars truck trucks vehicle vehicles suv sedan ev evs dealer dealers dealership plant factory product products device
devices phone phones tablet tablets laptop laptops watch flight flights plane planes jet passenger passengers pilot
pilots crew restaurant restaurants franchise sandwich pizza fund funds subscriber subscribers subscription
subscriptions service platform website logo brand brands headquarters hq spokesperson spokesman spokeswoman profit
profits sales earnings results says said announces announced unveils unveiled launches launched reports reported
plans wants tells sues sued agrees buys bought sells sold raises cuts adds gets warns recalls confirms confirmed
offers owned owns deal bid takeover lawsuit ipo shareholders investors analysts smartphone smartphones feature
features update updates content show shows series original originals streaming ads advert data software hardware
chip chips tool tools partner partners
""")

# Words that follow the name of an authority.
AGENCY_AFTER_WORD = word_list("""
agent agents officer officers official officials director chief head commissioner administrator secretary
spokesperson spokesman spokeswoman raid raids arrest arrests arrested detention detainee detainees detainer custody
facility facilities deportation deportations deports detains detained checkpoint crackdown operation operations
enforcement operatives informant investigation investigators probe rule rules regulation regulations regulators
filing filings charges charged sues lawsuit report reports data guidance advisory warns warned says said announces
announced declared declares chair chairman chairwoman commissioners inspectors lawmakers committee subcommittee
hearing democrats republicans gop dems leader majority minority bill vote race seat candidate campaign floor
confirms passes rejects blocks approves inquiry panel employees employee staff staffers personnel headquarters
office offices program programs policy funding budget contract contracts grant grants memo leadership base bases
sailors soldiers troops veteran veterans ship ships vessel sergeant captain corps unit nominee scientist scientists
expert experts
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
marine marines
""")

# Well-known names that stand beside names of their own kind.
BRANDS = word_list("""
3m abbvie abc accenture acer activision acura adani adidas adobe aetna affirm aig airbnb airbus alcoa aldi alibaba
allianz allstate amazon amd amex amgen anthropic anz apple aramco asda asos aston astrazeneca asus at&t atf atos
audi aviva axa axel axios baidu barclays basf bayer bbc bell bentley bhp binance biogen biontech blackrock
blackstone bloomberg bloomingdale blue-origin bluesky bmo bmw bnp boeing bombardier boohoo booking booz bosch bp bt
budweiser bugatti buick bunnings burberry buzzfeed byd bytedance cadillac canadian-tire canon capita cargill
carlsberg carlyle carnival cartier caterpillar cbp cbs cdc cfpb chanel chase chevrolet chevron chime chipotle
chrysler cia cibc cigna cisco citadel citi citibank citigroup citroen cms cn cnbc cnn coca-cola coinbase coke coles
comcast commbank commerzbank corecivic costco cpkc crown-resorts cvs daimler danone darpa dea debenhams deere dell
deloitte delta deutsche-bank dhl dhs diageo dior discord disney dodge doj doordash dow dropbox ducati dupont dvla
dyson easyjet ebay eeoc electrolux emirates epa epic equifax equinor ericsson espn etsy europol evri expedia
experian exxon faa facebook fairfax fbi fcc fda fedex fema ferrari fiat fidelity fitbit fitch ford fortnite fox ftc
ftx fujitsu g4s gannett gap garmin gawker gazprom gchq ge geely geico gilead glencore gm gmc goldman google gopro
grubhub gsk gucci guinness h&m halliburton harley harrods hasbro hbo heineken heinz hermes hershey hhs hilton
hitachi hmrc honda honeywell hp hsbc huawei hud hulu humana hyatt hyundai ibm ice ikea ilo imf infiniti infosys ing
instacart instagram intel interpol irs isuzu itv iveco jaguar jd jeep jetblue johnson-and-johnson jpmorgan juul
kawasaki kbr kellogg keycorp kfc kia kkr klarna klaviyo kmart kohl kpmg kraft kraken kroger lamborghini lazard lego
leidos lenovo levi lexus lg lidl lilly linkedin lionsgate lloyds loblaws lockheed lucid lufthansa lululemon lyft
macy maersk mahindra marlboro marriott mastercard mastodon mattel mazda mcdonald mckinsey mclaren medtronic mercedes
merck meta metlife metro mi5 mi6 microsoft mini mitsubishi mizuho moderna mondelez monsanto monzo moody morrisons
motorola msnbc mufg nab nasa nasdaq nato natwest nbc nbcuniversal nestle netflix neuralink news-corp next nhs nih
nike nikon nine nintendo nio nippon nissan nist nlrb noaa nokia nomura nordstrom northrop novartis npr nro nsa nsf
ntsb nvidia nyse ofcom ofgem ofsted opec openai optus oracle osha palantir panasonic paramount paypal pbs peloton
pentagon pepsi pernod peugeot pfizer philip-morris philips pinterest playstation polestar politico pontiac porsche
prada primark prudential puma pwc qantas qualcomm rabobank raf raytheon rbc reddit reebok reliance renault reuters
revolut rio-tinto rivian robinhood roblox roche rogers rolex rolls-royce rosneft rothschild ryanair saab sainsbury
salesforce samsung sanofi santander sap sba scania schwab scotiabank seat sec secret-service securitas selfridges
sephora serco seven shaw shein shell shopify siemens signal skoda slack smart snapchat sobeys societe-generale
softbank sony sony-pictures southwest spacex spotify square starbucks starling starlink stellantis stripe subaru
superdrug suzuki swatch t-mobile tata telegram telemundo telstra telus temu tencent tesco tesla threads tiktok
tim-hortons toshiba totalenergies toyota transunion tripadvisor truist tsa tsmc tui twitch twitter tyson uber
ubisoft ubs ulta un unesco unicef unilever uniqlo united unitedhealth universal univision ups usaid uscis usda usps
va vale vanguard verizon virgin visa vodafone volkswagen volvo vox vw waitrose walgreens walmart warner wells-fargo
wendy westpac whatsapp who wipro wish woolworths wto xbox xiaomi xpeng yamaha youtube zara zegna zoom
""")
