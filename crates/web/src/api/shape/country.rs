//! What the views answer of the country: territories, authorities, people, figures; of the
//! journal; and of themselves.

use projections::{directory, events, funnel, performance};

use super::shapes;

shapes! {
    /// A territory.
    directory::Territory as "Territory" {
        id "Its code.",
        parent "What it is part of; nothing for the federation.",
        kind "Its place in the tree.",
        name "Its name.",
        type_code "What the law calls it.",
        iso "ISO 3166 code.",
        federal_district "The district a region is added up under.",
        population "Residents.",
        lat "Millionths of a degree.",
        lon "Millionths of a degree.",
        utc_offset "Its time.",
        merged_into "What it became part of.",
        ended_on "The first day on which it is no more.",
    }
    /// A territory that was found by its name.
    directory::FoundTerritory as "FoundTerritory" {
        territory [flat],
        parent_name "The name of what it is part of, which tells namesakes apart.",
    }
    /// An authority.
    directory::Authority as "Authority" {
        id "Its code.",
        territory "Where.",
        level "Its level of power.",
        kind "What sort of body.",
        name "Its name.",
        letterhead "The head of its letters.",
        phone "Phone.",
        email "E-mail.",
        address "Postal address.",
        signatories "Who signs its letters, in the order of signing.",
        competences "What it may decide.",
        utc_offset "Its terms end at midnight of this offset.",
        number_format "How it writes its numbers.",
        default_receiver "Whether initiatives of its territory come to it first.",
        accepts_from "The first day on which it accepts.",
        accepts_until "The first day on which it accepts no more.",
        abolished_on "The first day on which it is no more.",
        successor "Who took its place.",
    }
    /// The authority that receives the initiatives of a territory at one level.
    directory::Custodian as "Custodian" {
        level "The level.",
        authority "The authority.",
        territory "Its territory: the home itself or an ancestor.",
        utc_offset "Its time.",
    }
    /// An official.
    directory::Official as "Official" {
        id "Who.",
        authority "For whom.",
        name "His name.",
        phone "Phone.",
        email "E-mail.",
        participant "The same person as a participant; nothing for strangers.",
        roles "Every role he had, has or will have.",
        dismissed_on "His last day.",
    }
    /// A role that somebody had, has or will have.
    directory::HeldRole as "HeldRole" {
        role "Which.",
        from "The first day.",
        until "The last day, if set.",
        acting "Whether in an acting capacity, or in the place of somebody.",
        in_place_of "In whose place.",
    }
    /// A participant, without what is sealed.
    directory::Participant as "Participant" {
        id "Who.",
        kind "What sort.",
        name "Of an organisation; never a person's.",
        method "How it was verified, if it was.",
        verified_on "On which date.",
        residence "Where resident or seated.",
        erased "Whether its personal data is gone.",
        representatives "Who may act for an organisation or TOS body.",
    }
    /// The installation.
    directory::Installation as "Installation" {
        id "The journal's id.",
        clock "Whose time it keeps.",
        founded_on "Since which date.",
        administrators "Who was named administrator, in that order.",
    }
    /// A file that was used, as the journal holds it.
    directory::Adopted as "AdoptedFile" {
        what "`procedure` or `calendar`.",
        id "The procedure; `calendar` for a calendar.",
        version "Its version, as the file says.",
        sha256 "SHA-256 of the text, hexadecimal.",
        text "The file.",
        position "The position of its first use.",
    }
    /// One level of the funnel.
    funnel::LevelFigures as "LevelFigures" {
        level "Which level.",
        reached "Initiatives that came to an authority of this level to be decided, ever.",
        adopted "Initiatives that this level adopted.",
        stages "Initiatives that are at this level, or ended there, by stage.",
        overdue "Those of them for which somebody still owes a missed term.",
    }
    /// The funnel.
    funnel::Funnel as "Funnel" {
        key "Of what; empty for everything.",
        total "All initiatives.",
        overdue "Those for which somebody still owes a missed term.",
        levels "Municipality, region, federation.",
    }
    /// What was due and what became of it.
    performance::Figures as "Figures" {
        due "Fell due: met, met late or missed.",
        met "Done in time.",
        late "Done after the due date.",
        missed "With a recorded miss, whatever became of it.",
        owed "Missed and still not done.",
        extended "Lawfully extended or moved.",
        annotated "Missed, with a document that shows it was done in time.",
        running "Not settled yet.",
        adopted "Initiatives adopted.",
        refused "Initiatives refused or not admitted.",
        passed_up "Initiatives passed up or endorsed.",
    }
    /// One month of an authority.
    performance::Period as "MonthOfAuthority" {
        month "Which month.",
        figures [flat],
        rate "Met in time over due.",
    }
    /// An authority among others of its level.
    performance::Ranked as "RankedAuthority" {
        authority "Which authority.",
        figures [flat],
        rate "Met in time over due.",
        rank "1 for the best rate, equal rates share a place; nothing if fewer than ten fell due.",
    }
    /// An event of the journal.
    events::Line as "EventLine" {
        position "Its place in the one order: the cursor.",
        at "When it was recorded.",
        stream_kind "The aggregate type of its stream.",
        stream_id "The aggregate id of its stream.",
        sequence "Its place in the stream.",
        event_type "Its name.",
        by "Who did it; nothing for an event of another program.",
        initiative "The initiative it is about: its own events, and supports, comments, assessments and \
                numbers given to it.",
        title "That initiative's title as it can be read today.",
        home "The territory that initiative is about.",
        custody "Who had that initiative after the event; nobody once closed.",
        public_procedure "Whether texts and supports of that initiative's procedure are public at all.",
        published_by_then "Whether that initiative was published by this position.",
        published_now "Whether it is published today, whatever position is asked for.",
        text_readable_by_public "Whether the public may read today what texts stand in `details`. Always \
                true of what is about no initiative.",
        done_on "The date in the world, where the event has one.",
        recorded_late "Whether an official gave it another date than that of the day he recorded it, by the \
                time of his authority.",
        details "Its facts by name, as the event has them. A text stands as `{\"text\": …, \"redacted\": …, \
                \"key\": …}`, something private as `{\"sealed\": true}`.",
        follows "For an event of an initiative: `moved`, `supports` and `terms`, as the event has them.",
        published [maybe] "What the public may read from a publication on.",
        redacts [maybe] "The position at which the redacted text stood.",
    }
    /// A sort of event.
    events::EventType as "EventType" {
        stream_kind "The aggregate type of its streams.",
        event_type "Its name.",
        count "How many there are today.",
    }
    /// A view of this node.
    engine::ViewStatus as "ViewStatus" {
        name "Its name.",
        version "The version of its projection.",
        position "The last position that its readers see.",
        head "The journal's last position.",
        building "How far the file is that is being built beside it, if one is.",
        stopped "Why it stands still, if it does.",
        stopped_by "The code of it, with the position where an event is to blame.",
        written_here "Whether this process writes it.",
    }
}
