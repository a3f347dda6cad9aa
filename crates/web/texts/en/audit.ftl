### Feeds and open data.
feed-initiatives = Initiatives: what happens
feed-territory = { $name }: what happens to initiatives
feed-authority = { $name }: initiatives it works on
feed-initiative = Initiative “{ $title }”
feed-misses = Missed terms and debts of authorities
feed-custody = Now with: { $authority }
feed-miss = { $authority }: term missed, { $term }
feed-due = Due: { $date }
feed-met-late = Done late: { $date }
feed-still-owed = Still not done
feed-annotated = A document shows it was done in time: { $date }
feed-hearings = Public hearings
feed-hearings-of = Public hearings: { $name }
feed-hearing = Hearing: { $title }
feed-hearing-held = Held. Present: { $present }; for: { $for }; against: { $against }
