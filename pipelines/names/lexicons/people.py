"""Given names, surnames and titles of people, mostly of the English-speaking world."""

from __future__ import annotations

from pipelines.names.lexicons import word_list

GIVEN_NAMES = word_list("""
aaron abby abdul abdullah abigail abraham adam adele adrian ahmed aidan aiden aisha al alan alana albert alec
alejandro alex alexa alexander alexandra alexandria alexis alfred ali alice alicia alison allan allen allison alyssa
amanda amber amelia amir amy ana anders andre andrea andreas andrew andy angela angelina angus anita ann anna anne
annie anthony antonio april ariana arthur ashley ashton audrey austin ava barack barbara barry beatrice becky ben
benjamin benny bernard bernie beth betty beverly bianca bill billie billy blake bob bobby boris brad bradley brandon
brenda brendan brent brett brian bridget britney brittany brooke bruce bruno bryan bryce caitlin caleb calvin
cameron camila candace cara carl carla carlos carmen carol caroline carolyn carrie casey catherine cathy cecilia
celine chad charlene charles charlie charlotte chelsea cheryl chloe chris christian christina christine christopher
chuck cindy claire clara clarence claude claudia clay cliff clint clive clyde cody colby colin colleen connor conor
cory courtney craig cristiano curtis cynthia daisy dale damian damien dan dana daniel daniella danielle danny darren
dave david dawn dean deb debbie deborah declan denis denise dennis derek derrick desmond diana diane diego dmitry
dominic don donald donna donovan doris dorothy doug douglas drew duncan dustin dwayne dwight dylan ed eddie edgar
edith edward edwin eileen elaine eleanor elena eli elijah elizabeth ella ellen ellie elliot elliott elon elsa elvis
emily emma emmanuel enrique eric erica erik erin ernest ethan eugene eva evan eve evelyn faith fatima felicity felix
fernando finn fiona florence floyd frances francesca francis francisco frank franklin fred freddie frederick gabriel
gabriela gareth gary gavin gemma gene geoff geoffrey george georgia georgina gerald gerard gigi gilbert gina giorgia
glen glenn gloria gordon grace graeme graham grant greg gregory greta guillermo gus guy gwen hailey hannah harold
harriet harris harrison harry harvey hassan hayden hayley heather hector heidi helen helena henry herbert herman
hillary holly hope howard hugh hugo hunter ian ibrahim ida imran ingrid irene iris isaac isabel isabella isabelle
isla ivan ivanka jack jackie jackson jacob jacqueline jada jade jake james jamie jan jane janet janice jared jasmine
jason javier jay jayden jean jeff jeffrey jen jenna jennifer jenny jeremy jerome jerry jesse jessica jesus jill jim
jimmy jo joan joanna joanne joaquin joe joel johan john johnny jon jonathan jordan jorge jose josef joseph josephine
josh joshua joyce juan juanita jude judith judy julia julian juliana julie juliet julio june justin kai kamala karen
karl karla kate katherine kathleen kathryn kathy katie katy kayla keir keith kellie kelly kelsey ken kendall kendra
kenneth kenny kerry kevin khalid kieran kim kimberly kirk kirsten kirsty kristen kristin kristina kurt kyle lachlan
lana lance lara larry laura lauren laurie lawrence leah lee leigh lena leo leon leonard leroy leslie lester levi
lewis liam lila lillian lily linda lindsay lindsey lionel lisa liz lloyd logan lois lola lorenzo lori lorraine louis
louisa louise lucas lucia lucy luis luke luther lydia lynn mackenzie madeleine madeline madison maggie malcolm
manuel marc marcel marco marcus margaret margot maria mariah marianne marie marilyn mario marion marjorie mark
marlene marlon martha martin marvin mary mason mathew matt matteo matthew maureen maurice maxine maxwell may maya
megan meghan mel melania melanie melinda melissa mercedes meredith mia michael michelle miguel mike mikhail mila
miles miley millie milo miranda miriam mitch mitchell mitt mohamed mohammad mohammed moira molly mona monica morgan
moses muhammad myles nadia nancy naomi narendra nat natalia natalie natasha nathan nathaniel neil nelson nicholas
nick nicola nicolas nicole nigel nikki nina noah noel nora norma norman olga oliver olivia omar oprah oscar owen
pablo paige pam pamela patricia patrick paul paula pauline pedro peggy penelope penny perry pete peter phil philip
philippa phillip phoebe pierre piers polly preston priscilla priya quentin rachael rachel rafael ralph ramon randall
randy raphael raul ray raymond rebecca reggie regina reginald rene renee rex rhys ricardo richard rick ricky riley
rita rob robbie robert roberta roberto robin rod roderick rodney roger roland ron ronald ronnie rory rosa rosalie
rose rosemary ross roxanne roy ruben ruby rudy rupert russ russell rusty ruth ryan sabrina sadie sally sam samantha
samuel sandra sandy sara sarah saul scarlett scott sean sebastian selena serena sergei sergio seth shane shannon
sharon shaun shawn sheila shelby shelley sherry shirley sidney silvia simon simone sofia sonia sophia sophie spencer
stacey stacy stan stanley stefan stella stephanie stephen stephon steve steven stewart stuart sue susan susanna
suzanne sven sydney sylvia tamara tammy tania tanya tara tariq tasha taylor ted terence teresa terri terry tess
thelma theo theodore theresa thomas tiffany tiger tim timothy tina toby todd tom tommy toni tony tracey tracy travis
trevor tristan troy tucker tyler ursula valerie vanessa vaughn vera vernon veronica vicky victor victoria vince
vincent viola violet virginia vivian vladimir volodymyr wade wallace walter wanda warren wayne wendell wendy wes
wesley whitney will willem william willie winston wyatt xavier yasmin yolanda yvette yvonne zac zach zachary zara
zoe zoey
""")

SURNAMES = word_list("""
adams allen anderson bailey baker barnes bell bennett black blair booth brooks brown bryant burns bush butler
campbell carney carr carter chambers chapman chen clark clarke clinton cohen cole coleman collins cook cooper cox
craig crawford cross cruz cunningham davies davis day diaz dixon douglas duncan dunn edwards ellis evans ferguson
fernandez fisher fletcher flores ford foster fox fraser freeman garcia gibson gomez gonzalez gordon graham grant
gray green griffin hall hamilton harper harris harrison hart harvey hayes henderson hernandez hill holmes howard
hudson hughes hunt hunter jackson james jenkins johnson jones jordan kelly kennedy khan kim king knight lawrence lee
leonard lewis lloyd long lopez macdonald marsh marshall martin martinez mason mcdonald miller mills mitchell moore
morales morgan morris morrison murphy murray myers nelson newman nguyen obrien oconnor oliver ortiz owen palmer
parker patel patterson pattison payne pearson perez perry peterson phillips pierce porter powell price ramirez reed
reid reyes reynolds rice richards richardson rivera roberts robertson robinson rodriguez rogers rose ross russell
ryan sanchez sanders scott shaw simmons simpson singh smith snyder spencer stanley stark stephens stevens stewart
stone sullivan taylor thomas thompson torres tucker turner wagner walker wallace walsh walton wang ward warren
washington watson webb wells west wheeler white williams williamson wilson wood woods wright wyatt young
""")

# Titles, offices, trades and family ties that stand before a name.
PERSON_TITLES = word_list("""
mr mrs ms miss mx dr sir dame lord lady baroness prof professor sen sens senator senators rep reps representative
congressman congresswoman gov governor mayor president vice-president premier chancellor minister mp justice judge
sheriff officer detective sgt sergeant lt lieutenant capt captain col colonel gen general maj major adm admiral cpl
corporal private pte constable inspector chief coach manager actor actress singer rapper comedian author writer
novelist director star model presenter host pundit striker midfielder defender goalkeeper quarterback winger skipper
legend champion pastor rev reverend father pope bishop archbishop cardinal rabbi imam king queen prince princess
duke duchess aunt uncle mum mom dad brother sister son daughter wife husband widow girlfriend boyfriend fiance
fiancee baby lawyer attorney prosecutor democrat republican billionaire influencer youtuber activist journalist
reporter columnist teenager student victim suspect
""")
