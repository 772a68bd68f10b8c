"""Words the sentence splitter must know: abbreviations by how they behave before a capital.

All are lower case and without the final stop; inner stops stay (`p.ej`).
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Always lead on to something: a stop after one of these never ends a sentence.
LEADING = _words("""
    vs e.g i.e eg ie cf viz dr drs prof mr mrs mme mlle st ste mt messrs hon rev gen.n
    approx ca circa incl excl dept univ vit natl intl acad proc ann
    staph strep pseud haem clostr bact arab drosoph aff cv pv f.sp
    z.b d.h u.a bzw ggf evtl sog inkl vgl dtsch bspw einschl zzgl
    p.ej p.ex ej sra dra sr ee srta
""")

# A stop after one of these is no end when a number (or a bracketed one) comes next.
BEFORE_NUMBER = _words("""
    no nos nr num n fig figs figure abb tab tabs eq eqs eqn ref refs vol vols p pp pg ch chap
    sec sect art v ver vers rev cat lot suppl app ex nro núm pt para par st exp expt gen grp
    approx ca mag lat long temp conc av avg max min mol rel rs nrs env
""")

# May end a sentence, but only where what follows clearly opens one.
WITHIN_NAMES = _words("""
    al resp inc ltd co corp llc plc gmbh bros jr sr u.s u.k u.s.a e.u eur
    biol chem med diabet physiol biophys biochem res commun lett sci immunol microbiol pharmacol
    clin surg engl nat genet pathol neurosci psychiatr psychol pediatr obstet gynecol epidemiol nutr
    endocrinol metab toxicol virol oncol cardiol neurol radiol dermatol ophthalmol suppl assoc soc
    hosp inst lab dist ext int bros bldg ave jan feb mar apr jun jul aug sept sep oct nov dec
    subsp ssp var subg sect gen subgen serov bv biov
""")

# End sentences like any word, but a bracket after them belongs to them: "etc. (n = 4)".
OPEN_LISTS = _words("etc sp spp")

# Letters that follow these name a kind ("vitamin C."), so the stop is a real one.
KINDS = _words("""
    vitamin vitamins hepatitis group groups type types grade grades phase class classes factor
    factors protein proteins cytochrome arm arms stage stages level subtype subtypes clade strain
    influenza immunoglobulin ig cohort cohorts part figure table panel category categories
    coenzyme cyclosporin cyclosporine amphotericin complex chain domain region site sites
    position form variant allele chromosome virus hemophilia haemophilia child score appendix
    apolipoprotein troponin toxin cathepsin lamin cyclin angle pattern zone series hypothesis
""")

# Before a single capital these make it a person's initial or a genus.
NAME_LEADERS = _words(
    "by and or of from to with von van de in on for against like between versus les et und"
)

# Words that open sentences and are hardly ever names.
STARTERS = _words("""
    a about according across additional additionally after all along also although among an and
    another any are as at because before besides both briefly but by can combined comparing
    consequently conversely currently data despite do does due during each early eight either
    eleven even every evidence few fewer fifteen fifty finally findings first five following for
    forty four from further furthermore given greater half he hence her here high higher his how
    however i if importantly in increased increasing indeed initially instead interestingly is it
    its knowledge largely last lastly later less little long low lower many mean meanwhile more
    moreover most my neither nevertheless next nine no none nonetheless nor not notably nothing
    now of often on once one only or other others our out over overall participants particularly
    patients previous previously rather recent recently regarding respectively results second
    secondly seven several she significant similar similarly since six sixteen sixty so some
    specifically studies study subjects subsequent subsequently such surprisingly taken ten than
    that the their them then there thereafter thereby therefore these they third thirty this those
    three through throughout thus to together twelve twenty two under unfortunately unlike until
    up upon use using was we were what when where whereas whether which while who why with within
    without women men yet you your
    aim aims background conclusion conclusions discussion findings interpretation introduction
    method methods objective objectives purpose setting design
    der die das ein eine es im zur bei wir le la les un une il elle dans nous el los las en se
""")

# Section labels printed with a stop; the label stays with the sentence it opens.
LABELS = _words("""
    abstract aim aims background conclusion conclusions context design discussion findings
    hypothesis importance interpretation introduction main material materials measurements method
    methods objective objectives outcome outcomes participants patients purpose rationale result
    results setting significance study subjects summary interventions limitations
""")
