"""Given names and their short forms: whether two names can be the same person's.

A line holds forms of one name, the full ones first; a form may stand in several lines ("Alex", "Sam"), and then goes with each.
"""

from functools import cache

from caraway_audit.folding import folded

CAPITALS = "A-ZÀ-ÖØ-Þ" + "".join(letter for letter in map(chr, range(0x100, 0x180)) if letter.isupper())
"""What names in Latin letters begin with ("Çelik", "Şahin", "Łucja"), for a class of a regular expression."""

_FORMS = """
abigail abby abbie gail
abraham abe bram
adelaide addie
agnes aggie nessa
albert al bert bertie albie
alexander alexandre alejandro alessandro aleksander alex alec alek sandy xander lex sasha sascha
alexandra aleksandra alessandra alex alexa lexi lexie sandra sandy sasha ali
alfred alf alfie fred freddie al
alice ali allie alicia
alison allison ali allie
allan alan allen al
amanda mandy manda
amelia amy millie mia emilia
andrew andreas andre andrea andy drew dru
angela angie ange angelika angelica
ann anne anna annie anita nan nancy annette anya hanna
annabel annabelle bella belle anna
anthony antony antonio anton tony ant
antonia toni tonia
archibald archie
arthur art artie
augustus august gus augustine
barbara barb barbie babs bobbie
barnaby barney
bartholomew bart
beatrice beatrix bea trixie
benjamin ben benny benji benno
bernard bernie barney bernhard
bradley brad
bridget brigitte birgit bridie biddy
caitlin kate katie cait
calvin cal
cameron cam
carolyn caroline carolina carol carrie caro lynn
cassandra cass cassie sandra
catherine katherine kathryn katharine catharine kathleen katarina cate kate katie kat kathy cathy katy kitty kay rina
katarzyna kasia kate
ekaterina katya kate katie
cecilia cecily celia cece
charles karl carl carlos chas charlie chuck chaz charley
charlotte charlie lottie lotte char
chester chet
christina christine kristina kristine christa chris chrissie tina kris kristy kirsty kirsten
christopher christian christoph christos chris kit topher kris
clara clare claire
clifford cliff
constance connie
cornelius neil con
cynthia cindy
daniel dan danny daniele dani
danielle daniela dani danni
david dave davey davie davy dai
deborah debra deb debbie debs
dennis denis den denny
desmond des
diana diane dianne di
dominic dominik dominique dom nick
donald don donny donnie
dorothy dorothea dot dottie dolly dora thea
douglas doug dougie
edith edie
edmund ed eddie ned ted
edward eduard eduardo ed eddie ned ted teddy
edwin ed eddie
eleanor elinor leonora eleanora ellie ella nell nora nelly lena
elijah eli
elizabeth elisabeth elisabetta elspeth isabel liz lizzie eliza beth betty bess betsy lisa libby liza elsie ellie
elisabeth lise elsa bette liesl elise lisa
emily emilia em emmy millie
emma em emmie
emmanuel emanuel manuel manny manu
eric erik rick
ernest ernie ernst
esther hester essie etty
eugene gene
evelyn eve evie eva
ezekiel zeke
florence flo florrie flossie
frances francesca franziska fran frankie franny cesca sissy
francis francisco franz frank frankie paco fran
franklin frank
frederick friedrich frederic fredrik fred freddie freddy fritz
frederica freddie rica
gabriel gabe
gabrielle gabriela gabriella gaby gabby ella
gareth gary gaz
genevieve gen jenny viv ginny
geoffrey jeffrey geoff jeff
george georg jorge giorgio georgie
georgina georgia georgie gina
gerald gerard gerhard gerry jerry
gilbert gil bert
giovanni gianni
gillian jillian gill jill
grace gracie
graham graeme
gregory gregor grzegorz greg
guillermo memo
gwendolyn gwen wendy
hannah hanna
harold harry hal
harriet hattie harry
heather hettie
helen helena elena ellen nell nellie lena
henrietta etta hettie hetty henri
henry heinrich enrique henrik harry hal hank
herbert herb bert herbie
howard howie
hubert bert
hugh hugo hughie
humphrey hump
ian iain
ignatius ignacio iggy nacho
imogen immy
isaac ike zac
isabel isabella isabelle isobel ysabel izzy bella belle issy ella
isidore izzy
jacob jakob jake jack
jacqueline jackie jacqui
james jaime diego jim jimmy jamie jem jay
jane janet janice jan janie jean jeanne joan jayne
janusz jan
jasmine yasmin jas jazz
jason jay
jennifer jen jenny jenn jenna
jeremy jeremiah jem jerry jez
jerome jerry
jessica jess jessie
joan joanne joanna johanna jo joni hanna
john jon jonathan johann johannes giovanni juan jean ivan jan johnny jack jock hans sean ian
jonathan jonathon jon jonny nathan
joseph jose josef giuseppe joe joey jo pepe jos beppe
josephine josefina jo josie josephina fifi
joshua josh
joyce joy
judith judy judi jude
julia julie juliana julianne jules
julian julius julio jules
juliet juliette jules
justin just
karen karin kaz
kayleigh kay
kenneth ken kenny
kevin kev
kimberly kimberley kim kimmy
lancelot lance
laura lauren lori laurie loz
laurence lawrence lorenzo laurie larry loz lars
leonard leonardo leo len lenny leon
leopold leo poldi
leslie lesley les
lewis louis luis ludwig luigi lou louie lew
lillian lilian lily lil lilly
linda lynda lin lynn lindy
louise louisa luisa lou lulu
lucy lucia lucille luce lu
lucas luke lukas luca
lydia liddy
madeleine madeline maddie maddy
magdalena magda lena maggie
malcolm mal
marcus mark marc marco markus marek
margaret margarita margarethe margot marguerite maggie meg megan peggy madge greta rita marge margie daisy gretchen
maria mary marie maryam miriam mariam marianne molly polly may mamie mia mitzi maja moira maureen
marianne maryann mary anne
marilyn mary
marjorie marge margie
martha marty mattie
martin marty mart
martina tina
matilda tilly mattie tilda
matthew mateo matthias matteo matt matty mat
maurice morris mo
maximilian maxwell maxim max
melanie mel
melissa mel lissa
mercedes mercy
michael miguel mikhail michel michal mike mick mickey micky mikey misha mitch
michelle michele shelly chelle micky
mildred millie
millicent millie
miranda mandy randa
mitchell mitch
mohammed muhammad mohamed mohammad muhammed mohd mo
morgan mo
morris maurice mo
natalie natalia natasha nat tasha nattie
nathan nathaniel nate nat
neville nev
nicholas nicolas nikolai niklas nick nicky nico klaus niko
nicola nicole nikola nicky nikki nic
noel nelly
norman norm
oliver olivier olly ollie noll
olivia liv livvy libby
oscar oskar ozzie
oswald ozzie oz
pamela pam pammy
patricia patrizia pat patty tricia trish patsy trisha
patrick padraig pat paddy patty rick
paul paulo pablo pavel paulie
paula pauline polly
penelope penny pen
percival percy
peter pedro piotr pierre pete petey
petra pet
philip phillip felipe philippe phil pip
philippa pippa pip philly
phyllis phyl
priscilla cilla prissy
prudence prue
rachel rachael raquel rach rae shelly
ralph rafe raphael rafael rafa
randolph randall randy
raymond ray
rebecca rebekah becky becca bex
reginald reg reggie
richard ricardo riccardo rick rich ricky dick dickie richie
robert roberto rob bob bobby robbie bert robin
roberta bobbie robbie
roderick rod roddy
rodney rod
roger rodge
roland rolf rollo
ronald ron ronnie
rosemary rosamund rosalind rosalie rose rosa rosie ros roz
rosanna roxanne roxana roxy rose
rudolph rudolf rudy
rupert rupe
russell russ
ruth ruthie
sabrina brina
samantha sam sammy sammie
samuel sam sammy
sarah sara sally sadie sal
sebastian seb bas basti
selina selena lina
sharon shaz
sheila sheelagh cecilia
sidney sydney sid syd
simon si
simone si
solomon sol solly
sophia sofia sophie zofia soph
spencer spence
stanley stan
stephanie stefanie steph steffi stevie
stephen steven stefan esteban steve stevie ste
stuart stewart stu
susan susanna susannah suzanne susanne sue susie suzy suzie zuzanna
sylvia silvia syl
terence terrance terry tel
teresa theresa therese terry tess tessa tracy
theodore theodor teddy ted theo
thomas tomas tommaso tom tommy
timothy tim timmy
tobias toby tobi
tracy tracey trace
ulysses uli
ursula uschi
valentine val
valerie val
vanessa nessa
veronica ronnie vera nika
victor vic viktor
victoria vicky vicki tori vic
vincent vince vinny vincenzo enzo
violet vi
virginia ginny ginger
vivian vivienne viv
walter walt wally
wilfred wilf fred
wilhelmina mina billie willa minnie
william guillermo guillaume wilhelm guglielmo will bill billy willy willie liam
winifred winnie freda
winston win
wojciech wojtek
yolanda yola
yvonne yvette
zachary zachariah zack zac zak zach
zoe zo
aleksandar aco sasha
abdul abdullah abdel
aditya adi
aishwarya ash aishu
akshay akki
ananya anu
aniket ani
anjali anju
archana archie
arjun ari
ashwin ash
bhavana bhavna
deepak deep dipak
deepika deepa
divya div
fatima fatma fatimah fati
ganesh gani
gurpreet guri preet
harpreet harry preet
hussein hussain hossein
ibrahim abraham ibi
ishaan ish
jaspreet jas jassi
karthik karthi kartik
krishna kris
krishnan krish kris
lakshmi laxmi
manjunath manju
manpreet mani preet
meenakshi meena
mustafa mo moustafa
nandini nandu
padmini padma
prashant prash
priyanka priya pri
rajesh raj raju
rajendra raj rajan
ramesh ram
ravindra ravi
sanjay sanj
sandeep sandy
shreya shrey
siddharth sid sidd
subramanian subra mani subbu
sunita sunny
suresh suri
venkatesh venkat venky
vijay vij
vikram vik vicky
vishal vish
yusuf youssef yousef joseph joe
"""

_WITHOUT_SHORT_FORMS = """
aaron abena abimbola ada adaeze adah adam adaora ade adeola adewale adrian afia agata agnieszka aidan ailsa aine aisha
aisling ajay akash akiko akua alain alasdair alastair alberto albin aled alejandra aleksandr alexis algernon alina
alma alvaro alyssa amaia amal amalia amara amaru amber ambrose ameer amina amir amit amrit ana anais anand anders
andrei andrzej anette angus anil anneke annelie annika anouk ansel anselm anthea antoine anwen aoife apolline arash
aretha ariadne arianna ariel arlene armand arne arnold arun ashok asif astrid athena aubrey audrey aurelie aurora
austin ava ayesha ayo ayodele aysha azadeh azra babak bahar baptiste bashir basil beatriz beau bela benedicta benedikt
berit bernadette beryl bettina bianca bilal birte bjorn blake blanche blessing bogdan bogna boleslaw boris bosco
brandon branwen breda brenda brendan brett brian bronagh bronwen bronwyn bruce bruno bryan bryony caleb callie callum
camila camille camilo candice caoimhe caradoc carla carlotta carmen carys casimir caspar casper catalina cathal
catriona cedric celeste celine ceri cerys chad chandler chandra chantal chantelle chaya chiamaka chiara chidi chidinma
chika chinedu chinwe chioma chloe chukwuma ciara ciaran cillian clarissa claude claudia claudio claus clemency clement
clementine cleo clive clodagh colette colin colleen colm conchita connell connor conor cora coral corentin corey
cormac cosima cosimo craig cressida cristian curtis dafydd dagmar dagny daisy dale damaris damian damien damon danae
daphne dara daria dario darius darren daryl davide davina dayo dean declan deirdre delphine demelza denise denzil deon
derek desdemona desta devika devin dewi dhruv diarmuid didier dieter dilys dimitri dina dmitri dolores donal donatella
dorian dougal dragan duarte dulcie duncan dustin dwayne dylan eamon ebba eberhard ebony edgar edna edwige efua egon
eileen eimear einar eirian eithne ekua elaine elchin eleri elias elif elin elise eliska elka ellery ellis elodie eloi
eloise elouan elsbeth eluned elvira emeka emer emile emlyn emre emrys ender engin enid enzo erica erika erin erla
ernestine ernesto erwan esme esmee esra estelle estrid ethan ethel etienne euan eudora eunice eustace evan everett ewa
ewan ezra fabian fabio faisal faith farah fatou fatoumata felicity felix femi fergus fernando ffion filip filippa
fineas finn finola fiona fionn fleur flora florian floyd folake folasade folke fraser frederique freya frida gabor
gaia garrett garrick gaspard gauri gearoid geert gemma gethin ghislaine gianna gideon gilda giles gilles gisela gita
gitte giulia gladys glenda glenys gloria godfrey goran gordon grainne grant greet griet gudrun gunnar gustav guy
gwendolen gwyn gwyneth hakon halima hamid hamish hamza hana hanneke hans harald harish hartmut harvey hasan hassan
hazel hector hedda hedwig heidi heike heinz helga hella hendrik henrike herman hermione hilary hilda hina hiroko
hiroshi honor horace horst huda hui huw ida idris ieuan ifeanyi ifeoma igor ilaria ilona ilse imani imelda imke imran
india indira ines inga inge ingeborg ingrid ingvild iolo iona irene iris irma isadora ishita isla ismail isolde itziar
ivana ivo ivy iwan iwona jacinta jakub jamal jamila jana janek jared jarek jaroslav jasmin jasper javier jaya jayden
jelena jelle jemima jens jesper jethro jette jibril jimena jinan jing jitka joachim joaquin jocasta joel jolanta
jolene jonty joost jordi jorg joris josefa josette jovan jozef juan juanita juha jun juniper jurgen jutta jyoti kaan
kai kalpana kamal kamil kamila kannan kapil kareem karel karim karina karolina kasper katalin katja katrin kaveh
kavita kayode kazimierz kazuo keiko keir keira keisha keith kelly kelvin kemal kemi kenji kenta kerem kerstin ketan
khadija khalid kieran kiran kirk klara kofi kofo kojo konrad kostas kristof krisztina krystyna kunal kurt kwabena
kwame kwasi kyle kyoko laila lakshman lale lalita lamar lamin laszlo latoya lauri lavinia layla leah leander lech leif
leila lenka lennart leocadia leonie lerato leroy levente leyla liesbeth ligia linnea lionel livia llewellyn lloyd
logan lorcan lore lorna lorraine lotta louella luana luciano lucinda lucjan ludmila ludo lukasz luna lutz lyle lyn
mabel maciej madhav mads maeve magnus maike mairead maisie malachy malgorzata malik mandeep manfred manish manon
marcel marcela marcella marcelo marcin margit mariana marianna mariella marijke marina mario marisol marit marko
marlene marlies marloes marlon marnie marta marvin mateusz mathilde maud maura mavis mayur mechthild medina meera
mehdi mehmet mei melania melvin menno meredith merle meron meryl mhairi michiko mieke mihai mikael mikkel mila milan
milena milo milosz minh minna mira miroslav mischa mohan mohini moises mona monica monika monique montserrat morag
moritz morwenna moses muireann muna murdo muriel murray myfanwy myles myra myrtle nadezhda nadia nadine naledi naoko
naomi narelle narendra nasir nasra natan nathalie naveed neel neema neha nelson nerys ngozi nia niall niamh nicolo
nigel nikhil nikita nikos nils nilufer nina ninian nisha nkechi nnamdi nneka noah noelle noemi nola nomsa nomvula noor
noreen norma nuala nuno nuria nyasha oana obinna oda odalys odette odile oisin oksana ola olaf oleg olena olga olive
oluchi oluwaseun omar omari ondrej oona ophelia orla orlaith orlando orsolya osagie osman ottilie otto ottoline owen
paige parvati pascal pascale patience paulina pearl pelle pernille perpetua perry petronella phoebe pierce pietro
pilar pradeep prakash pranav pranay przemek purva qasim quentin quinn rabia radka radu rafaela rafal raghav ragnhild
rahel rahul raimund rainer raj rakesh ralf ramon rania ranjit raphaelle rasheed rashid rasmus raul ravi regina reiko
reinhard renata rene renske reuben rhiannon rhona rhonda rhys ricarda ridwan rikke rita ritchie ritu roald robin rohan
rohit roisin romain romana romeo romy ronan ronja rory roshan rosheen ross rowan rowena roxane roy roza rozalia ruben
rufus ruksana runa ruta rutger ryan saanvi sabah sabine sachin sadia safiya saira sakura salim salma salome salvatore
samir sanaa sander sandor sanjana sanjeev sanna santiago santosh sarita saskia satish saul saurabh savannah scott
seamus sean sefton selma semra senan seo serena serge sergei sergio seun shabnam shalini shane shanice shannon shanti
sheena shelby shilpa shirin shirley shona shreyas shruti siegfried sierra sigrid sigrun silas silke simona sinan
sinead sinem siobhan siri sizwe skye slawomir soham soledad sonia sonja soraya sorcha soren stacey stanislav stefania
steffen stein stella stellan stephane suki sunil sunniva susana sushma sven svetlana swati sybil sylvain sylvie sylwia
szymon tabitha tadeusz taiwo takeshi talia tamara tamas tamsin tanvir tanya tara tarek tariq tarquin tatiana tayo
teemu terrence tessa teuila thabo thaddeus thandi thandiwe thelma theodora thessaly thijs thora thorsten tiago tiffany
tijana tilde tobiah todd tomasz torben torquil torsten toshiko travis trevor trinity tristan troy trude trudy tsveta
tudor tunde twyla tyler ulla ulrich ulrike uma umar umut una unai unathi urbano urs ursel ute valentin valeria vanda
vaughan velma venetia vera verena verity vernon vesna vijaya vikas vilma viola violeta virgil vishnu vivek viviana
vladimir vlasta volker vusi wafa wahid waldemar walid waltraud wanda wanjiru wayne wei wendell werner wesley wiktor
wilma wim wioletta wolfgang xanthe xavier ximena xin yaa yaaseen yael yannick yara yasemin yasin yasmina yaw yelena
yemi yetunde yiannis ylva yuki yuko yuri yusra zahra zainab zandile zanele zara zbigniew zdenka zeinab zeki zelda
zelma zeynab zeynep ziad zina zita zoltan zoya zsofia zuleika zuzana
"""

_WORDS_TOO = """
will mark may rose lily violet ginger grace joy pat rob bill jack art gene penny sandy sunny max rich josh drew sue dot
dolly mercy chuck val basti gill pip ant lance con mo carol christian florence virginia georgia chester victoria sydney
jan pet lex prudence patsy sally pen ray rod oz ash lew sol mani ben char jean holly flora pearl ivy iris hazel daisy
ruby june april august dale
"""


@cache
def _singles() -> frozenset[str]:
    return frozenset(_WITHOUT_SHORT_FORMS.split())


@cache
def _groups() -> dict[str, frozenset[int]]:
    """By name, the numbers of the lines that it stands in."""
    lines: dict[str, set[int]] = {}
    for number, line in enumerate(_FORMS.strip().splitlines()):
        for name in line.split():
            lines.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in lines.items()}


def plain(name: str) -> str:
    """A name folded, its letters alone: "O’Brien" and "obrien" are one."""
    return "".join(ch for ch in folded(name) if ch.isalpha())


def is_given_name(name: str) -> bool:
    """Whether it is a common given name or a short form of one."""
    return _exists(plain(name))


def is_a_word_too(name: str) -> bool:
    """Whether a plain given name is also a word, a place or a month."""
    return name in _WORDS_TOO.split()


def _exists(name: str) -> bool:
    return name in _groups() or name in _singles()


def may_be_same(one: str, other: str) -> bool:
    """Whether two plain names can be one person's: equal, a short form, a part or an initial, or one letter off."""
    if one == other or (one[0] == other[0] and min(len(one), len(other)) == 1):
        return True
    groups = _groups()
    if groups.get(one, frozenset()) & groups.get(other, frozenset()):
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter):
        return True
    if len(shorter) < 3 or not _one_letter_off(shorter, longer):
        return False
    # A letter too few or too many is a slip; one letter for another between two names that exist ("Mark", "Mary") is none.
    return len(shorter) < len(longer) or not (_exists(one) and _exists(other))


def may_be_same_surname(one: str, other: str) -> bool:
    """Whether two plain surnames can be one person's: those have no short forms ("Demir" is not "Demirel")."""
    shorter, longer = sorted((one, other), key=len)
    # A letter too few or too many is a slip, and so are two that changed places; another letter makes another name.
    slip = len(shorter) < len(longer) or sorted(shorter) == sorted(longer)
    return one == other or (len(shorter) >= 3 and slip and _one_letter_off(shorter, longer))


def _one_letter_off(shorter: str, longer: str) -> bool:
    """Whether one letter is added, changed, or changed places with its neighbour."""
    if len(longer) - len(shorter) > 1:
        return False
    same = next((place for place, ch in enumerate(shorter) if ch != longer[place]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[same:] == longer[same + 1 :]
    changed = shorter[same + 1 :] == longer[same + 1 :]
    return changed or (shorter[same + 2 :] == longer[same + 2 :] and shorter[same : same + 2] == longer[same : same + 2][::-1])
