### Paper: letters, registers, intake on paper, finding a case.
letters-title = Letters about the case
letters-case = The case
letters-none = There are no letters yet: a letter comes with a step that the author is told of.
letters-kind = Letter
letters-step = Date of the step
letters-authority = Sender
letters-state = Dispatch
letters-free = no term to send it
letters-owed = to be sent by { $due }
letters-sent = sent { $on }, No. { $number }
letters-back = All letters about the case
letters-print = Print
letters-hint = The text is written from the record; letters are in Russian. Number and date appear once the dispatch is entered; until then they are written in by hand. The author's name and address are sealed and are written in by hand too.
letter-kind-receipt = Notice of registration
letter-kind-clarification = Request for clarification
letter-kind-forwarding = Notice of forwarding by competence
letter-kind-extension = Notice of an extension
letter-kind-not-admitted = Notice that it is not admitted
letter-kind-refusal = Refusal
letter-kind-adoption = Decision to adopt
letter-kind-revision = Offer of a revision
letter-kind-passing-up = Notice of passing it up to the region
letter-kind-endorsement = Notice of endorsement and passing it up to the federation
letter-kind-return = Notice of a return
letter-kind-appeal-answer = Answer to an appeal
letter-kind-merger = Proposal to merge
letter-kind-abandonment = Notice that it will not be carried out
letter-kind-answer = Answer to a citizen's appeal
letter-kind-no-answer = Notice of leaving it without an answer
letter-kind-correspondence-ended = Notice of the end of a correspondence
registers-incoming = Incoming register
registers-outgoing = Outgoing register
registers-books = Registers
registers-pages = Pages of the register
registers-csv = Download the year (CSV)
registers-year = Year
registers-authority = Code of the authority
registers-show = Show
registers-empty = There are no entries for this year.
registers-first = To the beginning
registers-next = Further
registers-number = Number
registers-registered = Registered
registers-sent = Sent
registers-case = Case
registers-home = Territory
registers-came-by = How it came
registers-way = Way
registers-answers = What it tells
registers-due = To be sent by
registers-note = Notes
registers-again = again, under its old number
registers-late = late
### ---- intake on paper
intake-title = Intake on paper
intake-lead = First, who the author is. Somebody who is known already is not made anew; somebody who is not is recorded as one whose document you saw.
intake-author = Author
intake-person = a resident (name sealed)
intake-other-author = another author
intake-on = Next: the initiative itself
intake-known = Somebody of this name and birth date is known already. Who is before you?
intake-same = The same person
intake-verified-on = verified { $on }
intake-another = Another person of the same name and birth date
intake-known-hint = Only an official can tell namesakes born on one day apart: it decides whether their supports count as one.
intake-initiative = An initiative on paper
intake-channel = How it came
intake-received-on = When it came
intake-sender-number = Number on the author's letter
intake-home = The territory it is about
intake-procedure = Procedure
intake-consents = Consents in the letter
intake-consents-hint = Tick only what is on the paper with a signature. Without the first two it goes on as an appeal of a citizen.
intake-letter = The letter in full
intake-letter-hint = It is kept sealed: nobody sees it but an official who says why.
intake-files = Scans
intake-files-hint = PDF, JPEG, PNG or text, up to 10 MB each.
intake-submit = Enter
person-kind = Who it is
person-surname = Surname
person-given-names = Given name
person-patronymic = Patronymic
person-birth-date = Birth date
person-name = Name (of an organisation or TOS body)
person-residence = Where resident or seated
person-other-residence = Another territory: its OKTMO code
person-seen-on = When you saw the document
person-phone = Phone
person-email = E-mail
person-sealed = Name, birth date, phone and e-mail are kept sealed. A phone or e-mail given here replaces what was there.
field-surname = Surname
field-given-names = Given name
field-birth-date = Birth date
field-residence = Residence
field-lines = Lines of the sheet
field-files = Scans
field-scan = Scan
field-attachment = File
field-received-on = When it came
verify-title = Verification of a person
verify-lead = For those who made an account on the site and came with a document.
verify-login-hint = The login with which the person signs in.
verify-button = The document was shown
verify-done = The person is verified.
### ---- sheet of signatures
sheet-title = Sheet of signatures
sheet-home = Residence, where a line says none
sheet-channel = Where it was signed
sheet-scan = Scan of the sheet
sheet-scans = Scans of sheets
sheet-scan-one = Scan
sheet-elsewhere = Enter those too who live elsewhere: they count at the levels above only
sheet-lines = Signatures
sheet-hint = One person a line: surname, given name, patronymic; birth date; residence. Enter goes to the next row. A list can be pasted from a table.
sheet-name = Surname, given name, patronymic
sheet-born = Birth date
sheet-place = Residence
sheet-more = More rows
sheet-enter = Enter the signatures
sheet-line = Line
sheet-verdict = Result
sheet-valid = { $count ->
    [one] { $count } signature counts.
   *[other] { $count } signatures count.
}
sheet-twice = { $count ->
    [one] { $count } is there already.
   *[other] { $count } are there already.
}
sheet-mend = { $count ->
    [one] { $count } line has to be mended: it is still in the form.
   *[other] { $count } lines have to be mended: they are still in the form.
}
scan-kilobytes = KB
verdict-valid = counts
verdict-duplicate = supports it already
verdict-repeated = the same person as in line { $line }
verdict-unreadable-name = unreadable: surname and given name are needed
verdict-unreadable-date = unreadable: a birth date with a year of four digits is needed
verdict-unreadable-impossible = nobody can be born on that date
verdict-unknown-place = the residence is not known
verdict-not-resident = not a resident
verdict-under-age = younger than 16
verdict-refused = refused
### ---- finding a case
find-title = Find a case
find-by = By what
find-by-surname = by surname
find-by-phone = by phone
find-by-number = by number
find-by-title = by words of the title
find-by-tag = by the tag of a support
find-what = What to look for
find-hint = A surname or number in full. Only cases are found that your authority has or had.
find-button = Find
find-count = { $count ->
    [0] Nothing was found
    [one] { $count } case was found
   *[other] { $count } cases were found
}
find-stage = Stage
find-custody = With
find-received = Received
refusal-no-such-account = No resident has an account of this login.
refusal-too-many-lines = A sheet has at most 500 lines; enter the rest as a second sheet.
refusal-known-as-another = Somebody of this name and birth date is known already: send the form again and say who is before you.
