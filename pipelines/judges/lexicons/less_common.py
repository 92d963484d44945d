"""Words that stand in lower case a few times in the news items on which `common` is counted."""

from __future__ import annotations

from pipelines.judges.lexicons import word_list

TWICE = word_list("""
ablution absurd abusers accelerating accomplish accordance accounting accurate accusation accuser achievements
acquired acquiring acre adaptation adapting adequately adjacent adopt advertising affection affiliated affirmed
aggravating aggression airlifted albeit alignment allied alma alternate amazingly amend ammunition amplify angered
animated ankles antisemitic anxious appealed applicable appointments arbitrarily archipelago arising arrange
arresting artery articulated artwork assaulting assessing assessments assists associates assumed assure assured atop
attendees attitude attributed attributes audition auditor authored averages avoiding awkward backyard balances
ballooning banner barrel beaten beauty beavers bed behaved behemoth beneficiaries bent betrayed bikes billed bin
biography bladder blistering blocs bloody blown blues blunder blunt boarding boil boils booed booking bookshelf
boosted boosts borrow botched bother bound bounds boxer bragged brake brazen breached bribery bridge briefs broaden
brush brushed bucked bungled bury bushland buyout buzz buzzing bypass bystanders calculation caller campaigners
camping camps canceling cancellations cancels candid capability capitalistic carbon cares caseworker catches cats
cautious celebrations celestial cement challenged championships charity charming chatbot chats cheek cheered
chemical chiefs chilling chunk cio circulated circumvention civilization classes classified clause claw clears
clicking climbing clinging clipped clothes clothing clout coffee coins collaboration collects color com combative
combustion comfort commented commitments committees committing commonly commonsense communicate communicated compel
compelled complain complicates complicating complimentary component comprehensive comptroller computing concealing
conceived condemning conditioners condo conduit confirming confiscated confronts congressmen consensus conservation
considerably constitute constitutions constructed consular consume contacted contacts container contamination
contributes convicts convince coordinator corpse corresponding costing counterpart cracks crashing creation creative
credited crippling crook crop crying cuck culminated cult curbs curious czar dangerously darn database deadlock
dealer debuts decides decisively declaration declines decoupling deemed defective deference defined defines
definitely definition defrauding defunct dehydrated delight delighted dementia deniers dense denuclearization
depending depicting depicts deploys deports deprives depriving der derails deregulatory deserved desperately
destroys detaining detection determination determining deterrent devastation di dialogue diaries diarrhea differs
difficulty dignity dinghy dinners dinosaurs directs dirt disbelief disconnect discontent disfavored dismal
dismantling disparagement displeasure disputing disqualifying disruptions distanced distancing distinct dive diver
diverse diversion documentaries dodged dominate dominating donation donned doomed downed downfall downward dragging
drainage dramas drastically dual duration dynamic dysfunction eacute earning earnings eat eaters edging edited
electrical electromagnetic elementary eligibility eliminates embarrassment emergencies emir emissions emoji
emotionally emphasizes employment empty enables encircled enclosure encounters endorsing engulfed enjoying enlisted
ensuring enthusiastic enthusiasts entitled entrepreneurial environmentalists epicenter episodic equip eroding error
erupt escalate estimate euthanized evaded evaluated evangelical exacerbated exam examines exams exceeds
exceptionally excerpts exchanges excluded executes exempt existed existential exodus expecting exploiting exploits
exploration exporters exporting expresses extraordinarily extremists eyebrow eyebrows facial facilitating factors
faculty fade fading faithful fallout famously faring farmer farther fend fertility fighters financing firsthand
fisherman fishing fitness fixated fixed flank flaunts flurry fo foes foodborne foods fools forceful forefront
foreground foreseeable forging forgiveness format formula forum fossil founding fracking freshman fronts frozen
fumbled fuming functions funneling furious g gaggle gala gangster gaps gates generators gentleman gig globe god
golfer goodness governed governorship grabs grades gradually grieve grind gripping grips grudge guaranteed guilt gum
gunpoint gushed habits hacked handing hangs harassing hardliners hardship harmed harms hateful haunting hazardous
headaches heal hearings heartbroken heating heatwaves heed heightened hellip helpless herds hers hey hiatus hole
homeowner hopefuls horrible humiliating hurdles hustle hygiene identification identifying idyllic ignited ignitions
illusion imminent impersonator importers imprisonment inaccurate inch inclusion inconsistent indefinite independents
index indie indispensable indoor inducements inevitable infamous inflicted influencers infringe ingredient inked
innocence innovator insights insist inspected inspectors installing installment instance institute instructs
intensifies interaction intern internationally intimate introduction invalidated invested investigator involve
irregularities jalape jar jaw jeopardize journalistic jumping justification kindergarten kit knot lackluster lame
landmarks laps laptop lashing lately lauded lauds lava layered leap learns leftwing leopard leverage liberties
lifelong lifting likes limiting linebacker lineman lingering linking listened listings literal litigation
livestreamed loan loft lofty lounge lounged lounging loyalists lumber lungs magic mailed mainstay majors maliciously
mammal mandatory manufactured marines marketing marriages mascots matches mater maternal meaningful meaningfully
measurable median mediating medics melt meltdown membership merits messenger mez microphone midtown mince miner
minerals mines mired misleading misses misstep mistakenly mistrust modest mogul molestation monarchy monkey mood
moral morality motherhood mothers motorcycle motorist mountainside mounted mourned mourns movements mover mudslides
mulls mushrooms mysteries myth mythic naming nap narrowed nationalist nationality navigation needing neighbouring
nerve neurological newest nods noncitizen noncompliance nondescript northeast notched notorious novelty nukes
numerical oath object objections objective observer obstacles occupations occurring odor odyssey offender opera
operates operational opinions optimistic orange origins ou outer outfit outing outpacing outsider outskirts outspent
overcomes overflowing overheated oversaw overture overwhelmed owing packages packed pages pains painted pals pane
paradox pardoned parking partnered pathetic patriotism paved peaked peculiar peek perennial persons pile pillar
pitchers pits pivots pl plain plaintiff plausibly pleasure plummeted pogrom poisoning pol polarizing pollster pond
popularity populists portions positively possessing posthumous postwar powering pr praising precise precisely
predecessors predetermined predictions prefer preference prefers pregame premature preparation prescribed preserve
presided prestigious pretend preventive prez probability probing procedures proceeding produces producing
professionalism proficient profited progressed progression prohibit prohibited projections prone proper prosecuting
prospective protocols psychiatrist psychotic publicized pump pumping punished pursued quakes qualified qualifying
quantity quarterbacks quell queue quid quoted rabid raced raided railed rallies rallying rampage rankings rattles
razor realize realizing reasonably rebounds rebranded rebuffs rebuilt recap receivers reclaim recognizable
recognizing reconciled reconsider reconstruction recounted recovers recruited reddest reenlist reenlistment referral
refers refugees refuse regards regulated rehear rehearing reignited reject rejecting relax releasing relieved
relocating reminded rename renewable renewals renovated rental rented representation reprieve reset resits
respondents restart restoring resurrect retires revamp revenues revoking revolt rightwing ringleader ringleaders
riot ripping risking ritual rode romantasy roommates rooms rot roundtable rout routing rows runners rupture sa sail
sailing salt sanction sanctuary sandbox saves savings scanned scared scaring scorching scrambled scraps screamed
screaming scrutinize scuba scuffle se sealed sec secrecy secretaries secretive sections secular secures selfish
seniors separated sequel sequence servicemembers settles severely shade shady shakeup shall shaped shapes shelling
sheltered shelved shelving shootout shoots shop shorts shortsighted shrine shrinking shrugs shuttered sibling
signatures significance silly simulated simulating simultaneously sing sink sinking sinks sizable skepticism ski
skilled skills skip skirt slamming slate slaying sleeping slides slob slowest slows smell smoky snitches soar sobbed
sobs socializing solidly sophomores sowing speakers specialty specimens spectacles speculators spends spiraling
sportsmanship sprayed spree stadium staircase standings standout standstill statues staunch stave stealth steer
steering stem stemmed stern stick stitches stockpiles stole stomach storied stranglehold strategies stressed
stretched strict stripped stubborn stuffed stumbling stumps stylist submission subsidies subsidy suburban subway
succeeding suffer sugary summary surcharge surfaced surpass surreptitiously swapped sway switching sympathetic
sympathies tactic tag takeaway takedown tallest tampering teach teaming tear teases technically tees temblor tenders
tentative terminal terminals terminated terrorized tha themes thermal thi thick thirst thriving thunderstorms timber
timelines tirade tissue tolerance tolerate toned topping tracker tractor traditions traffickers transactional
transatlantic transferring transformed transforming translate transnational traps treats trending tributes tricks
trio trophy trounced trucks tune tuning turf turnover turtle types ulnar ultimate uncertain uncle undeclared
undercut uneasy unequivocally unfairly unfinished unforeseen unilaterally unintended uninterrupted united unjust
unlawfully unlike unsafe unseated untenable unveiling unverified updating upended upending upgrades upward urgent
urine utilities vacating validly variety vastly verification vertical villages villeggiatura visionary voicing
volatile voluntary volunteer vow vulnerabilities vying wages waist waiver warming warranted warships weakest
weaponry weekslong weirdly welcomed welcoming wellbeing westward wheels wholesale wholesome willingness wine wing
wings winners withdrawing withdraws withdrew wooded workplace worries worsen wound writers
""")

FOUR_TIMES = word_list("""
abandon abducted abolishing abroad abrupt abruptly absentee abuses academics academy accepted accepting accessible
accompanied accompanying accomplished accountable achieve achieved achievement achieving acknowledging acquitted
acted actively actual addicted addictive addresses adequate adjourned administered administrative admissions admit
adrift adults advancing advantages adventure adventures adversarial adverse advice advisory affecting affects
affiliation afraid aftershocks afterward aggravated aging agreeing agreements agrees agriculture aground aiming ain
aired airline airplane airstrike aisle alarmed alarms album alert alfalfa alienation aliens align aligned allegiance
alter alternatives altitude altogether ambitions ambitious ambulance amended amendments amounts amusement anchored
angry animation ankle annexation announcements annually answered anybody anytime anyway apologized appealing
applicants application applications applies appointee appointment approves apps arena arguably arm armored
arraignment arranged arrangements arrival artillery artists ash asleep aspect aspects assassin assassinations
assaults asserted asserting assertion assessment asset assigned assignment assist assisted assisting associate
assume asylum athletic atrocities attached attendance attending attracted attracting authoritarian authorization
authorized autism auto automatically aviation avocado avoids await awaiting awards aware awareness awe awoken az
backchannel backdrop backup badly banc bang banking banks barn barred barrels barriers barring baseless bases
basically bat batch battalion batter battered battery battled battlegrounds beaches bears beaver begged begging
belief beliefs belonging belongs benches benchmark berated besiege bet bike bilateral binkie biographer blaming
blanket blazes blew blind blockbuster blockers blogger blowback boarded boasted boasts bodyguard bogus bolster
bombardment bombed bombs bonus booked boosting borders bottle bottom bounty bow boxing boycott boycotted braces
brakes branch brass breach breaching breakdown breakfast breakout breast breath breathe breathing briefed bright bro
broad broadly broker bromance brutally bubble bubbles buck buildout builds bulk bull bulldozers bullets bullhorn
bullpen bunch burden bureau buried burn bushwalker busiest buyback buybacks buys byelection cabin cabinet cache cage
calf campaigned campaigning campuses cancellation cancelled capable capitalist capitalize capsizes captioned capture
captures capturing cardiologist careful carefully caring carpet cartel cartels cartoon carved casino casting castle
casts cat catapult catastrophe category cattle ceiling celebrating celebrity cell cells centerpiece centrist cert
certified chains champ championed channels characterized characters chartered charts chase chased chat cheaper
cheating checked checkout checks cheerleader chicken childcare choosing chopper chordoma chorus chronic church
churches circumstance circumvent cites civic clarity clashed clashes classic classrooms cleaning cleansing clearance
clemency clerk clients clinics clips clock clocks closeness closures cloud clubs coaching coal coke coli collapses
collapsing collateral colleague collecting collection collective collectively colleges collide collided comedy
comfortable comfortably comic command commanding commentary communism comparable compares comparison compartment
competitor competitors compilation compiled complaining compliance complicate complications comply components
computer computers conceal concealed concept concessions conclusion concrete condense conditional conditioning
confessed confession confidential conflicts confront confrontation confronting congenital congestion connecting
consented consequential considerable consideration consistently consortium conspiring constantly constituency
constituents constitution construct consumption contactless containing contains contaminated contenders contracting
contracts contrast contributing contributions controlled convenient converted convinced convoy cooking cooled
cooperate coordinated coordination copper copy core corn cornerback corners coronavirus coroner corporations correct
correspondents corridor cosplaying couch counted counterparts counties countless courting covers crack cracking
crater cream creator credentials criminals cringeworthy crises criticising criticize criticizes crossings crushed
cry cultural customer cybersecurity dance daughters daycare daylight deaf dealt deciding decisive deck declassified
decrease decreased decree deepen deepened deepening deeper deepest defamed defaming defenders defenseless defiant
deficits define defining deflect defraud defunding defying degree degrees delaying delivering delusions demanded
democracy demolished demonstrate demonstrated denials denier denying departed departments depend depleted deploying
deployments deport deprive depth derail deranged desert deserving designer designing designs desire desk despicable
destination destroying destructive detailing detain detains detected detective detectives deteriorated develop
developer diary diet difference differently digging digits digs dildo diminishing dining dipped directing directive
disability disabled disaffected disagree disappearance disappointing disapproves disarming disarms disastrous
discreet disgrace disgusting dismay dismissing disorder dispatch displays disproportionately disrespectful disrupt
disrupting disruption dissent distant distinction distress distributed disturbing ditch diverted divided division
divisions divisiveness docket docs document dodge dome dominance dominant dominated donated doors dorm doses
downgraded downplayed downplaying downplays downpours downs drag dragged drags dress drilling drink drives drowned
drowning drunk dubious dumb dump dumped duo duty eager earliest earth eased easier easing eating echoing economics
economies economist ecosystem edged effectiveness efficiency ejected elaborate elect electability electors elements
elevated eliminated eliminating elsewhere em emails embargo embarrassing embassy embattled embraced embracing
emphasis emphasized empire employee employer employers enabled enact enacted enclave encounter encountered encourage
endless endorses endured enduring enemy engineer engineers engines enjoy enjoyed enthusiasm entirety entity epic
episodes equal equally equivalent erect errors eruption escalated escorted established establishes ethical ethnic
euros evacuations eventual everyday evil evolved examine examined examiner examining exceeding excellent except
exceptional excess excesses exchanging exciting exclave execute exemption existence exited exiting exits expands
expansionist expansive expel expenses experiences expertise expire expiring explaining explanation explicitly
exploded exploitation explosives exponentially export expose exposes exposing exposure expressing extends extent
exterior extradition eyeing fabricated facto factor failures faked falls famed farewell farm farms fastball
fatalities fault favorable favorably favorites fawning federally feds fee feeding felons feminine fence fentanyl
fever fewer fianc fiction fictional fields fiercely figured file filling finale finalist finalizing findings fined
finger finishing firebrand firestorm firings firmly fishermen fitting fix fixture flagrant flags flared flashpoint
flat flexibility floated floating flooded flop flow flowing flows footing forcefully forecasters forecasts forensic
forget forgotten formal formidable fortune fought foundation foundations fragile fragments frame framed frankly
fraudulent freedoms frequent fringe frontier fueled fueling fuelled fuels fundamentally fundraiser funneled funny
fury fuselage gaffe galley gambling gameplay gay generally generate generated generates generating generative
genuinely geopolitical getaway ghostwriter giants girlfriend glass glimpse globally glyphosate golden gonna goodbye
gossip gotten govern governance governors grab graduate graffiti grandchildren grandfather granite grapples
grassroots greeted grief grievances grim groceries groin groundbreaking grounded growers grueling gruesome guarantee
guarantees guards guidance guide guidelines guides gunfire guns gunshot gut guys gym h hacking hailed halftime
halfway hall halls halted halting halts hammered hamstring handily handle handpicked hardest hardware hardworking
harmful harming harrowing harsh hat haul headache heartfelt hearts heats heatwave heaven heavyweight hectares heels
hefty height heist hello helmet heroic hid hidden hide highlight highlighted hikes hiking hilarious hinted hints hip
hire hires hiring hitter homecoming homeland homelessness homers honors hook hopefully horror horses hospice
hospitalization hostilities hostility household humanity humans humidity hundred hungry hunt hurdle hurricanes hush
hyper hyperscale hypocrisy hypoplastic hypothetical ideal identifies identities ideological ideology idiot ignore
ignoring illicit imagery imaginary imagined immeasurable impacting imperiled implementation implementing importance
imposing imposition impression imprisoned impromptu improperly improved improvement improving inaugural inaugurated
incentive incentives inches incitement income incredibly incursion indefinitely indicate indicating indication
indoctrination inducted industries infected infections infectious inflammation influential infringed inhumane
initiated initiatives injected injection injunctions injure injures ink inmate inmates inner innocent innovation
innovative insane inscribe inscription insight insists inspired instantly institutional insult insulting insurers
insurgency intel intellectual intend intensified intensifying intention intentionally intentions intercepted
interception interceptors interesting interfere interferes interior interns interrupted intervened interviewed
intimidation intismeran intrigue introduce investigates investments invitation invoke invoking involves item items
jails jogger joked jokes journalism journey joy judged jumps jurisdictions k keen kicked kicks kilometers
kindergartners kinds king kitchen knowing knowingly l la lab label labeling labels labs lacked lacks lake landslides
lane lap lapse lascivious lashes laugh laughed laughing laundering laundry lawn laying layoffs layup leagues leaned
leaning leans learning leftist leftists lefty legally legendary legislator legislature lend length lettuce levies
levy lewd liar liberals liberty licence lie lied lieutenant lifestyle lifetime lift ligament likelihood limbo lineup
lining links lique listening lists lit literacy literally liveblog liver ll loaded lobbed locate locker longstanding
loose losers lots loves loving lowering lows loyalty lucky lump lunch machine machinery machines magazine mainly
maintaining maintains maintenance maker malicious managers manhunt manslaughter manufacturers manufacturing maps
margin margins maritime marquee martial masked massacre master matchup matchups maternity math mdash meal meals
measured mechanical mediators medications medicine mega melted memorable memories mention merely messaging messy
metal metric midair midfielder midseason midst migration mile militant militants minds minimum mining ministers
minor misinformation misrepresented missions misuse mm mobile mobster mocked mocking mode moderates moderator
momentum monster moot morgue mortgage mortgages motor mound mourn mouthpiece mph multibillion multimillion
multiplatform multistate mumps munitions murderer mushroom musical mutual mystery narrative nasty nationally
necessity negotiate negotiator neighbor neighborhoods neighboring nemesis nervous net newborn nickname nicknamed
ninth nominated nominates nominations nominees normally northwestern notes noticed notified nowhere nurse obesity
obligations observed observers obsessed obsessing obtain obtaining obvious occasionally occasions odd offices
offshore oldest onscreen operative operator operators opioid opposes opt opted optimism orbit orchestrating ordeal
ordinary organisation organised organisers organized organizers organizing origin ought ourselves oust outages
outburst outdated outfielder outlined outlines output outreach outstanding overcome overly overseeing oversees
overtures overwhelming overwhelmingly owe owes owns pachinko pack packaging pact pad page palace panels pants papers
parallel parental parks parliament parlor participants participated participating partisan passage passion passport
passports pastor pathway patient patriotic pays peacefully pee pen pending perform performances periods permission
permit permits permitted pernicious persistent persists personality perspective petitioners pez phenomenon phones
photograph photographed photographer phrase physically picked pieces pillowcases pipe pipelines pitched pitches
pivotal pivoted pivoting placing plaintiffs planet playbook playoffs pled plotted plunging pockets podcaster
podcasts poised pole policing policymakers politicized pollution porn portfolio ports pose poses positioning
possession posters postponed postseason pounded pounding pour poured pouring poverty powered prayers precedent
predatory predicted predominantly prefecture preferred pregnant premiere prescription presenting pressed presses
pressuring pretending preventable prevented prevention prevents prewar pricing primarily prince principle principles
printing prints prioritize prioritizing prisoner prisons pristine proclamation profit profoundly programming
prohibiting prohibition prohibits prolific prominence promoted promoting promotional prompt prompts propaganda
properly proposes proposing prosecuted prospect prospects protected protective protects protested protester
protesters protesting proved providers provisionally provocative proximity puberty publishers publishing pulling
pulls pummeled punch punches punching pundit punishing punitive purchases purchasing purely purported purposes
pursuit puzzle python quagmire qualifications quarters quest questioned quo r racial rack racked radiation raging
raid raids rail rallied ramp ramped ramping ramps ranchers random ranks rant rd react reactor reacts readiness
realized reasonable reasoning rebound rebuild rebuilding rebuke receiver reception reckless reckoning recognition
recognized recommend recommendations recommended recovering recruit recruiting recurrence recurring recycling
redacted redemption redesign redrawn reduces reeling reels reference referenced references referendum refinery
reflect reflection reform refuge refund regain regard regarded regardless registration regrets regulate regulator
regulators reign rein reinstate reiterated rekindle relation relative releases reliability reliably reliance relied
reluctant rely remembering remembers reminder removing renamed renaming rendezvous renew renewing rep repair repeat
replacing replenish replied represents republic rescind rescinded rescuers researcher resemble reservation reserve
reserves reshaping residency residential resilience resist resisting resolutions resolved resort respected
respective respectively responds responses restaurant restoration restored restraining restrict restricted restricts
resumes retailer retailers retain retake retaliate retook retrial reunite reuse revelation revelations revenge
reverse reverses reversing reviewed revised revival revocation revoked reward rewards rez rich richest rid riding
rift rigorous ripped risen risked risky rivalry rivers roadless roadmap roadway robbery robe rock rogue rolls
romantic romantically root roster rotation rough rounds routes routinely rubella rugged rulings rumors runner
runways ruse rush rusher sacked sacral sacred saddened sadly sadness safari safer saga salesman salvage satirical
scaffolding scales scare scathing scenario scenes schemes scholarship scholarships scientists scope scorched scoring
scramble scrambles scrambling scrap scrapped script seal searching seashell seashells seaside seasonal seatback
seated seating secrets sectors securing securities segment seizes seizure sells semi senate sentences sentencing
separately serves settled seventh sexist sh shadow shakes shaking shallow sham shame shameful shelter shelves shirt
shook shooters shootings shortstop shoulder shouted showcase showdown shrink shrugged shuts shy sick sickened
sideline sidelined sidewalk sigh signage signaled signaling silencers silent simmering sin singing sir sisters
skeptical skies skincare sky slain slap slapped slapping slashes slated sleep sleeps slight slim slip slowed slowly
smashed smile smiling smoking snake snap snaps sneak snow soared soaring sociology soft software soil soldier sole
solely solo solutions somebody sons sooner sophisticated sore sorry sorts sounded southwestern sow spacecraft spaces
span spanning spans spare spark specialist species specify spectacle spectrum speeding spell spells spike spiked
spilled spirit splitting spoken spokeswoman sponsors spots spouse sprouts squeezing squid stability stable staged
stampede standoff staring stark starter stash statistics statue statute statutory stays steadily steady stemming
stems sticking sticks stint stockpile stoked stone stopping stops stormed strains strangling stray streak streams
street stress strongman structure studios stunned style styling subjected submitted subpoenas subscription
subsequent subsequently subset substance substitute suburb suburbs succession suffers sufficient suggestions suits
sum sunglasses sunny superstar suppliers supplying supportive supposedly supremacist supremacy surf surface surges
surging surpassing surprisingly survives surviving suspending suspicion swath sweep sweeps swiftly swimmer swimming
swimsuit switched sworn symbol symptoms synagogue systemic tables tackled tackles tackling tactics tags takeoff tape
tapping taps tarp taste tattoo tearing tears teeth televised temperature tent terminate terrain terrified
territories terrorists terrorizing textbook texted texts theater theatre theories theory thieves thin thousand
threshold thrilled throws thrust thus thwarted tie tighten tightened tightens tiny tipped toilets toothpaste topic
topics topped torn tornado tornadoes torrential tort torture tossed totality touch touchdown touched touching
tougher tout touting towns toys trace tracked tracks traded traders trades traditionally trailer trained transaction
transcript transferred transfers transform transit transition transits transmission transparency transparent
transport transportation transported trap travelers travelling travels treatable treatments treaty trees trespassing
tribe trick triggers trillions trips troop troopers troubled troubling trustees tumor tumors turbulent turmoil
turnaround turnout tweeted twin twisted typical ugly ultra unaccompanied unanimous unauthorized unborn uncomfortable
unconscious undergo undergone underground underlying undermines undermining understands underwent undetected undo
unexpectedly unfair unfolds unfounded unimaginable uniquely unite units universal unleashed unleashes unloads
unnecessary unnerved unrelated unresolved unsealed unseat unspecified unsupervised unsupported unthinkable unveils
unwavering upend upgraded uphill uphold upholds uproar upsets upside urgently usage user utility utter vacancy
vacated vaccination vanity vehicular ventures venues verge versions versus viable vicious victories victorious
viewers viewpoints vile villagers villain vio violates virtual visitors volatility volcanic von vowing wage waging
waited walls wanting wary waste wasted wastewater watchdog weak weaken weakened wealthy weaponized wear wears
wedding weddings weekly weighed weighing welcomes wellness wet wheelchair whereabouts whistleblower whopping widow
wildlife windfall windows winter witch withdrawal withdrawn withheld withholding witnessed woes wonder wonderful
wondering woods workforce workout worship wounding wrap wraps wrist wrongdoing xe yourself youths zero zip zone
""")
