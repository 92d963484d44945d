"""Given names, surnames and titles of people, mostly of the English-speaking world."""

from __future__ import annotations

from pipelines.judges.lexicons import word_list

GIVEN_NAMES = word_list("""
aaliyah aaron abbas abbie abby abdel abdul abdulaziz abdullah abdulrahman abe abhishek abigail abiy abraham abu ada
adalberto adam addison adel adela adele adnan adolfo adrian adriana adrien agatha agnes agnieszka agustin ahmad ahmed
ahsan aidan aiden aileen aimee ainsley aisha aishwarya ajay akbar akira akshay al alain alan alana alanna alastair alba
albert alberto aldo alec aleister alejandro aleksandar aleksander aleksandr alessandra alessandro alessia alex alexa
alexander alexandra alexandre alexandria alexei alexey alexis alfie alfonso alfred alfredo algernon ali alice alicia
alina alisha alison alistair alister allan allegra allen allison allyson alma alondra alvaro alvin alyssa amal amanda
amara amber ambrose amelia amelie amina amir amit amitabh amos amy ana anand anastasia anatoly anders andre andrea
andreas andrei andres andrew andriy andrzej andy angel angela angelica angelina angelo angie angus anil anita anja
anjali ankit ann anna annabel annabelle anne anneliese annette annie annika ansel anselm anthony antoine anton antonia
antonin antonio antonis antony anya aoife apollonia arash archie aretha ari ariana ariel arjun arlene armand armando
arnaud arne arnold arsene artem arthur arturo arvind asha asher ashley ashok ashraf ashton asif aslan astrid athena atul
aubrey audrey augusto augustus aurelia aurelie aurora austin ava avery avi aviva axel ayaan ayesha ayman ayo aziz babak
babs bailey bao barack barak barbara barnaby barney barron barry bart bashar basil bea beatrice beau becky bee bella ben
benedetta benedict benedikt benito benjamin benji benny benoit bernadette bernard bernardo bernie berta bertha bertie
bertram bessie beth betsy bette betty beverly bharat bianca bibi bilal bill billie billy bjarne bjorn blaine blair
blaise blake blanca blanche bo boaz bob bobby bodhi bogdan bonnie boris boyd brad bradford bradley brady bram branden
brandi brandon brandy braxton breanna bree brenda brendan brendon brenna brent bret brett brian brianna bridget
bridgette brigitte britney britt britta brittany brock bronwyn brooke bruce bruna bruno bryan bryce bryn brynn bryony
bunny burt buzz byron cade cain caio caitlin caleb callie callum calvin cameron camila camilla camille camilo candace
candice cara carey carina carine carl carla carlo carlos carlton carlyle carmen carol carole carolina caroline carolyn
carrie carson carter cary casey caspar casper cassandra cassidy cassie catalina catarina cate cath catherine cathy cecil
cecile cecilia cedric celeste celestine celia celine cesar chad chandra chantal charlene charles charlie charlize
charlotte charmaine chas chaz chelsea chelsey cherie cheryl chet cheyenne chiara chico chiquita chito chloe chris
chrissy christa christi christian christiana christiane christie christina christine christophe christopher christy
chrystia chuck chung ciara cicely cilla cindy clair claire clara clarence clarissa clark claude claudia claudine claudio
claus clay clayton clem clemens clement clementine cleo cliff clifford clifton clint clive clotilde clyde coby coco cody
colby colette colin colleen connor conor constance constantin constantine cora coral cordelia corey corinna corinne
cormac cornelia cornelius corrine cory cosima cosmo costas courteney courtney craig cris crispin cristian cristiano
cristina cristobal curt curtis cy cynthia cyril cyrus dag dagmar daisuke daisy dale dalia dalton damian damien damon dan
dana daniel daniella danielle danny daphne dario darius darko darla darlene darrell darren darrin darryl daryl dashiell
dave david davina davis davy dawn dayton dean deanna deb debbie deborah debra declan deepak deepika deirdre delia
delilah della delphine demetrius demi dena deng denis denise dennis denzel deon derek derrick des desiree desmond devin
devon devonte dexter dian diana diane diarmuid dick diego dieter dietmar dietrich digby dilip dillon dimitri dina dinesh
dino dion dionne dirk dmitry dolly dolores dom domenico dominic dominik dominique don donal donald donatella dong donna
donnie donny donovan dora doreen dorian dorinda doris dorothy dory doug dougie douglas dragan drake dre drew dulce
dulcie duncan dusan dustin dusty dwain dwayne dwight dylan eamon eamonn earl eartha ebony ed eddie eden edgar edie edith
edna edoardo eduard eduardo edward edwin edwina efrain egon ehud eid eileen eilish eitan ekaterina elaina elaine elan
elba eleanor eleanora electra elena eleni eli elias elif elijah elin elinor elio elisa elisabeth elise elisha eliza
elizabeth ella ellen ellie elliot elliott ellis elmer elmo eloise elon elouise elsa elton elvin elvira elvis elyse ema
emanuel emanuela emelie emil emile emilia emiliano emilie emilio emily emma emmanuel emmeline emmett enda enid enoch
enrique enzo ephraim eric erica erich erick ericka erik erika erin erling erna ernest ernesto ernie errol erwin esme
esmeralda esperanza esteban estefania estella estelle esther ethan etta eugene eugenia eugenie eunice eva evan
evangeline eve evelina evelyn everett evgeny ewa ewan ewen ezekiel ezra fabian fabien fabio fabrice fabrizio fadi faisal
faith faizan fannie fanny farah fareed farhad faris farouk farrah fatima fay faye federico felice felicia felicity
felipe felix fenella ferdinand fergal fergus fern fernando ferran fidel filip filippo findlay finley finn finnegan
fintan fiona fiorella flavia flavio fleur flor flora florence florian floyd forrest fran franca frances francesca
francine francis francisca francisco franck franco francois francoise frank frankie franklin franz franziska fraser fred
freda freddie frederic frederica frederick frederico frederik freya frida frieda friedrich fritz fumio gabby gabe
gabriel gabriela gabriele gabrielle gael gail galen gamal ganesh gareth garfield garrett garry garth gary gaston gautam
gavan gavin gayle gemma gene genevieve geoff geoffrey geoffroy georg george georges georgette georgi georgie georgina
georgios georgy gerald gerard gerhard germain german gerrard gerry gert gertrude gervais ghislaine giacomo giada gian
gianluca gianluigi gianna gianni gideon gigi gil gilbert giles gill gilles gillian gina gino gioia giorgia giovanna
giovanni gisela gisele giulia giuliana giuliano giulietta giulio giuseppe gladys glen glenda glendon glenn gloria
godfrey goldie gonzalo goran gordon gorka grace graciela grady graeme graham grainne grant grayson greer greg gregor
gregory greta gretchen gretel griffin griselda guadalupe gudrun guido guilherme guillaume guillermo gunnar gunter
gurpreet gus gustav gustavo guus guy gwen gwendolyn gwyneth habib hadi hadley hailey haim hakeem hakim haley halle
hallie hamid hamish hamza hanan hanna hannah hannes hans hari haris harjit harley harmeet harmony harold haroon harper
harpreet harriet harriette harris harrison harry haruki harun harvey hasan hashim hassan hattie hayden haydn hayley
hazel heath heather hector hedwig heidi heike heiko heinrich heinz helen helena helene helga hellen helmut henning henri
henrietta henrik henrique henry herb herbert heriberto herman hermann hermione hernan hesham hilary hilda hillary hillel
hiroshi hisham hoda hollie holly homer hope horace horacio horatio horst hosni howard howie huang hubert huda hugh hugo
hugues humberto humphrey humza hunter hussein hyacinth iain ian ibrahim ibtihaj ichiro ida idris ieuan ignacio ignatius
igor ike ilan ilana ilhan ilia iliana ilya iman imelda imogen imran inaya indira indra ines ingo ingrid inigo ioana
ioannis iona ira irene irina iris irma irving irwin isaac isabel isabella isabelle isaiah isha ishaan ishmael isidora
isidore isla ismael ismail isobel israel issa istvan itzhak ivan ivana ivanka ivo ivor ivy izzy jaap jaber jacek jacinda
jacinta jack jackie jackson jaclyn jacob jacopo jacqueline jacques jada jade jaden jadon jagdeep jagmeet jaime jake
jakob jakub jalen jamaal jamal jameel jameela james jamie jamila jan jane janelle janet janette janice janine janis
janos jared jaroslaw jarrod jarvis jasmin jasmine jason jasper jaswinder javid javier jaxon jay jayden jayne jayson jean
jeanette jeanie jeanine jeanne jeannie jed jedediah jeff jeffrey jelena jemima jemma jen jenifer jenna jennie jennifer
jenny jens jensen jerald jeremiah jeremias jeremy jermaine jerome jerrod jerry jesper jess jessa jesse jessica jessie
jesus jet jett jia jian jill jim jimena jimmie jimmy jin jiri jitendra jo joan joana joanie joanna joanne joao joaquim
joaquin jocelyn jodi jodie jody joe joel joey johan johann johanna johannes john johnnie johnny jojo jolene jon jonah
jonas jonathan jonathon joni joost jordan jordi jordyn jorge jorgen jorn jose josef josefina joselyn joseph josephine
josette josh joshua josiah josie josip joss josue joy joyce juan juana juanita jude judith judy juergen jules julia
julian juliana juliane julianna julianne julie juliet julieta juliette julio julius jun junichi jurgen justice justin
justina justine justyna kabir kacey kaela kai kaitlin kaitlyn kajal kaleb kaley kalpana kalyn kamala karan kareem karel
karen karim karin karina karine karl karla karolina karoline karthik kasey kaspar kassandra kat katarina katarzyna kate
katerina katharina katharine katherine kathleen kathrin kathryn kathryne kathy katia katie katja katrin katrina katy kay
kaye kayla kaylee keanu keaton keegan keeley keir keisha keith kelley kellie kelly kellyanne kelsey kelvin kemi ken
kendall kendra kendrick kenji kenneth kenny kent kenya kenzo kerri kerry kerstin ketanji kevin khaled khalid khalil kian
kiara kiera kieran kieron kiki kiley killian kim kimberley kimberly kingsley kip kira kiran kirk kirsten kirstie kirstin
kirsty kit kitty kiyoshi kjell klaus knut kofi kolby konrad konstantin kourtney kristen kristi kristian kristie kristin
kristina kristine kristoffer kristopher krystal krzysztof kumar kunal kurt kwame kwasi kya kyla kyle kylie kyra kyrie
lacey lachlan laila laird lakshmi lalit lamar lamont lana lance landon lane lara larissa larry lars latasha latisha
latoya laura laurel lauren laurence laurent lauretta lauri laurie lavinia lawrence layla lea leah leander leandro leanne
lech lee leela leif leigh leila leilani leland lena leni lennie lennox lenny leo leon leonard leonardo leonid leonie
leonor leopold leroy les lesley leslie lester leticia levi lew lewis lex lexi li liam liana lianne libby lidia lila
lilian liliana lilith lillian lillie lily lina linda linden lindsay lindsey lindy linus lionel lisa liv livia liz lizzie
lizzo llewellyn lleyton lloyd logan lois lola lorena lorenz lorenzo loretta lori lorna lorraine lou loughlin louie louis
louisa louise lourdes lowell luana luann luc luca lucas lucia luciana luciano lucien lucille lucinda lucio lucius
lucretia lucy ludmila ludovic ludwig luigi luis luisa lukas lukasz luke lupe lupita luther luz lydia lyle lyndon lyndsay
lyndsey lynette lynn lynne lynsey lyra mabel macarena mack mackenzie maddie maddox madeleine madeline madelyn madison
madonna mads mae maeve magda magdalena maggie magnus mahatma mahesh mahmoud maia maisie maite maja majid malachi malala
malcolm malia malik mallory mamie mandeep mandy manfred mani manish manmohan manny manoj manolo manon manuel mara marat
marc marcel marcela marcelle marcello marcelo marci marcia marcin marco marcus mareike maren margaret margarita margaux
margery margherita margie margo margot margrethe maria mariah mariam mariana marianne mariano maribel maricela marie
mariel marielle marietta marika marilou marilyn marin marina marine mario marion marisa marisol marissa maritza marius
marjan marjorie marjory mark markus marla marlee marlene marley marlin marlon marnie marsha marta martha martin martina
martine marty marvin marwan mary maryam maryann masako masayoshi mason massimo mateo mateus mateusz mathew mathias
mathieu mathilde matias matilda matt matteo matthew matthias matthieu mattias mattie maud maude maureen maurice mauricio
maurizio mauro maverick mavis maxim maxime maximilian maximo maxine maxwell maya mayra mazie mckenzie mechthild meera
megan meghan mehdi mehmet mei meir mel melania melanie melinda melissa melody melvin melvyn menachem mercedes mercy
meredith merle merrick meryl mia mica micah michael michaela michal michala michele michelle mick mickey micky miguel
mihai mika mikael mikaela mike mikel mikey mikhail mikkel mila milagros milan milena miles miley milica millicent millie
milo milos milton mimi mina minerva minh minnie mirabel miranda mireille mirela miriam mirko miroslav misha missy misty
mitch mitchell mitt mitzi moe mohamad mohamed mohammad mohammed mohan mohsen mohsin moira moises mollie molly mona
monica monika monique montgomery monty mordecai morgan morris morten mortimer moses muammar mudassar muhammad muhammadu
muhsin mukesh muneeb munir muriel murphy mustafa mykhailo myles myra myriam myron myrtle nabil nadav nadeem nader
nadezhda nadia nadine nadja naftali naima najib nana nancy nanette naomi naomie narendra naseem nash nasir nasser nat
natalia natalie natasha nathalie nathan nathaniel naveed naveen nayib neal ned neha neil nell nellie nelson nena nerys
nestor neville newt ngozi nia niall nichola nicholas nicholle nick nicky nico nicola nicolai nicolas nicolaus nicole
nicolette nicolo nigel nikita nikki niklas nikolai nikolaj nikolas nikos nils nilufar nina nino nita nitin noah noam
noel noelle noemi nola nolan nora norbert noreen norm norma norman norris nouri nuala nuria nyla obi octavia octavio
odell odette odin ofelia ola olaf ole oleg oleksandr oleksii olena olesya olga oli olive oliver olivia oliviero ollie
olof omar omari omarosa ondrej oona ophelia oprah ora oren orla orlando orson orville osama oscar osman oswald oswaldo
otis otto owain owen paavo pablo paddy padma padraig paige paloma pam pamela paola paolo pascal pascale pasquale pat
patience patrice patricia patricio patrick patrik patsy patti patty paul paula paulette paulina pauline paulino paulo
pavel pawel paxton payton pearl pearse pedro peggy pelle penelope penn penny pepe per percival percy perry peta petar
pete peter peterson petr petra petro petros peyton phelan phil philip philippa phillip philomena phineas phoebe phyllis
pia pierce pierre piers piet pieter pietro pilar pinar piotr pip piper pippa polly poppy pradeep prakash pranav prashant
preeti prem preston priscilla priti priya priyanka prudence qasem qing quentin quincy quinn quinton rachael rachel
rachele rachid radek radha rae raegan rafa rafael rafe rafi rafiq raheem rahim rahul raimund raj raja rajan rajat rajeev
rajesh rajiv rajnath raju rakesh ralf ralph ram rama ramesh ramiro ramon ramona ramsay ramsey ramzan rana rand randal
randall randi randolph randy rani ranjit raoul raphael raquel rashad rashid rashida rasmus raul raven ravi ray rayan
raylan raymond raymundo rayna reba rebecca reece reed reem reese regan reggie regina reginald reginaldo reid reiner
reinhard reinhold remi remy rena renata renate renato rene renee reuben reva rex reyna reza rhea rhett rhiannon rhoda
rhonda rhys ria ricard ricardo riccardo richard richie rick rickey ricki ricky rico rihanna riley rina ringo rishab
rishi rita ritchie rivka roan rob robb robbie robby robert roberta roberto robin robyn rocco rochelle rocio rocky rod
roderick rodney rodolfo rodrigo rogelio roger rogerio rohan rohit roisin roland rolando rolf romain roman romana romeo
romy ron rona ronald ronaldo ronan ronda roni ronja ronnie ronny roosevelt rory rosa rosalba rosalia rosalie rosalind
rosalinda rosamund rosanna rosanne rose roseanne rosemary rosetta rosie rosita roslyn ross rowan rowena roxana roxanne
roxie roy royce roza ruairi ruben ruby rudy rufus ruhollah rune rupa rupaul rupert russ russell rusty rutger ruth
rutherford ryan ryder ryland ryo saad saara sabine sabrina sacha sachin sadie sadiq saeed sahil sahra saif sajid sajjad
sakura salim sally salma salman salomon salvador salvatore sam samantha sameer sami samir sammy samson samuel sana
sandeep sander sandi sandra sandrine sandro sandy sanjay sanna santiago santino santosh saoirse sara sarah sarai sarita
sasha saskia satoshi satya saul saurabh savanna savannah sawyer scarlet scarlett scot scott scottie scotty seamus sean
sebastian sebastiao seema selena selina selma selwyn serena serge sergei sergey sergi sergio serhiy seth shabana shah
shahid shaina shakira shamima shane shani shania shannon shaquille shari sharif sharlene sharon sharron shashi shaun
shauna shawn shawna shay shaye shea sheena sheikh sheila shelby sheldon shelia shelley shelly sheridan sherman sherri
sherry sherwin shimon shinzo shira shirley shiv shivani shlomo shmuel shona shreya shruti shyam si sid siddharth sidney
sidra sienna sigmund sigrid silas silke silvana silvester silvia silvio simeon simon simona simone simran sinead siobhan
sissy sixto skylar slobodan sofia sofie sol solange soledad solomon sondra sonia sonja sonny sophia sophie soraya soren
spencer spike spiro sri srinivas stacey stacia stacie stacy stan stanislav stanislaw stanley stavros stefan stefani
stefania stefanie stefano steffen steffi stelios stella stephane stephania stephanie stephano stephany stephen stephon
sterling steve steven stevie stewart stig stu stuart sudhir sue suella sukhdeep suki sultan suman sumit sundar sunil
sunita sunny suresh suri surya susan susana susann susanna susanne susie suzan suzanne suzette suzi suzie suzy sven
svetlana swati sybil sydnee sydney syed sylvain sylvester sylvia sylvie tabatha tabitha tad tadeusz tadhg taj takashi
takeshi talal talia taliyah talulah tamar tamara tameka tami tamika tamim tammy tamsin tamzin tania taniya tanner tansy
tanvi tanya tara taran tarana taras tarek tariq tarun taryn tasha tate tatiana tatum tatyana tavares tavi tawny taye
taylor tayyip ted teddy tegan temitope tenley tennessee tenzin teo terence teresa teri terrance terrell terrence terri
terry tess tessa thad thaddeus thalia thandie thea thelma theo theodor theodora theodore theodoros theon theresa therese
theresia thierry thom thomas thor thorsten tia tiago tian tiernan tierra tiffany tilda tilly tim timmy timo timofey
timothy timur tina tito titus tiziana tobey tobi tobias tobin toby todd tom tomas tomasz tomer tommie tommy tomoko toni
tonia tony tonya torben tori tormund torsten tory trace tracey traci tracie tracy travis trent trenton tressa trevor
trey tricia trina trinity trish trisha trista tristan tristram trixie troy trudie trudy truman tucker tulsi tuvia twyla
ty tye tyler tymoshenko tyra tyree tyrell tyrese tyrone tyson uday ugo ulf ulla ulrich ulrika uma umar umberto una uri
uriel urs ursula usha usman uwe vaclav val valentin valentina valentine valentino valeri valeria valerie valerio vance
vanessa vanna vanya varun vasil vasily vaughan vaughn veda velma venus vera verity vern verna vernon verona veronica
veronique vesna vic vicente vicki vickie vicky victor victoria vidal vidya vijay vikas vikram viktor viktoria vilma
vinay vince vincent vincente vincenzo vinicius vinnie vinny viola violet violetta violette viorica virgil virgilio
virgina virginia vishal vitalii vitaly vito vittoria vittorio viv vivek vivian viviane vivien vivienne vlad vladimir
vladislav vojtech volker volodymyr wade wael waheed wai waleed walid wallace wally walter walton wanda wang waqar ward
warren wasim waylon wayne wei wendell wendi wendie wendy wenger werner wes wesley westley whitney wilbert wilbur wilder
wilfred wilfredo wilhelm wilhelmina wilhelmine willa willard willem william willie willis willow wilma wilmer wim
winifred winnie winona winston wojciech wolfgang woodrow woody wyatt wynona wynton xander xanthe xavi xavier xena xi
ximena xiomara yael yahya yair yana yannick yannis yara yaroslav yasir yasmeen yasmin yasmine yasser yehuda yelena
yesenia yevgeny yigal yitzhak yoav yoko yolanda yoram yosef yoshi yoshihide yoshiko yossi youssef yuki yulia yuri yusef
yusuf yves yvette yvon yvonne zac zach zachariah zachary zack zackary zahid zahra zaid zain zainab zak zakir zander
zandra zane zara zayn zeb zeke zelda zena zendaya zeynep zhang zia ziad zinedine zion zita ziva zoe zoey zoltan zooey
zoran zsofia zuleika zuzana
""")

SURNAMES = word_list("""
abbas abbott abdullah abe abrams acosta adams adeyemi aguilar ahmad ahmed aiken aitken akhtar albanese albright alcaraz
alexander ali allen allison alonso alvarado alvarez ambrose anand andersen anderson andrade andrews anthony archer
ardern arias armitage armstrong arnold arroyo arteta ashcroft ashton asquith assad atkins atkinson attenborough austen
austin avila ayala aziz babcock bach bacon badenoch bailey bain baird baker bakshi baldwin balfour ball ballard banerjee
banks bannon barber barclay bardot barker barlow barnes barnett baron barr barrera barrett barron barrow barry barrymore
bartlett barton basu bates batista battle bauer baxter bean beard beasley beatty beck becker beckett beckham bedford
begum belichick bell bellamy bellingham beltran benedict benitez benjamin bennett benson bentley benton berg berger
bergman berlusconi bernstein berry bezos bhatia bhatt biden bieber biles birch bird bishop bittner bjork black blackburn
blackwell blackwood blair blake blanc blanchard blanco bland blinken bloom bloomberg bloomfield blunt bogart bolt bolton
bond bondi bonner booker boone booth boris borrell bosch bose boucher boulton bourne bowen bowers bowie bowles bowman
boyd boyle bradford bradley bradshaw brady bragg brand brandt branson braun braverman bray brennan brewer bridges briggs
bright brock brody brooke brooks brown browne bruce brunner bruno bryan bryant bryson buchanan buck buckley buffett
bukele bull bullock bundy burgess burke burnett burnham burns burr burrows burton busch bush bustamante butler butt byrd
byrne cabrera caesar cage cahill cain calderon caldwell calhoun callaghan callahan calvert calvin camacho cameron
campbell campos cannon cano cantu capone cardenas cardi carey carlisle carlson carlyle carmichael carney carpenter carr
carrera carrillo carroll carson carter cartier cartwright caruso carver case casey cash cassidy castaneda castillo
castle castro catalano cavanaugh cervantes chalmers chamberlain chambers chan chandler chandra chaney chang chaplin
chapman charlton chase chatterjee chaudhry chauhan chavez chen cheney chopra chow christensen christie chu chung church
churchill clancy clapton clark clarke clarkson clay clayton clegg clemens clements clemons cleveland cliff clifford
clinton clooney close cobain cobb cochran cody coffey cohen cohn colbert colby cole coleman coleridge colin collins
colon combs comey compton conley conner connolly connor conrad contreras conway cook cooke cooley coolidge cooney cooper
cope copeland coppola corbett corbyn corden cordero cornell cornwell corona coronado cortes cortez costa costello cotton
coulter courtney cousins covington cowan cowell cox crabtree craft craig cramer crane crawford crawley creighton
criminale cristiano crosby cross crowe crowley cruise cruz cuban cuellar cummings cunha cunningham curran currie curry
curtis cyrus dahl dalton daly damon dang daniel daniels das dasilva davenport davey davidson davies davis dawson day
dean decker deere delacruz deleon delgado deng dennis depp derrick desai desantis devine dhawan dias diaz dickens
dickinson dickson dietrich dillon dimarco dion dixit dixon djokovic dobbs dodd doe doherty dolan domingo dominguez
donahue donald donaldson donnelly donovan doran dorsey dougherty douglas dowd downey downing downs doyle drake draper
drew driscoll drummond duarte dubois dudley duffy dugan duke dumas dunbar duncan dunlap dunlop dunn dunne duong duran
durant durham dutton dwyer dyer dyson eastwood eaton eden edison edmonds edwards egan einstein eisenhower eldridge
elizondo elliott ellis ellison elton elway emerson emery english eno epstein erdogan erickson eriksson escobar esparza
espinosa espinoza estes estrada evans everett evert ewing fairchild falcon falk fallon faraday farage farah farley
farmer farrell farrow fauci faulkner federer felix feng fergie ferguson fernandez ferrari ferrell ferrer ferris field
fielding fields figueroa finch fink finley finn fischer fisher fitzgerald fitzpatrick fleming fletcher flores floyd
flynn foden foley fonda fontaine forbes ford foreman forrest forster foss foster fowler fox francis franco frank
franklin franks fraser frazier frederick freeman freud frey frost fry frye fuentes fujimori fuller fulton furtado
gaddafi gaga gaines galindo gallagher gallegos galloway galvan gamble gandhi gao garcia gardner garfield garland garner
garrett garrison garza gates gaultier gay gentry george gerard gervais ghosh gibbons gibbs gibson giggs gilbert giles
gill gillespie gillibrand gilmore ginsburg gladstone glass gleason glenn glover goddard godwin goebbels goebel goff gold
goldberg golden goldstein gomes gomez gonzales gonzalez good goode goodman goodwin gorbachev gordon gore gorman gosling
gould grace graham grande granger grant grau graves gray greco green greenberg greene greenwood greer gregory greta
griffin grimes gross grossi grove grover guardiola guerra guerrero guevara gunn gupta guterres gutierrez guy guzman
haaland haas hackman hadley hague hahn hailey halep haley hall hamid hamilton hamlin hammond hampton hancock handley
haniyeh hanks hanna hansen hanson haq harding hardy harmon harper harrington harris harrison hart hartley hartman harvey
hasan hassan hastings hatch hathaway hawking hawkins hawley hawn haydn hayes hayward healey healy heard hearst heath
heaton hegseth helms hemingway hemsworth henderson hendrix henley hennessy henry hensley hepburn herbert herman
hernandez herrera herring hess hester hewitt hewlett hickey hickman hicks higginbotham higgins hilary hill hilton hines
hinton hirsch hitchcock hitler ho hobbs hochul hodge hodges hodgson hoffman hogan holden holder holland holloway holmes
holt homan honda hood hooper hoover hope hopkins hopper horn horne horner horton hossain houston howard howe howell
hubbard huber huckabee hudson huerta huff huffman hughes hull humphrey humphries hunt hunter hurley hurst hurtado husain
hussain hussein hutchinson hutchison hyde ibarra ibrahim idris iglesias imran ingram innes iqbal irvine irving irwin
isaac islam israel ivanov iyer jacinto jack jackman jackson jacobs jacobsen jacobson jagger jain james jameson jansen
jarvis javid jay jefferies jefferson jeffries jenkin jenkins jenner jennings jensen jimenez jinping jobs joel johansen
johansson johns johnson johnston jolie jones jordan joseph joshi joyce juarez jung kaepernick kagan kahlo kahn kaine
kane kaplan kapoor kaur kavanaugh kay keane kearney keating keaton keene keith kellan keller kelley kellogg kelly kemp
kendall kennedy kent kenyon kerr kerry keys khamenei khan kidd kidman kiefer kim kimmel kincaid king kipchoge kirby kirk
kirkland kirkpatrick kishida kissinger klein kline klopp knapp knight knowles knox koch koenig kohl kohli kovacs kramer
kraus krause kravitz krueger kruger kumar kushner kuznetsov lagarde lahiri laing lake lam lamb lambert lamont landry
lane lang langley lara larsen larson lasso latham lau laurent lavrov law lawrence lawson leach leal lebron leclerc
lecornu lecter ledger lee lehman leigh lemieux lennon lennox leon leonard leone lerner letterman levin levine levy
lewandowski lewinsky lewis li liang lim lin lincoln lind lindgren lindsay lindsey ling lister little liu livingston
livingstone lloyd locke lockhart lockwood logan lohan lombard lombardi london long lopes lopez lord love lovell lowe
lowery lowry lucas lucero lucid luna lund luther lutz lynch lynn lyon lyons ma mac macarthur maccarthy macdonald macias
mack mackay mackenzie mackintosh maclean macleod macmillan macpherson macron madden maddox madison madonna maduro magana
maguire maher mahmood mahomes mahoney mai malik mallory malone mandela mangione mann manning mansfield manson mao
maradona marcos marin marino markle marks marley marlow marquez marr marrero marsden marsh marshall marsico martel
martens martin martinez marx mason massey masters mata matheson mathews mathis matthews maxwell may mayer maynard mayo
mays mbappe mcallister mcarthur mcbride mccabe mccain mccall mccann mccarthy mccartney mccarty mcclain mcclure
mcconaughey mcconnell mccormack mccormick mccoy mccullough mcdermott mcdonald mcdowell mcenroe mcewan mcfadden mcfarland
mcgee mcgill mcgovern mcgrath mcgregor mcguire mcilroy mcintosh mcintyre mckay mckee mckellen mckenna mckenzie mckinley
mckinney mckinnon mclaughlin mclean mcleod mcmahon mcmanus mcmillan mcnally mcnamara mcneil mcneill mcpherson mcqueen
meadows medina medvedev mehta mejia mellon melton melville mendes mendez mendoza menendez mercado mercer merkel merkley
merrill messi metcalf meyer meyers michaels middleton milan milano milei miles miliband millard miller mills milne
milosevic milton mir miranda mirren mishra mitchell modi mohamed mohammad mohammed molina monet monk monroe montague
montana montero montes montgomery montoya monty moody moon mooney moore morales moran moreland moreno moretti morgan
moriarty morris morrison morrow morse morton moses mosley moss mota moyer mubarak mueller muhammad muir mukherjee mullen
muller mullins munoz munro murdoch murdock murillo murkowski murphy murray musk mussolini myers myles nadal nader nair
nakamura nash nasser navarro neal needham neil neill nelson netanyahu neville newell newman newsom newton neymar ng
nguyen nichol nicholas nicholls nichols nicholson nicks nielsen nielson nixon nobel noble noel nolan noonan norman
norris north norton novak nowak nunez nunn nye oakley oates obama obrien ocasio ochoa oconnell oconnor odonnell ogden
ogilvie oh ohara okafor okeefe oldham oldman oliver olivier olsen olson oneal oneil oneill oppenheimer orban orozco orr
ortega ortiz orton orwell osaka osborn osborne osbourne osman oswald otto ouyang owen owens ozil pacheco pacino packer
padilla page paine paisley palin palmer paltrow pandey pannell paris park parker parkinson parks parrish parry parsons
pascal pascoe pate patel paterson patrick patterson pattison patton paul paulson pauly pavlov paxton payette payne paz
peacock peale pearce pearl pearson peck pelosi pence penn pennington peralta perez perkins perot perrin perrott perry
pete peters petersen peterson petrov petrova petty pham phelps philip philips phillips phoenix picard picasso pichai
pickett pierce piers pike pineda pinto pitt pitts plath platt plaza plummer poe pogba poilievre poincare poirier polk
pollard pollock pompeo pompidou ponce pool poole pope popov porter portillo portman potter potts poulsen pound powell
powers prada prasad pratt prescott presley preston price prince prior pritchard pritzker proctor prosser pruitt pryor
pugh puig puigdemont putin putnam qaddafi quinn quintero qureshi rabin radcliffe rae rafferty rahman raimondo raisi raja
ralph ramaphosa ramirez ramos ramsay ramsey rand randall randolph rangel rankin rao rashford rasmussen ratcliffe rattle
rawlings ray raymond reagan reddy redford redmond reece reed reese reeve reeves regan rehman reid reilly renner reuben
reuter revere rey reyes reyna reynolds rhodes rhys ricci rice rich richard richards richardson richmond richter ricketts
rickman ridge ridley riggs riley rios ritchie rivas rivera rizzo roach robbins roberts robertson robeson robinho
robinson robles rocha rock rodgers rodriguez rogan rogers roman romano romero romney ronaldo ronson rooney roosevelt
root rosales rosario rosas rose rosen rosenberg rosenthal ross rossi roth rothschild rousseau rowe rowland rowley
rowling roy royce rubin rubio rudd ruffalo ruiz rumsfeld rush rushdie rushmore russell russo rutherford ruto rutte ryan
ryder sachs sadler safin sagan saha saka salah salas salazar salinas salmond salvini samaras sampson samson samuel
samuels sanchez sandberg sanders sandler sandoval sands sanford santana santiago santos saraiva sarandon sarkozy
saunders savage sawyer saxena sayers schaefer schiff schmidt schmitt schneider scholz schrader schroder schroeder
schubert schultz schulz schumacher schumer schwab schwartz schwarz schwarzenegger scorsese scott seaman sears sebastian
segal segura selby sellers sen serena serrano sessions seth sewell sexton seymour shaffer shah shannon shapiro sharif
sharma sharon sharp sharpe shaw shea sheehan sheeran sheffield sheldon shelton shepard shepherd sheppard sheridan
sherman sherrod sherwood shields shinawatra short shultz siddiqui sidhu siegel sierra silva silver silverman silverstein
simmons simon simone simons simpkins simpson sims sinatra sinclair sinema singer singh singleton sinner sisi skinner
slade slater sloan small smart smith smollett smyth snow snowden snyder sobel solis solomon solzhenitsyn soros sosa soto
soundgarden sousa southgate spacey sparks spears spence spencer spielberg springer springsteen stafford stalin stallone
stanley stanton staples stark starmer starr stauffer steel steele stein steinberg steiner stephens stephenson sterling
stern steven stevens stewart stiles sting stoker stokes stoll stoltenberg stoltz stone stormzy stout stowe strauss
streep streeting streisand strickland stringer strong stuart sturgeon suarez suella suleimani sullivan summers sunak
sutherland sutton suu swann swanson sweeney swift swinney swinton sykes szabo takahashi talbot tan tanaka tanner
tarantino tate tatum taylor tebow teller tellez templeton tendulkar tenenbaum tennyson terrell terry thackeray thatcher
theron thiel thom thomas thompson thorne thornton thorpe thunberg thurman tillerson tillman timberlake timmons tisch
tobin todd tolkien tomlinson toomey topalov torrance torres torvalds townsend tran travers travis travolta tripp trotsky
trotter troy trudeau truman trump truss tsai tsipras tubman tucker tudor tully turing turnbull turner tuttle twain tyler
tyson ullman underwood upton urban uribe urquhart usman valdes valdez valencia valentine valenzuela vance vanderbilt
varadkar varela varga vargas varma vaughan vaughn vega velasco velasquez velazquez venter venturi verdi verma verne
verstappen vick vickers victor vidal vieira viera villa villanueva villareal villarreal vincent vinci virk vogel volkov
vonn voss waddell wade wagner wagstaff wahlberg waits wakefield walcott waldron wales walken walker wallace waller
wallis walls walsh walter walters walton walz wang warburton ward warhol warner warnock warr warren washington waters
watkins watson watt watts waugh wayne weaver webb weber webster weeks weinberg weinstein weir weiss welch weller welles
wellington wells wenger werner wesley west westbrook westwood whalen wharton wheatley wheeler whelan whitaker white
whitehead whitehouse whitfield whitley whitman whitmer whitney whittaker wick wiggins wilcox wilde wilder wiley wilkes
wilkins wilkinson willard willett williams williamson willis wills wilmot wilson winfrey winslet winston winter winters
winthrop wise witherspoon wolf wolfe wolff wong woo wood woodard woodruff woods woodward woody woolf wordsworth workman
worthington wozniak wren wright wu wyatt wyman wynn xavier xi xu yamamoto yang yates ye yellen yeltsin yeo yilmaz yoon
york young yu yunus zapata zappa zelenskiy zelensky zelenskyy zeller zhang zhao zhou zhu zidane ziegler zimmer zimmerman
zola zuckerberg zuma zverev
""")

# Titles, offices, trades and family ties that stand before a name.
PERSON_TITLES = word_list("""
activist actor actress adm admiral alderman all-rounder ambassador analyst anchor anchorman archbishop architect artist
astronaut attorney attorney-general aunt author ayatollah baby ballerina banker baroness bassist batsman batter
billionaire bishop blogger boss bowler boxer boyfriend broadcaster brother brothers capt captain cardinal catcher center
centre-back ceo chair chairman chairwoman champion chancellor chef chief coach cofounder col colonel columnist comedian
comic commentator commissioner composer conductor congressman congressmen congresswoman constable convict cornerback
corporal councillor councilman councilwoman cousin cpl cricketer cyclist dad dame dancer daughter defendant defender
defenseman democrat deputy designer detective dictator director dissident dj doctor dr driver drummer duchess duke
economist emir engineer envoy ex-husband ex-president ex-wife executive father fiance fiancee fiancé fiancée filmmaker
flanker footballer forward founder frontman fugitive fullback gen general girlfriend goalie goalkeeper godfather golfer
gov governor granddaughter grandfather grandmother grandson guard guitarist gunman gymnast hacker heiress hooker host
husband imam influencer inmate inspector investor jockey journalist judge justice keeper kicker killer king lady
lawmaker lawyer leader legend lieutenant linebacker lineman lord lt maj major manager mayor medalist medallist
midfielder minister miss model mogul mom monarch mother mp mr mrs ms mum murderer musician mx nephew newsreader niece
novelist nurse officer olympian opener outfielder painter partner pastor philanthropist photographer physicist pitcher
playwright podcaster poet pope premier presenter president president-elect prince princess principal prisoner private
producer prof professor prop prosecutor pte pundit quarterback queen rabbi racer rapper rebel receiver referee rep
reporter representative reps republican researcher rev reverend rookie saint scientist screenwriter sculptor secretary
sen sen-elect senator senators sens sergeant sgt sheikh sheriff shooter shortstop singer singer-songwriter sir sister
sisters skater skipper slugger socialite son speaker sprinter spy st. star stepfather stepmother streamer striker
student sultan supermodel surgeon suspect swimmer teacher teammate teenager trainer treasurer twin tycoon umpire uncle
veteran vice-president victim vlogger warlord whip whistleblower widow widower wife winger wrestler writer youtuber
""")

# Words behind a name that say what a person does, or how a person is.
PERSON_AFTER_WORD = word_list("""
tweeted married divorced born died dies dead aged wrote writes sang sings starred stars scored scores sits sat stood
smiled laughed cried married pleaded jr sr himself herself grew attended graduated testified hugged kissed danced
retires retired played plays captained dribbled tackled homered resigned quit ran campaigned texted autobiography
memoir wife husband daughter son mother father family fans pictured poses posed wore wears
""")
