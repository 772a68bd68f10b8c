"""A question asked in several turns, as one that can be searched alone: without a chat model.

    standing("How large was the trial?", [Turn("Does lumetripant prevent chronic migraine?")])
    -> "How large was the trial? (lumetripant, chronic migraine)"

1. Words are of asking, of any study (trial, dose), of people, of an outcome, or else of a subject.
2. A question stands alone if it points at nothing before it, names subjects enough, and is like
   others that do; one that could be asked of any study ("What's the catch?") never does.
3. History is threads: a question that stands alone begins one; any other goes on with the last,
   or with an older one that it names or asks for ("the other one").
4. What the thread is about, less what the question replaces, follows the question in brackets:
   people replace people, an outcome an outcome, a drug a drug, and "for X" what the drug was for.
   A detail that a follow-up asked about is forgotten as soon as the next asks about another.
   Where the question has no verb ("And in children?"), what was to be done goes with it: "prevent
   migraine".

How often that finds the right article: benchmarks/dialogues.

words      the lists                          drugs      which words name a drug
phrases    a question as phrases, by kind     pointing   whether it points at what was said
replacing  what of a thread it leaves         threads    history as threads; the question made whole
asked      questions whose sort is known, and which of them one is like
"""

from qa.following.asked import Sense
from qa.following.drugs import drugs_in
from qa.following.pointing import may_stand
from qa.following.threads import Turn, standing
from qa.following.words import is_of_any_trial, subject_words

__all__ = [
    "Sense",
    "Turn",
    "drugs_in",
    "is_of_any_trial",
    "may_stand",
    "standing",
    "subject_words",
]
