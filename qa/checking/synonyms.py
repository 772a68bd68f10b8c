"""Words that mean the same in abstracts, and words without meaning of their own."""

from collections import defaultdict

from qa.checking.stems import stem

STOP = frozenset(
    "a an the this that these those it its they them their there here he she his her him we our us "
    "you your i who whom whose which what when where while whereas although though because since "
    "and or but nor not no of in on at to from by for with without within into onto over under "
    "between among amongst during after before until upon about against across through per than "
    "then as if so such both either neither each every all any some more most less least much many "
    "few fewer other others another same own only just even also too very quite rather again still "
    "yet ever never is are was were be been being am do does did done has have had having "
    "can could "
    "may might must shall should will would not cannot one ones two three out up down off once "
    "compared comparison versus vs respectively however moreover furthermore thus therefore hence "
    "overall well whether how why else nearly almost some around roughly approximately around "
    "like via due owing given taken got get gets went go goes came come comes made make makes "
    "put set way ways case kind sort lot bit part ci sd se iqr mean median total rate figure "
    "respective statistically significant significantly significance ones whose themselves "
    "itself".split()
)

_GROUPS = """
patient participant subject people individual person volunteer recipient respondent case those
woman women female females lady
man men male males
child children pediatric paediatric kid youngster schoolchildren pupil boy girl
infant infants baby babies neonate newborn neonatal infancy
adolescent adolescence teenager teen youth
elderly older aged aging ageing geriatric old senior
mouse mice murine
rat rats rodent
animal animals
doctor physician clinician practitioner gp
nurse nursing
show demonstrate reveal find found observe display exhibit indicate report see seen detect note \
emerge
study trial investigation research experiment work
analysis analyse analyze evaluate evaluation assess assessment examine investigate test
use employ utilise utilize usage apply application
treat treatment therapy therapeutic regimen intervention
drug medication medicine agent compound
give given administer administration receive take taken took dose
kidney renal nephropathy
liver hepatic
heart cardiac coronary cardiovascular myocardial
lung pulmonary respiratory airway
brain cerebral cerebrum neural
stomach gastric
bowel intestinal intestine gut
skin dermal cutaneous
bone skeletal osseous
blood serum plasma
eye ocular
muscle muscular
breast mammary
cancer tumour tumor carcinoma neoplasm malignancy malignant neoplastic
death die died mortality dead fatal fatality lethal kill
survive survival survivor alive living
illness disease disorder condition
symptom sign complaint
pain painful ache analgesia analgesic
fever temperature febrile
infection infected infectious
adverse side unwanted harmful undesirable
event episode attack
relapse recurrence recur recurrent reappear
surgery surgical operation operative procedure operate
hospital hospitalised hospitalized inpatient admission admitted admit
increase rise rose risen raise elevate elevation higher greater up climb grow grew grown growth \
enhance augment boost upregulate gain larger bigger
decrease reduce reduction fall fell fallen decline drop lower lessen diminish down less cut \
shrink fewer downregulate smaller lowering
improve improvement better benefit beneficial ameliorate gain help
worse worsen deteriorate deterioration poorer poor aggravate exacerbate exacerbation
prevent prevention protect protection protective avert block inhibit inhibition inhibitor \
suppress suppression stop
cause induce lead led trigger produce provoke bring brought result elicit evoke generate
associate association link relate relation relationship correlate correlation tie connection connect
differ different difference differential differently
similar same comparable alike equal equivalent identical equally
change alter alteration modify modification affect effect influence impact
effective effectiveness efficacy efficacious effect work
safe safety
risk odds chance likelihood probability hazard likely
frequent frequently frequency common often commonly prevalence prevalent incidence rate occur \
occurrence
begin start onset initiate initiation commence begun began
end finish stop cease discontinue discontinuation withdraw withdrawal
long longer prolong extend prolonged duration length lengthen last lasting
short shorter shorten brief
quick rapid fast faster swift rapidly prompt speed
early earlier
late later delay delayed
severe severity serious
mild slight slightly minor modest small
large largest big great substantial marked considerable pronounced major
main chief primary principal predominant mainly chiefly
score scale rating questionnaire
level concentration content amount
measure measurement
amount quantity number count
group arm cohort
control placebo sham
baseline beginning outset start
year years annual yearly twelvemonth
month months monthly
week weeks weekly
day days daily
hour hours hourly
twice double doubled doubling twofold
half halve halved
quarter fourth
proportion share percentage percent fraction
majority most
require need necessary necessity demand requirement
suggest hint imply point indicate
conclude conclusion
possible possibly perhaps potential maybe may might could
predict prediction predictor predictive forecast foretell
identify identification recognise recognize
screen screening
diagnose diagnosis diagnostic
complete completion completed
weight body kg bodyweight
obese obesity overweight
diabetes diabetic
hypertension hypertensive
sugar glucose glycaemia glycaemic glycemic
hypoglycaemia hypoglycemia hypos
hba1c glycated glycosylated
smoke smoking smoker tobacco cigarette
alcohol drink drinking drinker ethanol
pregnant pregnancy gestation gestational antenatal
mother maternal
birth born delivery deliver
fetus fetal foetal fetuses
sleep asleep
feed food eat eating diet dietary meal nutrition
exercise activity physical training
walk walking
mental psychiatric psychological psychiatry
depress depression depressive
anxiety anxious
memory cognition cognitive cognitively
stroke cerebrovascular
vaccine vaccination vaccinate immunisation immunise immunization
antibody antibodies immunoglobulin
bacteria bacterial bacterium
virus viral
gene genetic genotype genes genome genomic
express expression expressed
cell cells cellular
protein proteins
bind binding bound
mutate mutation mutant mutated variant polymorphism
receptor receptors
activate activation active activity activity
urine urinary
cost expense expensive price cheaper
school educational education
cure heal healing cured healed recover recovery resolve
persist persistent remain continue stay persisted
disappear vanish clear resolve cleared
additional extra further added more
combine combination together plus combined jointly
alone itself solely sole monotherapy
tablet pill capsule
inject injection intravenous parenteral
oral mouth orally
region area district
country nation national
prior previous previously earlier before preceding past
following after post subsequent afterwards later since
every each per
whole entire overall total
random randomise randomize randomised allocate assign
follow followup track
exclude exclusion excluded omit
include contain comprise involve
average mean typical
support back
allow permit enable let
important key crucial vital essential
new novel recent
rare uncommon rarely infrequent
tolerate tolerated tolerability tolerable
satisfy satisfaction satisfied
quality standard
attend attendance visit
predispose susceptible susceptibility
remove removal excise excision resect resection
sensitive sensitivity
specific specificity
accurate accuracy precise
fracture fractures broken
wound lesion injury damage
transplant graft transplantation grafted
inflammation inflammatory inflamed
nausea vomiting emesis sickness
diarrhoea diarrhea
bleed bleeding haemorrhage hemorrhage
clot thrombosis thrombotic thrombus thromboembolism
household family home relative
percent percentage proportion
participate participation enrol enrolment enroll join
attain achieve reach accomplish
develop development developed
maintain maintenance sustain sustained kept keep
absorb absorption bioavailability
excrete excretion clearance
"""


def _same(groups: str) -> dict[str, frozenset[int]]:
    """The numbers of the groups that each stem is in."""
    members: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(groups.strip().splitlines()):
        for word in line.split():
            members[stem(word)].add(number)
    return {word: frozenset(numbers) for word, numbers in members.items()}


SAME = _same(_GROUPS)
