### The desk of officials: worklist, case, actions.
## Actions
verb-register = Register
verb-not-admit = Do not admit
verb-return-for-clarification = Ask the author to clarify
verb-clarify = Record the author's clarification from paper
verb-publish = Publish
verb-forward = Forward by competence
verb-adopt = Adopt
verb-refuse = Refuse
verb-offer-revision = Offer a revision
verb-pass-up = Pass up to the region
verb-revise = Record the revised text
verb-endorse = Endorse and pass to the federation
verb-return = Return a level down
verb-decide-appeal = Decide the appeal
verb-report-progress = Report progress
verb-move-execution-term = Move the date of execution
verb-complete = Mark as carried out
verb-abandon-execution = Abandon execution
verb-publish-report = Publish the final report
verb-propose-merge = Propose a merger
verb-assign = Assign
verb-reclassify = Reclassify
verb-extend = Extend the review
verb-request-opinion = Request an opinion
verb-give-opinion = Give an opinion
verb-announce-hearing = Announce a hearing
verb-record-hearing = Record a hearing
verb-dispatch-answer = Record a letter as sent
verb-correct-decision = Correct a slip in a decision
verb-redact = Redact a text
verb-pass-custody = Pass to the successor
verb-erase-personal-data = Note the erasure of personal data
verb-file-position = File the position that is owed
verb-annotate-miss = Annotate a missed term
verb-answer = Answer on the merits
verb-leave-without-answer = Leave without an answer
verb-end-correspondence = End the correspondence
## What is filled in
fill-theme = Theme
fill-national-project = National project
fill-ground = Ground
fill-reasons = Reasons
fill-reasons-hint = These words go into the letter to the author and are published.
fill-questions = What needs to be clarified
fill-answer = Answer
fill-clarify-answer = The author's answer as it stands on paper
fill-to = To whom
fill-pass-custody-to = Successor
fill-why = Why
fill-executor = Executor
fill-executor-hint = An authority of another level only after its opinion that agrees.
fill-until = To be carried out by
fill-move-execution-term-until = New date
fill-link = Where it is planned or done
fill-what = What should be changed
fill-opinion = Opinion
fill-cause = Reason for the return
fill-outcome = Decision on the appeal
fill-works = What was done
fill-report = Final report
fill-money-local-budget = Local budget, ₽
fill-money-regional-budget = Regional budget, ₽
fill-money-federal-budget = Federal budget, ₽
fill-money-contributions = Given by people and firms, ₽
fill-labour-people = People who took part
fill-labour-hours = Hours of work in all
fill-into = Which initiative goes on
fill-official = Who works on it
fill-kind = What is asked for
fill-days = By how many calendar days
fill-reason = Why more time is needed
fill-authority = Which authority
fill-question = Question
fill-agrees = Position
fill-on = Date
fill-starts-at = Begins at
fill-place = Place
fill-held-on = Held on
fill-protocol = Protocol
fill-present = Present
fill-votes-for = For
fill-votes-against = Against
fill-nth = About what
fill-dispatch-answer-nth = Which letter
fill-outgoing-number = Outgoing number
fill-outgoing-number-hint = The next of this year's book is proposed; it can be changed.
fill-channel = Sent by
fill-field = In which field
fill-old = As it stood
fill-new = As it should be
fill-text = Which text
fill-masked = What to show in its place
fill-masked-hint = If empty, the whole text goes.
fill-basis = Legal basis
fill-position = The authority's position
fill-done-on = When it was really done
fill-document = Which document shows it
fill-dated = Date of the document
dated-hint = Usually today; the day of signing if that was earlier.
dated-late = It is too late today: possible only if the document was signed before, on { $date } at the earliest.
fill-optional = (optional)
authority-other = or find another by name or code:
questions-own = In your own words
corrected-reasons = reasons
corrected-opinion = opinion
corrected-what = what was to be changed
corrected-link = link
agrees-true = Agrees
agrees-false = Does not agree
phrase-place = Please say where exactly the works are proposed: street, house or a landmark.
phrase-boundaries = Please describe the borders of the plot; a sketch or a photograph is best.
phrase-cost = Please attach an estimate of the cost, if you have one.
phrase-contribution = Please say how residents are ready to help: with money, work or materials.
phrase-result = Please describe the result that you expect and whom it helps.
phrase-illegible = Part of the text could not be read. Please send it once more.
phrase-wording = Please attach the wording of the rule or law that you propose.
ground-link = needs a link
ground-linked = the matter goes on as an appeal of a citizen
register-and-publish = Register and publish
read-the-case = Read the initiative
no-longer-possible = This can no longer be done:
changed-since = What changed while the form was open:
## Personal data
gate-title = This looks like personal data
gate-mend-or-confirm = Mend the text above, or say of each place why it may be published: everybody will see it, and the reason is kept with the case.
gate-mask = mask
because-label = Why this may be published
because-none = — I will mend the text —
because-public-role = named as an official or a public figure
because-office-contact = contact or details of an office or organisation
because-consented = the person agreed to publication, the consent is there
because-not-personal = this is no personal data
finding-phone = phone number
finding-email = e-mail address
finding-snils = insurance number (SNILS)
finding-inn = tax number (INN)
finding-bank-card = bank card number
finding-passport = passport
finding-car-plate = car plate
finding-full-name = full name
finding-address = address with a flat
finding-birth-date = date of birth
## A case
next-step = Next step
actions = What can be done
actions-intake = Intake
actions-decision = Decision
actions-execution = Execution
actions-work = Work on the case
actions-record = Record and corrections
actions-none = There is nothing for you to do here now.
actions-refused = What is not possible now, and why
desk-case-text = The proposal
desk-case-custody = With
desk-case-terms = Terms
case-facts = Facts
desk-case-decisions = Decisions
desk-case-opinions = Opinions
desk-case-hearings = Hearings
desk-case-supports = Support
desk-case-timeline = What happened
desk-case-assigned = Assigned to
case-not-public = not public
nobody-assigned = nobody
case-take = Take it
case-take-over = Take it over
also-open = Also open at the moment with:
custody-nobody = The case is closed.
custody-since = since { $date }
terms-none = Nothing is due at the moment.
term-why = why this date
term-explained = Rule { $rule }: { $event } on { $trigger }, then { $length }; calendar { $calendar }. Due on { $due }.
term-reference = Reference: { $reference }.
term-moved = At first it was due on { $date }.
term-extended = extended
timeline-words = Texts
recorded-on = recorded on { $date }
desk-hearing-votes = Present { $present }, for { $for }, against { $against }.
desk-opinion-awaited = no answer yet
fact-received = Received
fact-numbers = Numbers
fact-theme = Theme
fact-project = National project
fact-consents = The author's consents
fact-procedure = Procedure
fact-files = Files
agreed-publish = to publish the text
agreed-pass-up = to pass it up
agreed-name = to be named beside it
public-page = Public page
letters-of-case = Letters of the case
linked-from = The case this was split off from
linked-case = The appeal opened in its place
merged-case = The initiative it was merged into
withhold-comment = Withhold the comment
invalidate-support = Strike out a support
sealed-title = What is sealed
sealed-hint = Names, contacts, letters and files of a case are read for a reason. Who read what and why is an event that everybody sees; what was read is shown once, on the next page.
sealed-fields = What to open
sealed-identity = Name and birth date of the author
sealed-contacts = Phone and e-mail of the author
sealed-letter = The original letter
sealed-attachments = Files of the case: what was sent, and scanned sheets
sealed-phone = Phone
sealed-email = E-mail
sealed-reason = Why
sealed-open = Record the opening and show it
sealed-recorded = The opening is recorded. It holds until the end of the day.
sealed-erased = The personal data is erased: nobody can read it any more.
sealed-nothing = Nothing of it was ever given.
sealed-evidence = Evidence that can be checked
opening-identification = to make sure who the author is
opening-contact = to ask or tell the author something
opening-review = to decide what is proposed
opening-answer = to write or send the answer
opening-inquiry = a court or an authority asked for it
opening-audit = to check how the case was worked
supporters-title = Supports one by one
supporters-hint = Who supported is not shown: a support has a day, a place of residence and the way it came. By these a line of a signature sheet is found again.
supporters-none = There are no supports yet.
supporters-choose = Choose
supporters-choose-one = Support of { $day }, { $place }
supporters-day = Day
supporters-residence = Residence
supporters-channel = How it came
supporters-standing = Standing
supporters-is-given = counted
supporters-is-withdrawn = withdrawn
supporters-is-invalidated = struck out
next-case = Next case of the worklist:
next-case-due = due { $date }
next-case-none = Nothing else is due in the worklist.
merge-choose = Compare the texts and choose in which initiative this one goes on. The author of the one that ends has the last word.
merge-compare = Compare
merge-not-yours = Your authority has no such initiative.
merge-ends = Ends, if its author agrees
merge-goes-on = Goes on
merge-counts = { $one } and { $other }: the same person may be in both. Supports are not added up.
## What was done
done-register = Registered:
done-publish = Published: people can support and discuss it.
done-other = Recorded.
done-assign = Assigned.
done-dispatch-answer = The letter is recorded as sent.
done-refuse = The refusal is recorded. The letter to the author remains to be sent.
done-adopt = Adopted. The letter to the author remains to be sent.
## The worklist
desk-more = More on the desk
desk-find = Find a case
desk-intake = Paper intake
desk-registers = Registers
desk-verify = Verify a person
desk-sections = Sections
desk-empty = Nothing is waiting, or nothing fits the filter.
desk-tick = Tick
desk-tick-case = Tick: { $title }
desk-take = take
desk-take-case = Take: { $title }
desk-assign-ticked = Assign the ticked to:
desk-assign = Assign
section-overdue = Overdue
section-today = Today
section-week = This week
section-later = Later
section-debts = Debts
section-waiting = Waiting for the author
column-number = Number
column-title = Initiative
column-term = What to do
column-due = Due
column-assigned = Assigned
column-stage = Stage
filter-who = Whose
filter-who-all = all
filter-who-mine = mine
filter-who-unassigned = assigned to nobody
desk-filter-theme = Theme
filter-term = What to do
filter-all = all
filter-apply = Show
days-today = today
## Why not
why-other-stage = Belongs to another stage
why-wrong-stage = This is not done at this stage.
why-wrong-level = This step is not taken at this level.
why-held-by-another = The case is with another authority now.
why-wrong-role = This is done by { $needed }.
why-comments-open = Comments are accepted until { $until }; a decision before is not possible.
why-too-late-to-forward = It could be forwarded until { $until }.
why-author-awaited = The author was asked and may answer until { $until }.
why-too-late-to-extend = The term was due on { $due }; it cannot be extended any more.
why-extension-too-long = An extension may be at most { $at_most }.
why-reasons-too-short = The reasons must be at least { $at_least } characters long; these are { $chars }.
why-done-before-preceding = The date is before the preceding step of { $preceding }.
why-done-too-long-ago = Too far back: { $earliest } is the earliest.
why-done-in-future = The date on the document is in the future.
why-used-up = Not possible any more: { $what }.
why-no-running-term = There is no such term running.
why-not-your-debt = Your authority owes nothing of this kind here.
why-still-to-be-done = This can still be done itself.
why-not-your-decision = Only the authority that decided can correct its decision.
why-own-initiative = This is your own initiative.
why-not-in-procedure = This procedure has no rule for it.
why-outside-competence = This is outside the competence of your authority: pass it up or forward it.
why-consent-missing = The author has not agreed to { $consent }.
why-author-not-erased = The person's own data is erased first.
why-already-done = This is done already.
why-field-required = Fill in: { $field }.
why-field-missing = This has to be filled in.
needed-a-clerk-of-the-authority-that-has-it = a clerk of the authority that has it
needed-the-head-of-the-authority-that-has-it = the head of the authority that has it
needed-the-head-of-the-authority-above = the head of the authority above
needed-an-officer-of-the-executor = an officer of the executor
needed-the-head-of-the-executor = the head of the executor
needed-an-official-of-the-authority-concerned = an official of the authority concerned
needed-an-administrator = an administrator
needed-the-head-of-the-authority-that-decided = the head of the authority that decided
needed-the-engine-s-clock = the engine's clock
needed-nobody = nobody
what-a-clarification = one clarification at each level
what-an-extension = one extension at each level
what-an-appeal = one appeal against a decision
what-forwarding = no more forwarding
what-offering-a-revision = a revision is offered once
what-returning-it = one return from each level
consent-the-publication-of-the-text = the publication of the text
consent-passing-it-up-to-the-level-that-can-decide = passing it up
## How many
terms-over = { $count ->
    [one] { $count } term that is over
   *[other] { $count } terms that are over
}
days-left = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
days-over = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
desk-length-calendar-days = { $count ->
    [one] { $count } calendar day
   *[other] { $count } calendar days
}
desk-length-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
desk-length-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
supports-count = { $count ->
    [one] { $count } person supports it
   *[other] { $count } people support it
}
desk-case-comments = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
ground-min-chars = reasons of at least { $count ->
    [one] { $count } character
   *[other] { $count } characters
}
desk-assigned = { $count ->
    [0] Nothing changed: these cases were assigned already.
    [one] { $count } case is assigned.
   *[other] { $count } cases are assigned.
}
