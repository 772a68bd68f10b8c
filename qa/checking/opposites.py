"""Words that point one way or the other, by what they point along."""

from collections.abc import Iterator

# Axis: words of the one direction, words of the other. A word may be on several.
_AXES = {
    "amount": (
        """
        increase increased increasing rise rose risen rising raise raised raising higher highest
        high more most greater greatest elevate elevated elevation up climb climbed grow grew
        grown growth enhance enhanced augment boost boosted gain gained larger largest bigger
        promote promoted stimulate stimulated induce induced induction activate activated
        upregulated upregulation facilitate encourage accumulate expand expanded excess exceed
        exceeded surpass doubled tripled commoner above added multiply multiplied mount mounted
        swell swelled widen soar soared intensify heighten heightened additional extra surge
        outnumber stronger heavier lengthier positively common commonly frequent frequently
        often usual usually widespread plentiful abundant enlarge enlarged strengthen strengthened
        escalate escalated surged jumped soaring likelier steeper trigger triggered provoke
        provoked elevations doubling tripling
        """,
        """
        decrease decreased decreasing decline declined declining reduce reduced reduction fall
        fell fallen falling drop dropped lower lowered lowest low lowering lessen lessened
        diminish diminished down less least fewer fewest cut cutting shrink shrank smaller
        smallest inhibit inhibited inhibition suppress suppressed suppression block blocked
        blocking prevent prevented prevention attenuate attenuated restrain downregulated
        downregulation abolish curb curbed deplete depleted loss lost lose losing halved below
        minimise dampen blunt blunted depress restrict limit limited alleviate alleviated
        relieve relieved ease eased weaken weakened weaker lighter slump impede hinder rarer
        rare rarely infrequent infrequently seldom uncommon occasional negatively inverse
        inversely deficit shed scarce scarcer sparse dwindle dwindled wane waned plunged plummeted
        tumbled dipped erode eroded subside subsided abate abated recede receded spare spared avert
        averted trimmed slashed thinner halving
        """,
    ),
    "worth": (
        """
        improve improved improvement better best benefit beneficial superior superiority
        outperform outperformed effective effectiveness efficacious succeed success successful
        successfully safe safer protect protective advantage advantageous helpful helped
        favourable favorable favourably favorably restore restored rescue rescued
        ameliorate recover recovered good healthier win ahead healed cured
        """,
        """
        worsen worsened worse worst deteriorate deteriorated deterioration harm harmful inferior
        inferiority ineffective fail failed failure unsafe dangerous detrimental disadvantage
        unfavourable unfavorable impair impaired impairment poor poorer poorly aggravate
        exacerbate unsuccessful behind lagged bad
        damaging hurt degrade degraded hamper hampered
        """,
    ),
    "length": (
        "long longer longest prolong prolonged lengthen lengthened extend extended",
        "short shorter shortest shorten shortened brief briefer curtail curtailed",
    ),
    "speed": (
        """
        fast faster quick quicker quickly rapid rapidly prompt promptly swift accelerated accelerate
        hasten hastened
        immediate sooner
        """,
        "slow slower slowly slowed gradual delayed delay later postpone postponed retard retarded",
    ),
    "order": (
        "before prior precede preceded preceding previously pre",
        "after following follow followed subsequent subsequently afterwards post",
    ),
    "time": (
        "early earlier earliest initial first onset start young younger youngest",
        "late later latest final last end old older oldest elderly",
    ),
    "strength": (
        "strong stronger strongly severe marked pronounced substantial large major wide robust",
        "weak weaker weakly mild slight slightly modest small minor minimal little narrow",
    ),
    "ease": (
        "easy easier easily simple",
        "difficult harder hard hardest",
    ),
    "norm": (
        "normal normally sensitive susceptible responsive",
        "abnormal abnormally resistant refractory unresponsive insensitive",
    ),
    "presence": (
        "presence present appear appeared begin began detectable visible",
        "absence absent disappear disappeared vanish vanished cease ceased undetectable",
    ),
    "keep": (
        "maintain maintained persist persisted remain remained continue continued retain",
        """
        resolve resolved disappear disappeared stop stopped cease ceased discontinue cleared
        withdraw
        """,
    ),
    "top": (
        "maximum maximal peak highest upper above",
        "minimum minimal trough nadir lowest bottom below under least",
    ),
}
# Each line an axis of its own: its words mean the opposite of those behind the bar.
_OPPOSITES = """
positive | negative
agree agreed agreement | disagree disagreed disagreement
accept accepted | reject rejected
support supported supports | oppose opposed refute refuted contradict contradicts
include included including | exclude excluded excluding
favour favor favoured | against
satisfied satisfaction | dissatisfied dissatisfaction
tall | short
deep | shallow
expensive costly dearer | cheap cheaper
add added adding | remove removed removing
open opened | closed
agonist agonists | antagonist antagonists
detected picked found identified | missed undetected overlooked
majority | minority
best top highest | worst bottom lowest
proximal | distal
anterior | posterior
left | right
upper | lower
inner internal | outer external
unilateral | bilateral
maternal mother mothers | paternal father fathers
systolic | diastolic
benign | malignant
central | peripheral
acute | chronic
dominant | recessive
primary | secondary
oral orally | intravenous intravenously subcutaneous injected
simple | complex
wet | dry
soft | hard
known clear established mature | unknown unclear infancy
necessary required essential needed | unnecessary dispensable needless
sufficient adequate enough | insufficient inadequate
same similar alike | different distinct
ischaemic ischemic | haemorrhagic hemorrhagic
typical conventional classical older | atypical newer novel
monotherapy alone | combination combined
trigger triggered activate activates stimulate stimulates | suppress suppresses suppressed \
inhibit inhibits
antagonise antagonizes antagonises | potentiate enhances
agrees | differs
resolution resolve resolves | perpetuate perpetuating perpetuates
vasodilation dilation dilated dilate bronchodilation | vasoconstriction constriction \
constricted constrict bronchoconstriction
suitable | unsuitable
thick thicker | thin thinner
destroy destroyed disrupt disrupted disrupts | restore restored restores repair repaired
unexpected surprising | expected
relief relieved ease eased | aggravated aggravates
bound bind binds attaches | dissociate detach released
"""


def axes() -> Iterator[tuple[str, int, str]]:
    """Each pointing word with its axis and sign: (axis, +1 or -1, word)."""
    lines = [line.split("|") for line in _OPPOSITES.strip().splitlines()]
    for axis, sides in (*_AXES.items(), *((sides[0].split()[0], sides) for sides in lines)):
        for sign, side in zip((1, -1), sides, strict=True):
            yield from ((axis, sign, word) for word in side.split())
