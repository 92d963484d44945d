"""Words of everyday life that the news of a few days hardly hold in lower case, and which organisations take as names.

Two thirds are written by hand; the others stand in lower case a few times in the real news items (words alone).
"""

from __future__ import annotations

from pipelines.judges.lexicons import word_list

EVERYDAY = word_list("""
abbey abide ablaze abolish abstract abusive accelerated accepts accidents acclaimed acid acorn acquire acquisition
activate actor adder adjusted administrator admiral adobe ads advert advocate affirm affirming afloat agate agile
agitators aids airlines alarming albatross alcove alder alert align allergy alligator alloy ally almond alpaca alpha als
altar aluminum amateur amber amethyst amicus ammo amnesty ample analyst analytics anchor anchovy ang angel angle angler
angst ankle anklet ann ant antelope antenna antibodies antibody antler anvil ape apex apocalypse apology appease
appetite apple appliance appreciate appreciation apprentice apricot apron apt aqueduct arbor arc arcade arch archer
architect archive ark armadillo armor armour array arrow artichoke artisan ascend ascent ash ashamed asp aspen aspire
assembles assembly assert assessor assumption assure asteroid astonishing atlas atom attic attraction aubergine auction
automated automatic autumn availability avatar avenue avid avocado awake awful axe axis axle azure babies bachelor
backfire badge badger bagel bailout bake baker bakery ballad balloon balm bamboo banana band bandit banjo banner barge
bark barley barn barometer baron barrel barrister bash basil basin basket bass bat bathrooms baton bay bayonet beacon
beagle bean bear beard bearing beaver bedroom bee beech beers beetle bell bellows belly belong belt bench beneficial
beneficiary berry bespoke beta betas bias bible bicycle bikinis billboard bind binding binge biology birch bird birds
biscuit bishop bishops bison bites blackbird blacksmith blade blanket blaze bleeding blink blitz blizzard bloc
bloodwater bloom blossom blouse blowing bluebell bluebird blueprint boar boards boat bobcat boggling bold bolt bomber
bonnet bonsai bookstores bool booming boos boost boot booth boots boulder bounce boundary bouquet bow bowl bowler
bracelet bramble branch brass brave bread breeze breezy brew brewer brick bride bridges bridle briefings brigade
brigadier bright brilliant brink brisk broadband broadcasting broker bronze broom bros broth browser brush brutality
bubble bucket buckle bud buffalo bugle bugs builder bull bulldog bullet bulletin bullfrog bullied bulls bumblebee bunny
buoy buoyant burger burns burst butcher butler butter buttercup butterfly button buzzard cabbage cabin cable cactus cafe
cake calf calico calm cam camel cameo canal canary candle candy cannabis canoe canopy canvas canyon cape caps capsizing
captain caramel caravan carbon cardinal caribou carmakers carnation carnival carousel carp carpenter carrot cartons
carving cascade castle cat catcher caterpillar catfish cathedral caucus cautionary cautiously cave cavern caviar cedar
celery cello cellphone cementing centaur cereal certificate chairs chairwoman chalet chalice chameleon champion
champions chancellor chaplain charge chariot charm chart chase checking cheddar cheer cheese cheetah chef cherry cherub
chess chestnut chewy chick chickadee chicken chickens chili chime chimney chinchilla chip chipmunk chisel chocolate
chokepoints chrysalis cider cigarettes cinder cinema cinematic cinnamon circle circuit citadel clam clarifies clarinet
clarion clash classic clauses claw clay clear clementine click climb clinic clipper cloak clock cloud clove clover clown
clue clues clusters clutch coach coal coast coaster cobalt cobbler cobra cochlear cockatoo cocktail cocoa coconut cod
code coffee coil coin coincidence collaborative collective collie colonel colonial colour columns combo comet comma
commander commanders commencement commerce commercials commits commodore common commute compact companion compare
compass compatibility competitions competitiveness compiler completing complexity compliant compromised compute comrade
con concede concession condor conductor cone confidant configuration confined confiscate confrontational confused
conifer connect connections conscious const constable consul contained contesting continuous contra contradicts cook
cookie cooper cop coral cord core corgi cork cormorant corn cornered corona corporal corporation corrupting cosmos
costume cottage cotton couch cougar councilman count countess courage courier courtesy cousins cowboy coyote crab cradle
craft craftsman cram crane crank crater crave crayon credential creek crescent crest cricket crimson cripple crisp
critique crocodile crocus crosses crow crown cruise crumpet crunch crusade crush crystal cube cucumber culturally
cultures cup cupcake curate curator curlew curling currency curse curtailed curtain curve cushion custard cutlass
cyberattacks cyclone cymbal cypress daddy daffodil dagger dahlia dairy daisy damn damned damning damsel dandelion
darkest dart dash dawn dazzle dean dear debacle debating deceiving deed deepens deer defeats defects defender defenses
defiance defies definitive deforestation defund defy del deliver delta delusional dem demise demos den denounce
denounces dependent deposit depot depressed deputy derailed derived des description designation desirable desk dessert
detect detractors developmental dew diabetes dial diamond diapers dictatorship difficulties digest digit dilemma dine
dinghy dingo dino diplomat direct directors directory disabilities disappearing disappointment disclosure disclosures
disco discord discover diseases dish displayed disrupts distraction distrust dive diver diversity doctor dodges dodging
dodo dog dogs doll dolphin dolphins domain domains dominates domino donating donkey doom doping dose dot doughnut dove
downing dragon dragonfly drank drastic dream dreams drift drinks drive driver drowns drum duchess duck duke dune dusk
dust dwell dwindle dynamics dystopian eager eagle ear earl earring ears earth eases easy ebony ebooks echo echoes
eclipse edge edit editor eel egg egret ejection elan elbow elder electron electronics element elephant elevate elf
eliminate elite elk elm elusive embassies embedded ember emblem embrace emerald emerge emergence emerges emeritus
emperor employed empress emu encampment encrypted encryption endeavor endeavour endurance energy engine engineer enigma
ensemble enterprise enterprises entries envelope envoy epic equality erased ermine erosion erupting erupts essence est
ether eve evergreen evicted eviction evolve ewe exact examiner exceed excel excitement exec execs exhibit exists exotic
explodes exploited explore explorer exporter express extinct extra extract extremism fable factories fades falcon fame
fantasy fare farmer fashioned fat father fathered fathom fatigue fawn feather fed feed feedback feeds fennel fern ferret
fest festival fiddle fiesta fifteen fifty fig fills filtering finalizes finals finch finishes fireball firefly fish
fisher fisheries fixing fizz fjord flag flagship flair flame flamingo flannel flare flash flask flattening flax flees
fleet fletcher flex flick flies flint flip flips floats flock flora flounder flour flow flower flu fluent fluid flute
flux foam focus foe fog fold fool footy forage foreigners forester forever forge fork forming fortify forward fossil
foundry fountain fox foxglove fractured freckle freedom freeway frenzy fresh friction fried fries frog frolic frost
fruit frustrations fuck fumes function funeral furnace furniture fuse fusion futures galaxy gale galleon gallery gamble
gaming gander gangs garage garbage garden gardener gardens garland garlic garnet gate gateway gauge gayest gazelle gear
gears gecko gem gen gene genesis genie genius gentle geopolitics gerbil geyser ghost giant gifts ginger giraffe glacier
glass glasses gleam glide glimpse glint glitter globe glory glove glow gnat gnome goat goblet goblin gold goldfinch
goldfish goons goose gooseberry gorge gorilla gothic governmental governor govt grace graduates grain grand grandma
grandson granite grape grapefruit graphics grasp grasshopper gravel gravely gravity gray greatly greens grenade grey
grid grills grind grinding grip grit grizzly grooming groove grossing grouse grove guardian guava guess guide guiding
gull gum gunner guppy guru gust gusto gutted gymnastics gypsy hack hacker hail hailing haircut halo hammer hammock
hamster handcuffs handles handout hang happier harbor harbour hardships hare harmony harp harrier harvest haste hatchet
hats haunt haven hawk hawthorn hay hazel header healthier heart hearth heather hedge hedgehog heights heinous helix
helpful helpline hemisphere hemlock hen herald herb heritage hermit heroes heron herring hickory hikers hills hippo
hitch hive holder holidays holly honey honeycomb honorary hood hook hop horizon horizons horn hornet horoscope horse
hospitality hostages hound hover html hue humble humiliation hummingbird hung hunger hunter hunters hunting hurl
hurricane hurry hurts husky hustle hut hybrid hyena hype hypocrite ibis ice iceberg icicle icon ignite ignored iguana
illustrated image imagine imaging immunity impact impacted impala impeach impeached implantation impresses imprint
impulse incompetent incomplete indications indicators indie indigenous indigo induction infection infinity influenced
info ing inherently ink inland innuendo input inquirer ins insert inspector inspire instant instinct instruction
insurgent insurrection int integration intelligent intentional inter interactive intercept interface interpretation
interviewing intimidate intrepid introduces invent invest investigative investigator investing invite invites iris iron
isle ist ivory ivy jackal jackdaw jacket jade jaguar jam jar jasmine jasmonic javelin jay jazz jelly jellyfish jester
jet jewel jigsaw jive jockey jolt journal journey journeyman joy json jubilee judge judiciary juggler jumble jump jumper
junior juniper jupiter justified juvenile kangaroo kayak keel keen keeper kelp kennel kernel kestrel kettle key keyboard
killers kin kinase kindle kindness kindred king kingfisher kiss kitchens kite kitten kiwi knapsack knife knight knives
knock knocking knocks knot koala kraken laboratory labour ladder ladies ladle lady ladybird lagoon lamb lamp lance
lantern lapel lark laser lassen lasso lateral latex latitude launch laurel lava lavender layer layers lays lazy leaf
leak leaked leaks leap leaps lease leek legacy legend legends lemming lemon lemonade len lentil leopard leprechaun les
lettuce level lever leverage liaison libel liberation liberty library lichen lieutenant lift lighthouse lightning
likened lilac lily lime limestone lin linden linen linger lingo link linux lion liquid liquor lizard llama llamas load
loading lobbyists lobster lockdowns locket locking locust lodge log logic logo loneliness lonely loom loon loop loophole
lotus lowered loyal lucid luck lullaby lumber lumen lunacy lunar lupus lush lute lynx lyre lyric mace mackerel macro mad
madness magic magical magistrate magistrates magma magnet magnificent magnolia magnum magpie mahogany maid major
makeover makers makeshift malaria malfunction mallard mallet malware mammoth mandolin mango manual maple marathon marble
mare marigold marijuana mariner markdown marketplace marlin marmalade marmot marrow marshal marten martin marvel mask
masks mason mast masterpiece mastiff matrix matron max mayor maze meadow meat mechanics mechanism med medal medallion
medals medium meerkat megadrought mellow melody melon melting melts memo memorials mend mentor menus merchant mercury
mercy mere merger meridian merit mermaid mesh mess messaged messenger metals meteor meter method mice micro midnight
mighty milestone milk mill miller mimosa min miner mingle mini minimal minister mink minnow minstrel mint mirage mirror
misogyny mist mistaken mistletoe misty mitten moat mob mobilization mock mocks mode modern moguls mole momentum monarch
mongoose monitor monk monkey mono monolith monsoon moon moose mornings morsel mosaic moss motel moth motif motion
mountain mountains mounts mouse moviegoers mule mum municipal murderous muscle muse mushroom musketeer mussel mustang
mustard mutations myrtle mysteriously mystic nacho nails nanny napkin narrated narwhal navbar navigate navigator neat
nebula nectar needle neighbor neighbour nephew nest net nets nettle newcomer newfound newspapers newsroom newt nexus
nickel nifty night nightingale nightshade nimble nitrogen nix noble nod node nomad noodle normalize nose notch notches
notifications notion nova novel nudge nugget nun nurse nurses nursing nurture nut nutmeg oak oar oasis oat oath obelisk
observer obsidian oceans ocelot octopus odyssey offended offerings officer offs offset okay olive omen onetime onion
onyx oops opal open optic optimum option optional oracle orange orbit orca orchard orchestra orchid oregano organ origin
oriole osprey ostrich otter outage outlaw outline outliner outlook outright oven overflow overseas overview owl ox
oxygen oyster pace packing pact paddle pagoda painter painting paints pairs pal palace pale palette palm pan pancake
panda panorama pansy panther papaya paprika parade paradise paragon parakeet parasol parchment parked parrot parse
parsley parsnip partisan partridge password pasta pastor pasture patch paths patience patriot patrol patron patterns
pavilion payout payouts peach peacock peak peanut pear pearl peasant pebble pecan pedestrians pediatric peeking peer
pelican pen pencil penguin peninsula penitentiary penny pens pensions peony pepper peppermint perception perch perfect
performer pet petal pets petunia pewter phantom pheasant phoenix photography php physiological piano pickle pickup pics
pictured pid pie pier pig pigeon pike pilgrim pill pillow pilot pine pineapple pinnacle pioneer pioneering piper piranha
pirate pistachio pitting pivot pixel pixie pizza placement plague plagued plaid planet plaque plasma platinum platypus
play playmate plaza plenty plot plots plough plow pluck plug plum plume plunges plush pluto pocket pod poet poise polar
polecat polish pollen pomegranate pond pony poodle poorer pop poplar popping poppy porcelain porcupine porpoise portable
portal porter portrait pose possum postal postmaster potato potter poultry practical prairie prawn prayer preacher
predict predicts preferences premeditated preparations preparedness presentation presents preservation preserved
preserving president prestige previews pricey pride priest prime primrose prince princess principal prism prize prizes
probation processing prodigy productivity professors programme progress prologue prolong promise promotes promotion
propel prophet propping pros prosper protein protocol protracted proves proving provision prune pub publications
publishes puffin pulse puma pumpkin punctuation puppet puppy pure purge purity purple pursuit puzzle pve python quail
quaint quake quantitative quantum quarantine quarry quartz quay queen quest quick quiet quill quilt quince quirk quits
quiver quiz quota quotes rabbi rabbit raccoon racket radish raft rages rain rainbow raisin rally ram ramp ranch ranger
ranking rapid rapport rapporteur raspberry rat rated rattle raven raw ray rays razor reader reaper rear rebel rebellion
rebels recalling recession reconcile reconciliation recreation rector redraw reef referee reflex refuge regal regatta
register regulating reignites reindeer relay reliable relic relish remarried remdesivir remedy remembrance remind
remnants remorse renaissance renew renews rents reopenings reopens reporter resign resigns resilient resolve resonate
resorting restaurants resurfaces retention rethink retire reunites revel reviewer revisit revives revolution
revolutionary revolve rhino rhubarb rhythm ribbon rice riddled ridge ridiculous rifle rifles ring ringmaster rings rip
ripple rise rituals rival river roach roam roasts robber robin robust rocker rocket rocks rocky rogue roil romance rook
rooster rosemary rotten roundup rove rover rowan royal ruby rug rugby ruining ruler rundown runtime runway rush rushing
rust rye saber sabotage sabre sac sacrifice saffron saga sage sail sailboat sailor saint salamander salmon salt salute
samaritan samurai sand sandal sandpiper sandwich sane sang sapphire sardine sash satin saturn saucer sausage scallop
scam scan scanning scans scarab scarecrow scarf scenic scepter scholar scooter scope scorpion scourge scout scream
screening screenings screw scribe script scripting scroll sculptor seagull seahorse seal seals seashell secondary seed
segments seizures sensation sensationally sensor sentinel sentry sequel sequoia serene sergeant serpent server servers
servicers sesame sessions settler severs shades shadow shake shamrock shard shareholders shark shawl sheep shell
shelters shepherd sheriff sherpa shield shields shift shine shoplifting shopper shore shotgun shouting shovel showcases
shredded shrew shrimp shrug shuttle sickle sights signal signalling silk silver simmer simple siren skate skater
skeleton sketch skinny skull skunk skylark skyrocket skyrocketing slack slaps slash slate slater slaughter sled sleeves
sleuths slices slide slipper slipping slips slope sloth slug smart smarter smith smoke smooth snail snake snap
snapdragon snapshot sneaky snow snowball snowdrop snowflake snuck soap soar soars sock sofa solar soldier solid
solidarity solo solve solved songs sonic soothe sorcerer soul soup sour southeast sovereign spark sparrow spear
spectator spectra spectrum speeches sphere spider spies spikes spin spinach spinal spindle spiral spire spirit splash
splendid split splits sponge sponsor sponsored spoon spotting spraying spring springs sprint sprout spruce squad squeeze
squid squire squirrel stag stages stalked stall stallion stamp star starfish starling stash stat static stats steam
steed steel stellar stem sterling stew stigma sting stinger stitch stoat stone stork storm storylines stranger
strawberry stresses stricter strictly stride strings stripe stripes strive stroke stud studded student studio stumbled
stump stunner sub subcommittee sublime submarine submit subreddit sucks sugar sultan summit summon summoned sun
sunflower sunny sunrise sunset sunshine superhero superintendent superior supervisor supervisors supreme surf surfaces
surge surgeon surpasses surprises surreal sustainable swallow swan swap sway swearing sweep sweet swift swipes swirl
swirls swoop sword swordsman sycamore symbolic symphony sync syndication synthesis syrup tact tadpole tag tailor takeout
tale tales tall talon tambourine tan tandem tangerine tango tanner tapestry tapir tarantula target tarragon tart tasks
tassel taunt taunts taxi tea teacher teachers teaches teaching teal teapot techniques technological technologies teller
tempest temple tempo tenancy tenant tern terra terrier terrifying tether theatrics theory therapeutic therapists thicket
thimble thinning thistle thorn thoughtful thread thrift thrive throne thrush thug thumbs thunder thunderbolt thyme tiara
tidal tide tidy tiger tiler timber timers tinder tip tips titan titanium titans toad toast tobacco token tomahawk tomato
tonic topaz torch tornado tortoise tortured toucan touches toughest tour touring tours tower towers township trace
trader trafficker trail trains trait trance tranquil transformative transplant trashing traveler traveller trawler
treasurer trek trellis trend trends tribe tribunal tribute trickle trident trigger trinket triton triumph troll trolls
trombone trooper trophy trot troubles trout trove trowel truffle trumpet trumpeter trumps trust truths tuba tube tuition
tulip tuna tundra tunic turbo turnip turquoise turret turtle tusk tutor tutorial tweet tweets twenty twig twilight twins
twist twister tyler ultimate umbrella unaware uncover undercover underscores underwear undoing unemployment unfortunate
unhappy unhinged unicorn uniform unilateral unison unity universe unlicensed unlimited unlock unseemly upbeat upgrade
uplift ups uptown urban urchin url useless usher utopia vagabond vale valiant valley valor valour valuable valuation van
vanguard vanilla vapor vapour var variation vase vault vector vegan velvet vendor venom ventilator venture venus verdict
verdicts verge verify verse vertex veteran vibe vibrant vicar victor victory vie vigil vigor viking villager vine
vinegar vintage viola violet violin viper virology viscount visitor vista visual vital vivid vixen vogue volcano volley
volume volumes volunteer vortex vow voyage voyager vulture wacky waffle wagon wagtail waiter waits walks wallet wallets
walnut walrus wand wander warbler ward warden warlock warrior wash wasp watchman waterfall wave weakness weaponization
weasel weaver web websites wed wedge wee weevil whale wheat wheel whim whiplash whirl whisker whisper whistle widening
widens wielding wigwam wildly willow windmill wing wink wiping wisdom wish withstand witness wizard wolf wolverine
wombat wonder wonders wood woodpecker wool workshop worlds woven wow wren wright yacht yak yan yard yarn yeah yearn
yelling yellow yeoman yew yoghurt yogurt yonder zeal zebra zenith zephyr zest zinc zip zither zone zoo zoom
""")
