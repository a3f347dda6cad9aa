### Refusals: what is wrong and what to do. The key is the code of the refusal with dashes.

## Rights and roles
refusal-sign-in-needed = Sign in first.
refusal-not-allowed = You may not do this. Turn to the authority that has the case, or to an administrator.
refusal-not-administrator = Only an administrator of this installation can do this.
refusal-not-a-clerk = Only a clerk of the authority that has the case, or of the supporter's residence, does this.
refusal-not-its-clerk = Only a clerk of the authority whose register this is gives its numbers.
refusal-not-the-author = Only the author of the initiative can do this.
refusal-not-a-co-initiator = Only a co-initiator can take the author's place, and only after the author stepped down.
refusal-not-invited = Until the initiative is published, only those to whom its author gives the link can join it.
refusal-not-a-participant = This is for residents and organisations. Sign in with a participant's account.
refusal-not-an-official = This is for officials. Sign in with an official's account.
refusal-not-verified = Your identity has to be verified first: through the portal, or with a document that a clerk sees.
refusal-not-a-person = Only people can support initiatives, not organisations.
refusal-wrong-role = You do not hold the role that this needs today. Roles are given by an administrator.
refusal-own-initiative = Nobody decides his own initiative. Hand the case to a colleague.
refusal-held-by-another = Another authority has the case now. Reload the page to see which.
refusal-not-your-authority = Only those who work at this authority, and auditors, see this.
refusal-not-concerned = Only the author and the authorities that deal with this case can add files to it.
refusal-not-your-debt = This is not a missed obligation of your authority. Check its number.
refusal-not-your-decision = Only the authority that decided can correct its decision.

## Stage and procedure
refusal-wrong-stage = This is not possible at this stage. Reload the page to see where the case stands.
refusal-wrong-level = This step is not taken at this level.
refusal-already-done = This was done already.
refusal-already-submitted = This initiative was submitted before.
refusal-used-up = The procedure allows this only so often, and that is used up.
refusal-not-in-procedure = The procedure of this case has no rule for this.
refusal-not-expired = This term has not run out yet.
refusal-no-running-term = The term that this needs does not run: it has not begun, or it is over.
refusal-count-unchanged = This count changes nothing.
refusal-out-of-calendar = A due date lies outside the range of dates. Check the dates.
refusal-comments-open = While comments are accepted, nothing can be decided. Wait until the date shown in the case.
refusal-author-awaited = The author was asked and is awaited. Wait for the answer, or for the end of its term.
refusal-too-late-to-forward = The term for forwarding is over. Decide the case, or pass it up.
refusal-too-late-to-extend = The term is over and can no longer be extended.
refusal-extension-too-long = It cannot be extended by so much. Name fewer days.
refusal-been-there = The case has been with this authority before. Choose another one.
refusal-cannot-receive = This authority cannot receive the case. Choose another one.
refusal-no-custodian = No authority receives initiatives for this territory. Choose the territory above it.
refusal-outside-competence = The matter is outside this authority's competence. Pass it up or forward it.
refusal-executor-has-not-agreed = An executor of another level has to agree first. Ask it for its opinion.
refusal-not-mergeable = These cannot be merged. Initiatives have to be with one authority and under one procedure, territories of one kind.
refusal-supported-by-many = Many support the initiative, so that it cannot be withdrawn. You can step down: the initiative goes on.
refusal-supported-by-few = Few support the initiative: withdraw it instead of stepping down.
refusal-still-to-be-done = The obligation can still be met. A position is filed only where the case has passed to another authority.
refusal-not-available = What you name does not exist or cannot be used. Check the code or number.

## What was written
refusal-field-required = Fill in “{ $field }”: the procedure asks for it.
refusal-field-missing = Fill in “{ $field }”.
refusal-field-unfit = “{ $field }” is not filled in as it should be. Check it.
refusal-field-unknown = There is no field “{ $field }” here. Leave it out.
refusal-field-out-of-range = A value is out of range. Check the number.
refusal-consent-missing = The author has not given a consent that is needed: to publish the text, or to pass it up.
refusal-reasons-too-short = The reasons are too short. Write more, so that everybody can understand them.
refusal-unknown-ground = This is not a ground of refusal here. Choose one of the list.
refusal-ground-too-early = This ground cannot be used yet: another step of the procedure comes first.
refusal-ground-barred = This ground was complained of successfully and cannot be used again.
refusal-link-required = This ground needs a link to where it is planned or done.
refusal-personal-data-found = Personal data was found in the text. Take it out. An official who publishes may mask it, or confirm that it can be published.
refusal-unknown-theme = There is no such theme. Choose one of the list.
refusal-bad-outgoing-number = An outgoing number is up to 40 letters, digits, dots, dashes and slashes.
refusal-bad-length = A comment has between 1 and 4000 characters.
refusal-listed-twice = An official is listed twice.

## Dates
refusal-done-in-future = The date on the document has not come yet.
refusal-done-before-preceding = The date on the document is before the preceding step of the case. Check it.
refusal-done-too-long-ago = The date on the document lies too far back. Steps are not recorded that late.
refusal-date-out-of-range = A date is out of range. Check it.
refusal-dates-reversed = The last day is before the first. Check the dates.
refusal-in-the-future = This date has not come yet.
refusal-older-count = A count of a later date is entered already.
refusal-other-year = The date does not lie in the year of this register.

## Supports, comments, assessments
refusal-not-published = This initiative is not published yet.
refusal-support-closed = This initiative cannot be supported now.
refusal-withdrawal-closed = Supports of this initiative can no longer be withdrawn.
refusal-already-supported = You support this initiative already.
refusal-struck-out = This support was struck out and cannot be given again.
refusal-under-age = Initiatives can be submitted and supported from the age of 16.
refusal-wrong-channel = On the web people support for themselves. A clerk enters what came on paper, from a hearing or from records.
refusal-version-mismatch = The text has changed since. Read it again and confirm your support.
refusal-nothing-to-confirm = There is no support of an earlier text to confirm.
refusal-nothing-to-withdraw = There is no support to withdraw.
refusal-nothing-to-invalidate = There is no such support to strike out.
refusal-comments-closed = This initiative cannot be commented on now.
refusal-already-received = This comment was received already.
refusal-no-such-comment = There is no such comment on this initiative.
refusal-already-withheld = This comment is withheld already.
refusal-assessment-closed = The result cannot be assessed now.
refusal-already-assessed = You have assessed this result already.

## People, authorities, territories
refusal-no-such-initiative = There is no such initiative.
refusal-no-such-authority = There is no such authority, or not on that day.
refusal-no-such-territory = There is no such territory, or not on that day.
refusal-no-such-official = There is no such official.
refusal-no-such-participant = There is no such participant.
refusal-no-such-residence = Nobody can live there on that day. Choose a settlement or a municipality.
refusal-already-exists = This code is taken. Choose another one.
refusal-already-appointed = This official is appointed already. Give one more role instead.
refusal-already-registered = This participant is registered already.
refusal-already-verified = This participant is verified already.
refusal-name-is-private = A person's name is not recorded in the open. Leave it out.
refusal-identity-missing = To verify a person, name and birth date are needed.
refusal-identity-of-a-body = An organisation has no name and birth date of a person. Leave them out.
refusal-tos-elsewhere = A TOS body belongs to its own territory. Name that one.
refusal-has-no-representatives = Only an organisation or a TOS body has representatives.
refusal-unfit-representative = A representative has to be a verified person.
refusal-nothing-changes = Nothing would change.
refusal-case-open = While a case is open, its data is needed; after it is closed, the data is kept (whole years: { $years }). Only a court's order or unlawful processing goes before that.
refusal-nothing-to-open = Choose what is to be opened.
refusal-not-opened = Say first why you have to read the files of this case: open them under “What is sealed”.
refusal-retained = This has to be kept until { $until }. Only a court's order or unlawful processing goes before that.
refusal-erased = The personal data of this participant is erased.
refusal-author-not-erased = The author's own data is erased first; then the cases note it.
refusal-role-not-held = The official does not hold this role on that day.
refusal-not-substitutable = Only a colleague of the same authority who holds the role on that day can be substituted.
refusal-official-dismissed = This official has left office.
refusal-level-mismatch = The level of an authority has to be that of its territory.
refusal-receiver-exists = Another authority receives the initiatives of this territory already.
refusal-authority-abolished = This authority was abolished.
refusal-acceptance-over = This authority accepts nothing new any more.
refusal-unfit-successor = This cannot be the successor: it takes another existing authority of the same level, for a register one of the same year.
refusal-register-closed = This register is closed and continued at another authority.
refusal-territory-ended = This territory has ended or became part of another one.
refusal-wrong-parent = Such a territory cannot stand there in the tree. Check its kind and the territory above.
refusal-district-of-non-region = Only a region belongs to a federal district.
refusal-bad-iso-code = This is not an ISO 3166 code.
refusal-off-the-globe = These coordinates do not lie on the globe.

## Installation
refusal-already-founded = This journal is founded already.
refusal-not-founded = This journal is not founded yet.
refusal-file-changed = Another text is known under this version. Give the changed file a new version.
refusal-already-named = This official is an administrator of the installation already.
refusal-bad-procedure = The procedure file cannot be read. Mend the lines that are named.
refusal-bad-calendar = The calendar file cannot be read. Mend the line that is named.

## Files
refusal-attachment-empty = The file is empty. Choose another one.
refusal-attachment-too-large = The file is larger than 10 MB. Make it smaller, or divide it.
refusal-attachment-media-unknown = Only PDF, JPEG, PNG and plain text in UTF-8 are taken.
refusal-attachment-media-differs = The file is not what its type says. Save it again.
refusal-attachment-elsewhere = The file does not belong to this case. Attach it again.
refusal-attachment-damaged = The image is damaged. Save or scan it again.

## The request
refusal-bad-request = The request cannot be read. Check “{ $field }”.
refusal-not-found = There is nothing here, or nothing that you may see.
refusal-stale = The case has changed while you worked on it. Look at what changed, and send it again.
refusal-busy = Too many people are writing this at once. Try again shortly.
refusal-id-reused = Another command is recorded under this id. Reload the page and send it again.
refusal-form-expired = This form is no longer valid. Reload the page and send it again.
refusal-too-many-requests = Too often. Wait a little.
refusal-too-large = This is too large. Send less.
refusal-bad-body = What was sent is too large or was cut off. Send it again.
refusal-bad-form = The form cannot be read: it is not UTF-8.
refusal-not-a-form = This address takes forms.
refusal-bad-json = The body is not a JSON object in UTF-8.
refusal-bad-command-id = The id of the command is no UUID. Reload the page.
refusal-bad-sequence = The sequence is no number. Reload the page.
refusal-bad-cursor = This cursor is not one of this question. Begin again without it.
refusal-bad-moment = A moment is a position of the journal, a date (2027-02-10) or a time (2027-02-10T19:00:00Z).
refusal-bad-parameter = The parameter “{ $field }” does not do. Check it.
refusal-unknown-parameter = This address has no parameter “{ $field }”. Leave it out.
refusal-bad-idempotency-key = Idempotency-Key is 1 to 200 visible ASCII characters, best a UUID.
refusal-bad-if-match = If-Match is one ETag as it came from here: a number in double quotes.
refusal-no-such-position = The journal has not come to this position yet.
refusal-unsupported-media-type = This address takes content of another type.
refusal-method-not-allowed = This address does not take this method.
refusal-bad-token = The token does not hold: it is unknown, revoked or over. Make a new one in your account.
refusal-insufficient-scope = The token is not good for this. Make one with the scope that is needed.
refusal-wrong-password = Login or password do not fit.
refusal-login-taken = This login is taken. Choose another one.

## Our side
refusal-overloaded = The server has more to do than it can take. Try again in a few seconds.
refusal-starting = This server has just started and is still reading what was recorded. Try again in a few seconds.
refusal-too-slow = This took too long. It may have been done all the same: look before you send it again.
refusal-view-behind = The views have not come so far yet. Try again in a few seconds.
refusal-clock-jumped = The server's clock has jumped. Until the operator confirms the time, nothing is recorded.
refusal-desk-unavailable = The store of accounts does not answer. Try again shortly.
refusal-desk-full = The disk under the store of accounts is full. Signing in does not work until the operator makes room.
refusal-desk-newer = A newer program wrote the store of accounts. Update the program.
refusal-desk-damaged = The store of accounts is damaged. Tell the operator.
refusal-misfounded = The first event of this journal does not fit it. Tell the operator.
refusal-event-damaged = An event of the journal cannot be read. Tell the operator.
refusal-vault-missing = The vault of keys is missing. Tell the operator.
refusal-file-unusable = A file of the program cannot be read or written. Tell the operator.
refusal-metrics-failed = The figures could not be gathered. Tell the operator.
refusal-docs-failed = The description of the API could not be shown. Tell the operator.
refusal-panicked = This failed on our side; nothing was recorded. Tell the operator if it happens again.

## The journal
refusal-journal-unavailable = The journal does not answer. Try again shortly.
refusal-journal-full = The disk under the journal is full. Nothing can be recorded until the operator makes room; reading goes on.
refusal-journal-locked = Another program holds the journal. Tell the operator.
refusal-journal-closed = The journal is closing. Try again shortly.
refusal-journal-damaged = The journal is damaged. Tell the operator.
refusal-journal-not-empty = The journal is not empty any more. Tell the operator.
refusal-not-signed-yet = The entry is not signed yet: this takes up to a minute. Try again shortly.
refusal-evidence-failed = The evidence could not be put together. Tell the operator.
refusal-older-format = The journal is written in an earlier format. Tell the operator.
refusal-vault-rewrapping = The vault is changing over to another master key. Try again later.
refusal-other-journal = This is another journal. Tell the operator.
refusal-clock-skew = The servers' clocks differ. Tell the operator.
refusal-wrong-clock = The journal keeps another time. Tell the operator.
refusal-newer-format = A newer program wrote the journal. Update the program.
refusal-not-migrated = The database is not prepared. For the operator: run “veche migrate”.
refusal-malformed-append = An event was put together wrongly. Tell the operator.

## The vault of keys
refusal-vault-unavailable = The vault of keys does not answer. Try again shortly.
refusal-vault-full = The disk under the vault of keys is full. Nothing can be recorded until the operator makes room; reading goes on.
refusal-vault-locked = Another program holds the vault of keys. Tell the operator.
refusal-vault-closed = The vault of keys is closing. Try again shortly.
refusal-vault-damaged = The vault of keys is damaged. Tell the operator.
refusal-wrong-master-keys = The master keys are another vault's. Tell the operator.
refusal-index-keys-differ = The key of the search index is another one. Tell the operator.
refusal-newer-vault-format = A newer program wrote the vault of keys. Update the program.
refusal-key-missing = The key that this is sealed with is missing. Tell the operator.
refusal-key-exists = This key exists already. Tell the operator.
refusal-key-destroyed = The key is destroyed: this data was erased.
refusal-not-yet-erased = The data is not erased yet.
refusal-sealed-value-changed = A sealed value was changed. Tell the operator.
refusal-malformed-sealed-value = A sealed value cannot be read. Tell the operator.
refusal-private-without-subject = It is not known whose private data this is. Name the participant.
refusal-empty-search-term = There is nothing to look for: write at least one word.

## The views
refusal-event-unreadable = This program cannot read an event of the journal. Tell the operator.
refusal-nothing-to-set-aside = There is no event at this position that cannot be read.
refusal-set-aside-unusable = The list of events that were set aside cannot be read. Tell the operator.
refusal-unknown-view = There is no such view.
refusal-not-the-writer = Another program keeps the views. Ask that one.
refusal-view-query-failed = A view did not answer. Try again shortly.
refusal-view-file-unusable = The file of a view cannot be read. Tell the operator.
refusal-view-storage-failed = A view could not be written. Tell the operator.
refusal-view-locked = Another program holds a view. Tell the operator.
refusal-view-gap = A view misses an event. Tell the operator.
refusal-view-event-not-applicable = A view did not take an event. Tell the operator.
refusal-view-not-built = A view is being built. Try again shortly.

## Forms
refusal-csv-failed = The table could not be made. Tell the operator.
refusal-password-unhashed = The password could not be kept. Tell the operator.
refusal-no-procedure = There is no procedure in force under which this can be submitted. Tell the operator.
refusal-too-many-files = Too many files. Send fewer.
refusal-which-authority = Several authorities are called so. Choose one of them.
refusal-not-your-case = This case is not with your authority.

## Feeds
refusal-cursor-ahead = The journal has not come so far yet.
refusal-bad-language = Feeds speak Russian (ru) and English (en).
refusal-bad-feed = The feed could not be made. Tell the operator.
refusal-bad-header = The answer could not be made. Tell the operator.
refusal-hash-failed = The password could not be kept because of an error on our side. Try again.

## Receivers of events
refusal-webhook-address-unfit = A receiver's address begins with https:// (http:// only on this very machine), without a user, a password or a part after #.
refusal-webhook-address-private = This address is of the server itself or of a private network. Whoever runs the server can allow such: allow_private = true under [webhooks] in veche.toml.
refusal-webhook-wants-unknown = There is no such territory, authority, initiative or type of event: the receiver would never be told anything. Check the codes.
refusal-too-many-webhooks = There are as many receivers as there may be. Remove one first.
refusal-other-log-key = The log names another key now, and each key is named only once. Check which key signs the log.
