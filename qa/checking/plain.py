"""Everyday words with which a paraphrase may say what its sentences say in others.

That one of them is in no sentence tells little; that a term is in none tells much.
"""

from qa.checking.stems import stem, stems

_WORDS = """
able absent accompany according account accounted achieve across act action active actual add
adding advised
affect afterwards ahead aid allow almost alone along alongside already alter altered always amid
amount
analysis answer anything apart appear apply appropriate approximately area arise arose around aspect
assigned associated attain authors available average avoid away back basis bear bearing beat
became become
began begin behind bein believe belong benefit beneath beside besides better beyond big body
bottom bring
broad brought build built burden calculate call came capable care carry carrying cause caused cent
certain
chance change check choice choose chosen circulating clear clearly close coexisting collect
combination come
common compare complete comprise concern concerned conclude condition conducted consider consist
consistent contain
contrast contribute control correct cost count country couple course cover create current data day
deal
degree deliver delivered depend describe described despite destroy detect determine develop
developed differ difference
different difficult diminish direct discover disease display distinct disturb division doubt draw
drawn
drive driven drop drug due early earlier ease easily effect eight either element employ enable
encounter
end ended endure enough enroll ensure enter entire equal error especially essential establish
evaluate event eventually evidence
evident exact examine exceed except excess exhibit exist expect experience explain explore
exposure express
extensive extent extra face fact factor failed fall far fare fast favour feature feel few figure
final find
findings five follow following form former forward fought found four free frequent further future
gain gap
gave gather general generate get give given giving go good grade grasp great group grow guide had
half hand handle
happen hard held help high hold hour however hundred idea identify illustrate imaging immediate
impact important
indicate individual influence inform initial instance instead intact intake interval introduced
investigate involve
issue item join judge judged just keep kept key kind know known lack large last later lead learn
least
leave leaving led left lend length less let level lie lies life light like likely limit line
linked literature
little live lived living local long look lost low made main mainly majority make manage managed
mark marked
markedly match matched material matter maximum mean meant measure meet member mention merely met
method
minute mix mode model modest moment month more most mostly move much multiple name namely narrow
nature near need negative new
next nine non none normal notable note nothing now number observe obtain occur odds off offer
often old
once open opposite option order ordinary origin other outcome outside overall own pair part
partial participant
particular pass past patient pattern people perform perhaps period person phase place plain
plainly play plus point
poor portion pose position positive possess possible potential practical practice precise prefer
prepare presence present preserve
prevent previous primary principal prior probably problem procedure proceed process produce
product profile prone pronounced
proof proper proportion propose prove proved proven provide published purpose put quality quantity
quarter question quick
quite raise ran range rare rate rather ratio reach read ready real rearrange reason receive record
recorded reduce
refer reflect regard region relate related relative relatives release relevant rely remain
remaining remark remove render
repeat replace report reported represent require research resemble respect rest restore result
retain return
reveal rise role rough routine run safe sample satisfactory save saw say scale scarce score search
second section
seem seen segment select sent separate series serve served set setting seven several severe sex
sexes shape share
shed shift short show shown side sign significance similar simple since single sit site situation
six size
slight slow small solely some somewhat sort source span speak special specific spend spent split
spot spread stage stand
standard start state stay steady step still stood stop strength stress strict strike strong
structure
studied study subject subjects substance substantial succeed success succumb suffer suffered
sufficient
suggest suit sum superior supply support surpass survey switch system take taken taking target
task tell ten tend term terms
test text thin thing think third thirty thought three thrive throughout tie tied time together
tool took top total toward trace
track treat treated treatment trial trigger true try turn twelve twenty twice two type typical
ultimately unable unaltered
unchanged uncommon undergo underlie undertake unit unlike upper urge use useful user using usual
value vary various
vast version view visible way week weight well whichever whole wide within won work world worry
worse year yield yielded young
younger zero actually chiefly considerably currently directly effectively entirely equally
exclusively generally greatly
highly largely notably presumably previously purely readily recently sharply significantly
similarly slightly
solely strongly thereby typically usually widely largely independently remarkably reliably
reasonably
researchers investigators team analysts article paper review publication work dataset evidence
literature
men women adults percent percentage third fourth fifth sixth seventh eighth tenth thousand
relief medicine tablet therapy blood serum hospital clinic doctor illness
"""
PLAIN = frozenset(_WORDS.split())
_STEMS = stems(_WORDS)


def plain(word: str) -> bool:
    """Whether a word in small letters, or a form of it, is an everyday one."""
    return word in PLAIN or stem(word) in _STEMS
