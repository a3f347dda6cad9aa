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
pyramid-overdue = overdue
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
filter-as-of = As of
filter-any = any
filter-more = More conditions
filter-show = Show
filter-reset = Reset
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
