### Open pages: front page, register, initiative, territories, authorities, misses.
refusal-bad-filter = A condition in the address of this page cannot be read. Check the address or choose the conditions again.
refusal-as-of-to-come = That day is still to come: choose today or an earlier one.

## Front page
front-title = Residents’ initiatives
front-heading = Residents’ initiatives: from the settlement to the country
front-lead = An initiative begins where people live. Where the municipality has no powers or means, it goes to the region, and from there to the federation. Every step, every due date and every silence is in public.
front-pyramid = Where initiatives are now
front-submit = How to submit an initiative
front-submit-1 = Say what is wrong, what you propose and what will be better.
front-submit-2 = The municipality registers it within three days and publishes it.
front-submit-3 = Neighbours support it, the authority answers in time. If it stays silent, the initiative moves up and the debt stays with it.
front-how = How it works
front-find = Find an initiative
front-find-territory = Choose a territory
front-hearings = Next hearings
front-overdue = Overdue now
front-overdue-lead = The latest misses that the authority still has not made good.
front-overdue-all = All misses and debts
front-newest = New
front-newest-all = All that are published
front-supported = Most supported
front-nothing-yet = Nothing is published yet.
hearings-none = No hearing is announced yet.
hearings-calendar = Calendar of hearings (iCalendar)
hearing-votes = { $present } present, { $for } for, { $against } against
search-button = Search

## Pyramid
pyramid-label = The inverted pyramid: initiatives by level and stage
pyramid-level-municipality = Municipality
pyramid-level-region = Region
pyramid-level-federation = Federation
pyramid-overdue = of these overdue
pyramid-as-table = The same figures as a table
pyramid-stage = Stage
pyramid-all-here = all at this level
pyramid-reached = ever reached this level
pyramid-adopted = adopted by this level
pyramid-explained = A closed initiative stays at the level where it ended. A figure leads to its list; those reached and adopted are counted over all time, also where the initiative has moved on.

## Lists
initiatives-count = { $count ->
    [one] { $count } initiative
   *[other] { $count } initiatives
}
overdue-count = { $count ->
    [one] { $count } is overdue
   *[other] { $count } are overdue
}
supports-word = { $count ->
    [one] supporter
   *[other] supporters
}
line-with = with
line-came = submitted { $date }
text-redacted = Text redacted
pages-label = Pages of the list
pages-first = To the beginning
pages-next = Next
feed-atom = Atom feed
dump-csv = Register as CSV
contact-phone = Phone
contact-email = E-mail
contact-address = Address

## Filters
filter-q = Words or registration number
filter-level = Level
filter-stage = Stage
filter-territory = Territory
filter-authority = Authority
filter-theme = Theme
filter-national-project = National project
filter-kind = What is proposed
filter-procedure = Procedure
filter-overdue = Due dates
filter-overdue-yes = overdue
filter-overdue-no = not overdue
filter-published = Text
filter-published-yes = published
filter-published-no = not published yet
filter-open = Debts
filter-open-yes = only those still owed
filter-open-all = all misses
filter-annotated = Document that it was done in time
filter-annotated-yes = attached
filter-annotated-no = not attached
filter-as-of = As of
filter-any = any
filter-more = More conditions
filter-show = Show
filter-reset = Reset
filter-office = Authority (name)
offices-title = Which authority?
offices-none = There is no authority called “{ $name }”.
filter-place = Territory (name)
places-title = Which territory?
places-none = There is no territory called “{ $name }”. Check the name or choose it from the list.
search-first = The first two hundred are shown. Add a word or a condition.
filter-by-territory = Choose a territory
as-of-notice = Shown as it was at the end of { $date } (Moscow time).

## Register
register-title = Register of initiatives
register-nothing = There are no such initiatives. Take away some conditions or change the words.
search-text-of-today = The search goes over today’s texts of initiatives that were published by that date.
search-some-words = All words together were not found anywhere. These initiatives have at least some of them.

## Initiative
crumbs = Territory
case-whole = You see more than the public: this initiative concerns you or your authority.
case-whole-private = This appeal is not published. You see it because it concerns you or your authority.
case-private = A citizen’s appeal is not published. Only this is open: which authority has it, dates, and the outcome.
case-not-published = The text is not published yet: first the authority registers the initiative and checks that there is no personal data in it.
case-never-published = Texts are not published under this procedure.
case-text = Text of the initiative
case-versions = Versions of the text
case-show-changes = Show what changed since the version before
case-hide-changes = Show without marks
case-version-not-public = This version is not published.
case-hash = Fingerprint of the text (SHA-256):
version = { $count ->
   *[other] Version { $count }
}
version-submitted = As submitted
case-now = Where it is now
case-custody = With
case-since = Since
case-awaited = Awaited
case-assigned = Handled by
case-nobody-has-it = The case is over.
case-due = Due dates
due-until = by { $date }
due-missed = overdue: was due { $date }
due-paused = paused since { $date }
due-explain = Why this date
due-why = { $length } from { $from }: until { $until }.
due-rolled-back = That is a day off, so it is due on the last working day before, { $date }.
due-rolled-on = That is a day off, so it is due on the next working day, { $date }.
due-moved = Then it was moved to { $date }.
due-rule = Rule { $rule } ({ $reference }), working-day calendar { $calendar }.
due-uncovered = For part of this term the working-day calendar does not exist yet: only Saturdays and Sundays counted as days off.
length-calendar-days = { $count ->
    [one] { $count } calendar day
   *[other] { $count } calendar days
}
length-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
length-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
case-terms = All terms and what became of them
terms-what = To be done
terms-who = By whom
terms-due = Due
terms-became = Became of it
terms-miss-recorded = record of the miss
case-custody-history = Who has had it
until-now = now
case-supports = Support
window-open-until = open for support until { $date }
supports-of = of { $needed }
supports-unknown = (no threshold: the number of residents is unknown)
supports-reached = threshold reached
supports-by-version = By version:
chart-label = Supporters from { $from } to { $until }, { $count } in all
chart-as-table = Supporters by day
chart-day = Day
chart-change = On that day
chart-count = In all
case-decisions = Decisions
decision-ground = Ground:
decision-link = Where it is provided for already:
case-hearings = Hearings
hearing-announced = Announced
hearing-held = Held on { $date }
hearing-protocol = Protocol
case-opinions = Opinions of other authorities
opinion-asked = asked on { $date }
opinion-given = given on { $date }
opinion-awaited = no answer yet
opinion-agrees = agrees
opinion-disagrees = does not agree
case-reports = Being carried out: progress and report
money-local = Local budget
money-regional = Regional budget
money-federal = Federal budget
money-contributions = Given by residents and organisations
labour = Residents’ labour
labour-given = { $people } people, { $hours } hours
case-assessments = How residents assess the result
assessments-mean = { $mean } of 5 on average, { $count } in all.
assessments-score = Score
assessments-given = How many
assessments-share = Share
case-comments = Residents’ comments
comment-withheld = This comment was withheld.
case-timeline = What happened
case-timeline-lead = Every record was made once and does not change. The number is its place in the journal of everything and in the history of this initiative.
event-recorded = recorded { $when }
event-place = Record { $position } of the whole journal, number { $sequence } in this initiative’s history
event-text = Text
event-due = due { $date }
event-until = until { $date }
event-on = { $date }
case-about = About it
about-home = Territory
about-also = Concerns also
about-author = Author
about-no-author = the author stepped down
about-author-later = shown once it is published
about-co-initiators = { $count ->
    [one] and { $count } co-initiator
   *[other] and { $count } co-initiators
}
about-channel = How it came
case-attachments = Attachments
kilobytes = KB
case-related = Related
case-similar = Similar initiatives
case-record = As it was earlier
case-place = The last record about this initiative: number { $position } of the whole journal, { $sequence } in its history.

## Misses and debts
misses-lead = Every missed due date is recorded here. A record cannot be removed. If the authority answers later, that stands beside it; if a document shows that it was done in time, so does that.
misses-recorded = { $count ->
    [one] miss recorded
   *[other] misses recorded
}
misses-annotated = { $count ->
    [one] with a document that shows it was done in time
   *[other] with documents that show they were done in time
}
misses-owed = { $count ->
    [one] debt still owed
   *[other] debts still owed
}
misses-none = There are no misses.
misses-due = Was due
misses-who = Who did not do it
misses-what = What
misses-initiative = Initiative
misses-became = Became of it
miss-owed = not done
miss-met-late = done on { $date }
miss-over = no longer required
miss-annotated = done on { $date } by the document

## Territories
territories-find = Name of a territory
territories-whole = The whole country
territories-other = Without a federal district
territories-count = { $count ->
    [one] { $count } territory found
   *[other] { $count } territories found
}
territories-more = The first hundred are shown. Write more of the name.
territory-residents = { $residents } residents
territory-residents-unknown = number of residents unknown
territory-ended = abolished from { $date }
territory-nothing = No initiative has come from here yet.
territory-all = All initiatives of this territory
territory-no-authority = There is no authority of its own here: initiatives go to that of the territory above.
territory-projects = By national project
territory-parts = Parts
territory-code = Code of the territory: { $code }
district-central = Central federal district
district-northwestern = Northwestern federal district
district-southern = Southern federal district
district-north-caucasian = North Caucasian federal district
district-volga = Volga federal district
district-ural = Ural federal district
district-siberian = Siberian federal district
district-far-eastern = Far Eastern federal district
territory-type-republic = republic
territory-type-krai = krai
territory-type-oblast = oblast
territory-type-autonomous-oblast = autonomous oblast
territory-type-autonomous-okrug = autonomous okrug
territory-type-federal-city = city of federal significance
territory-type-municipal-district = municipal district
territory-type-municipal-okrug = municipal okrug
territory-type-urban-okrug = urban okrug
territory-type-intra-city = intra-city territory
territory-type-urban-settlement = urban settlement
territory-type-rural-settlement = rural settlement

## Authorities
refusal-bad-month = That is no month. Write for instance 2027-01; the first month cannot come after the last.
authorities-title = Authorities: who answers in time
authorities-lead = Terms that fell due in the chosen months are compared. Each figure leads to the list of what it counts.
authorities-find = Name of an authority
authorities-none-found = There is no such authority.
authorities-none = There is nothing to compare at this level in these months.
authorities-caption = Share done in time
authorities-place = Place
authorities-explained = A place is given where at least ten terms fell due: with fewer the share is chance. “In time” is done by the end of the last day. A miss counts for ever, also where the authority answered later.
filter-from-month = From month
filter-until-month = Until month
measure-rate = in time
measure-due = fell due
measure-met = done in time
measure-late = done later
measure-missed = misses
measure-owed = debts
measure-extended = extended
measure-annotated = with a document
measure-running = running
measure-adopted = adopted
measure-refused = refused
measure-passed-up = passed up
measure-about-due = Terms that fell due: met in time, met late, and missed.
measure-about-met = Done by the end of the last day.
measure-about-late = Done after the due date.
measure-about-missed = Terms with a recorded miss, whatever became of it.
measure-about-owed = Missed and still not done.
measure-about-extended = Terms that were lawfully extended or moved.
measure-about-annotated = Recorded as missed, with a document that shows it was done in time.
measure-about-running = Terms that are still running.
measure-about-adopted = Initiatives that were adopted.
measure-about-refused = Initiatives that were refused or not admitted.
measure-about-passed-up = Initiatives that were passed up or endorsed.
authority-in-time = done in time
authority-nothing-yet = No term has run here yet.
authority-abolished = abolished from { $date }
authority-successor = successor:
authority-debts = Debts
authority-all-misses = All misses of this authority
authority-custody = In its hands
authority-custody-none = It has no initiative at the moment.
authority-custody-all = All that is in its hands
authority-figures = Over all time
authority-contacts = Who answers and how to reach them
authority-months = By month
authority-month = Month
authority-months-explained = A term belongs to the month in which it ends, a decision to the month in which it was taken.
role-acting = (acting)
counted-none = This figure counts nothing.
counted-date = Date
counted-what = What
counted-decision = decision

## How it works
how-lead = Decisions usually come from the top. Here it is the other way round: what residents propose rises to exactly that level which has the powers and the money, and everyone who has had it owes an answer.
how-contents = Contents
how-way = The way of an initiative
how-way-1 = A resident, an organisation or a TOS body submits it: on the web, on paper or at a meeting. It says what is wrong, what is proposed and what would be better; a rule or a law needs a draft wording.
how-way-2 = A clerk registers it under a number of that authority. If something is missing, the author is asked once, and the term stands still meanwhile.
how-way-3 = The text is checked for personal data and published. From that day it can be supported and discussed, and hearings can be held on it.
how-way-4 = The municipality adopts it, refuses it on one of the listed grounds, offers a revision, or passes it to the region where it lacks powers or means. The region decides, or endorses it and passes it to the federation.
how-way-5 = What was adopted is carried out by the authority named for it: it reports progress and money, publishes a report, and residents assess the result.
how-levels = Three levels
how-levels-1 = Municipality, region, federation. An initiative rises by no more than one level at a time and keeps its history from the first word to the report.
how-levels-2 = At each moment one authority has it, and it is known since when, until when and by which rule.
how-levels-3 = A TOS body and a settlement without an administration submit initiatives but do not review them: the municipality receives them.
how-silence = What silence leads to
how-silence-1 = A missed term is recorded by itself and for ever: nobody can remove that record. After a short grace the initiative moves up by itself.
how-silence-2 = The duty does not go away: it stays with the silent authority as a debt until it files its position. Then it is done, but late.
how-silence-3 = Where a document shows that it was done in time and recorded late, the document stands beside the miss, and the figures show both.
how-support = Support
how-support-1 = A person supports an initiative once, on the web or on paper. A support is of the version of the text that the person saw; after a revision he is asked once whether he supports the new one too.
how-support-2 = Each level counts its own residents, the federation counts all. How many are needed is computed on the day of publication and does not change.
how-support-3 = Reaching that number takes the initiative from no authority whose term is running. But if that authority refuses, the initiative goes up.
how-who = Who may do what
how-who-1 = Rights come from records in the journal: an appointment, a verified identity. Nobody decides on an initiative of his own.
how-role-visitor = Anybody
how-may-visitor = reads, follows feeds, downloads data
how-role-resident = Resident
how-may-resident = submits, supports, comments and assesses once verified; may follow and draft without that
how-role-organisation = Organisation, TOS body
how-may-organisation = submit initiatives through a representative
how-role-clerk = Clerk
how-may-clerk = registers, asks for clarification, publishes, records hearings, dispatches answers
how-role-officer = Officer
how-may-officer = prepares decisions, reports progress
how-role-head = Head
how-may-head = decides, extends terms, forwards by competence
how-role-auditor = Auditor
how-may-auditor = reads everything but what is sealed; each opening is recorded
how-role-administrator = Administrator
how-may-administrator = keeps authorities, officials and territories; decides on no initiative
how-personal = Personal data
how-personal-1 = Names, addresses and phone numbers of residents are kept apart from the open record and are encrypted. They are in no journal, page, feed or dump.
how-personal-2 = Author and supporters are shown without names. The name of an organisation or a TOS body is published if it agreed.
how-personal-3 = Before a text is published a program and then a person look for personal data, and what looks like it is masked. Should something get into an open text, it is redacted later, and it stays visible that a part was redacted and on what basis.
how-personal-4 = Once a case is closed and its retention is over, a person’s data can be erased. The history stays verifiable, and the support cannot be given a second time.
how-procedure = Procedure
how-version = Version { $version }.
how-public = Texts and supports are open.
how-not-public = Texts are not published: only authority, dates and outcome are open.
how-terms = Terms
how-terms-note = The day of the event does not count. A term ends at midnight of its last day, by the time of the authority. References to acts are to be checked by a lawyer.
how-rule = Rule
how-when-missed = When missed
how-reference = Origin
how-by-decision = the date in the decision
how-extension = can be extended by at most { $length }
how-thresholds = How many supporters are needed
how-share = { $share }% of residents
how-people = { $people } people in the whole country
how-people-over = { $people } people where residents are more than { $over }
how-grounds-note = There are no other grounds: the list is closed.
obliged-authority = the authority
obliged-author = the author
obliged-executor = the executor
obliged-authority-above = the authority above
obliged-nobody = —
missed-recorded = a miss is recorded for ever
missed-grace = a miss is recorded, the grace begins
missed-escalates = it moves up
missed-lapses = the right lapses, the way goes on
missed-nothing = nothing
grounds-not-admitted = When it is not admitted
grounds-refused = When it is refused
grounds-left-without-answer = When an appeal is left without an answer
grounds-correspondence-ended = When a correspondence is ended

## Open data
data-lead = Everything shown here can be taken away and checked: feeds to read, dumps to analyse, the journal of open events from its beginning.
data-feeds = Feeds
data-dumps = Dumps
data-programs = For programs
data-what = What
data-format = Format
data-address = Address
data-for-example = for example
data-all = All open events
data-territory = Events of a territory and all that is part of it
data-authority = Events of an authority
data-initiative = Events of an initiative
data-misses = Misses and debts
data-hearings = Calendar of hearings
data-register = Register of initiatives
data-supports = Supports by day and territory
data-dumps-note = Each dump has a description of its fields, codes of authorities and territories, and a licence. A redacted text stays in it as a line that says so.
data-changes = All open events in order, from any place
data-live = Open events as they are recorded
data-openapi = Description of the API
data-api-docs = The API with examples to try
data-examples = Examples
data-example-changes = All events from the beginning, a hundred at a time; the last number is where to go on:
data-example-dump = The whole register:
data-example-live = New events as they come:
data-licence = Licence
data-licence-text = The data may be used freely, also changed and passed on, if the source is named (Creative Commons Attribution 4.0).
data-codes = Codes
data-codes-text = Territories go by OKTMO codes, the country by RU. Codes of authorities begin with that of their territory. Codes of themes and national projects stand in the dump of the register.
data-not = What is not here
data-not-text = Personal data, texts that are not published, and what citizens’ appeals say. People go by made-up names, different in each initiative: they do not tell what else the same person did.

## The public log

receipt-stands = Receipt: event { $position } of the public log, hash of the entry
receipt-proof = Proof
log-event-title = Event { $position } of the public log
log-event-initiative = initiative
log-event-proof = Proof
log-event-signed = The entry of this event stands in the signed log: it can no longer be removed or changed unseen.
log-event-not-signed = The entry is not signed yet. This takes up to a minute; load the page again.
log-event-leaf = Hash of the entry
log-event-size = Entries in the signed log
log-event-root = Root of the tree
log-event-key = Verification key
log-event-evidence = Download the evidence
log-event-entry-file = entry (JSON)
log-event-by-program = To check it offline and without trusting this site:
log-event-entry = Entry
log-event-entry-about = All that the log says of the event. There are no texts and no names in it, only commitments by which a text can be recognised.
log-event-texts = Texts of the event
log-event-texts-about = Each text agrees with its commitment in the entry: it cannot be exchanged unseen.
log-event-opening = Opening
log-event-context = Context
log-event-commitment = Commitment in the entry
check-wait = Waiting for the signature, which takes up to a minute…
check-checking = Checking the proof in your browser…
check-leaf = The hash of the entry, computed anew
check-path = The path from the entry leads to the root of the tree; entries in the tree
check-signature = The signature on the root is good
check-texts = The texts shown are those that the entry commits to; texts
check-failed = It does not hold
check-unable = This browser cannot check the signature. Download the evidence and check it with the program.
check-key = Checked in your browser with the key on this very page. Compare the key with one published elsewhere: a key from the site itself only proves that the site agrees with itself.
check-noscript = Without scripts the page does not check the proof: download it and check it with the program.
