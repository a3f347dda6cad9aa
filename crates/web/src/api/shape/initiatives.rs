//! What the views answer of initiatives, and the lists they stand in.

use std::ops::Deref;

use projections::texts::Readable;
use projections::{correspondence, hearings, initiative, obligations, register, search, supports, worklist};
use utoipa::openapi::{RefOr, Schema};

use super::{Book, Shape, shapes};
use crate::open::{OpenComment, OpenHearing, OpenInitiative, OpenListed, OpenMiss};

shapes! {
    /// A text as it can be read today.
    Readable as "Readable" {
        text "The text, or what was left of it when it was masked; nothing once its key is gone.",
        redacted "Whether it was redacted.",
    }
    /// A number that an authority gave.
    register::Number as "RegisterNumber" {
        authority "Whose register.",
        year "The year.",
        ordinal "1, 2, 3 … in that year.",
        number "As the authority writes it.",
    }
    /// An initiative in a list.
    register::Listed as "ListedInitiative" {
        id "Which.",
        created "The position of its first event.",
        title "For strangers nothing before it is published.",
        kind "What is asked for.",
        stage "Where it stands.",
        level "The level of whoever has it, or had it last.",
        custody "Who has it; nobody once closed.",
        custody_since "Since when.",
        awaited "Who has to act next.",
        home "The territory it is about.",
        path "Home and its ancestors.",
        theme "Its theme, once registered.",
        national_project "The national project it belongs to.",
        procedure "The procedure pinned to it.",
        public "Whether texts and supports of its procedure are public at all.",
        author "Who proposes. Strangers see a pseudonym, the same within one initiative only.",
        assigned "Who works on it.",
        channel "How it came.",
        submitted_on "The day it came.",
        submitted_at "When that was recorded.",
        text_version "0 until published.",
        published_on "Since when the public may read it.",
        closed_on "When it ended.",
        overdue "Whether somebody still owes a term that was missed.",
        supports "People who stand behind it, whatever the version of the text.",
        comments "Comments that can be read.",
        numbers "The numbers given to it, oldest first.",
        origin "What an imported source claimed.",
        linked_from "The case this one was split off from.",
    }
    /// An initiative, whole.
    initiative::Page as "Initiative" {
        id "Which.",
        position "The position of its last event.",
        sequence "What `If-Match` of the next command names.",
        procedure "The procedure pinned to it.",
        public "Whether texts and supports of its procedure are public at all.",
        home "The territory it is about.",
        path "Home and its ancestors.",
        also_concerns "Other territories it concerns.",
        channel "How it came.",
        received_on "The day it came.",
        submitted_at "When that was recorded.",
        consents "What the author agreed to.",
        origin "What an imported source claimed.",
        linked_from "The case this one was split off from.",
        linked "The case opened in its place.",
        merged_into "The initiative it was merged into.",
        attachments "Files that came with it.",
        kind "What is asked for.",
        theme "Its theme, once registered.",
        national_project "The national project it belongs to.",
        author "Who proposes; nobody after he stepped down. Strangers see a pseudonym, the same within one \
                initiative only.",
        co_initiators "Who proposes it too; likewise.",
        assigned "Who works on it.",
        stage "Where it stands.",
        closed "How it ended, if it did.",
        custody "Who has it, since when and by which rule; nobody once closed.",
        window "Whether it can be supported.",
        thresholds "Supports needed at each level, as frozen when it was published.",
        title "Its title; for strangers nothing before it is published.",
        texts "The text in every version, oldest first.",
        numbers "Its numbers, oldest first.",
        custody_history "Who has had it, oldest first.",
        obligations "What is and was due, in the order in which it began.",
        decisions "What was decided, oldest first.",
        hearings "Hearings, oldest first.",
        opinions "Opinions asked of other authorities.",
        timeline "Everything that happened, oldest first.",
    }
    /// One event of the timeline.
    initiative::Entry as "TimelineEntry" {
        position "Its place in the one order.",
        sequence "Its place in the stream.",
        at "When it was recorded.",
        done_on "The date in the world.",
        event "Its name.",
        by "Who did it. Strangers see participants by their pseudonyms.",
        details "Its facts by name. A text stands as `{\"text\": …, \"redacted\": …}`.",
        stage "The stage it led to, if it led to another stage, authority or awaited party.",
        custody "Who has had it from then on, if that or the awaited party changed.",
    }
    /// An authority that has, or had, the initiative.
    initiative::Held as "Held" {
        custody "Who, since when, and by which rule.",
        from_position "The position from which on.",
        to_position "The position at which it went to another or ended; nothing while it lasts.",
        until "When that was.",
    }
    /// An obligation, with why it is due when it is.
    initiative::Explained as "ExplainedObligation" {
        obligation "Rule, reference, dates with calendar and roll, and what became of it.",
        started_position "The position of the event that started it.",
        started_by "That event's name.",
        started_at "When it was recorded.",
        first_due "The due date as it was first set, where it was moved since.",
        missed_position "The position of the miss, which stays whatever follows.",
        why "One sentence: from which day, how long, by which calendar, until when.",
    }
    /// A version of the text.
    initiative::TextVersion as "TextVersion" {
        version "0 for what was submitted, 1 and up for what was published.",
        position "The position of the event that brought it.",
        done_on "The date in the world.",
        published "Whether the public may read it.",
        redacted "Whether any of it was redacted since.",
        hash "SHA-256 over names and commitments of its texts, hexadecimal.",
        fields "The text as it can be read today.",
    }
    /// A number that an authority gave.
    initiative::Number as "GivenNumber" {
        authority "Whose register.",
        level "The authority's level.",
        year "The year.",
        ordinal "1, 2, 3 … in that year.",
        number "As the authority writes it.",
        registered_on "The day it was registered there first.",
    }
    /// A decision.
    initiative::Decision as "Decision" {
        position "The position of its event.",
        done_on "The date on the document.",
        by "Who decided.",
        level "The level, where the procedure has levels.",
        outcome "What was decided.",
        ground "The ground of the closed list, for a refusal.",
        reasons "Reasons, opinion, what to revise, or the answer.",
        link "Where it is planned or done already.",
    }
    /// An opinion that was asked for.
    initiative::Opinion as "Opinion" {
        authority "Who was asked.",
        requested_on "When.",
        question "What about.",
        given_on "When it answered.",
        agrees "Whether it agrees.",
        opinion "What it says.",
    }
    /// A comment.
    initiative::Comment as "Comment" {
        id "Which.",
        position "The position of its event: the cursor.",
        author "Who. Strangers see a pseudonym, the same within one initiative only.",
        day "The local date.",
        text "What he wrote, while it can be read.",
        withheld "Whether it was withheld.",
    }
    /// How well residents say it turned out.
    initiative::Assessments as "Assessments" {
        by_score "How many gave 1, 2, 3, 4 and 5.",
        mean "The mean score; nothing while nobody assessed it.",
    }
    /// An initiative that was found.
    search::Hit as "Hit" {
        initiative "Which.",
        title "Its title as it can be read today.",
        score "The higher the better, within one answer.",
    }
    /// What was found, best first.
    search::Found as "Found" {
        hits "What was found.",
        searched_text_of_today "It was asked as of an earlier position, but today's text was searched.",
        some_words_only "Not all words were found together: these have some of them.",
    }
    /// The count of a version among the residents of one territory.
    supports::Counted as "CountedSupports" {
        version "The version of the text.",
        territory "Whose residents; the root of the tree counts all.",
        count "How many.",
    }
    /// One day of a count.
    supports::Day as "DayOfSupports" {
        day "The local date.",
        change "Given and confirmed less withdrawn and struck out on that day.",
        count "The count with all days up to this one.",
    }
    /// What somebody owes, and what became of it.
    obligations::Owed as "Owed" {
        initiative "In which initiative.",
        nth "Its number there.",
        kind "What it is for.",
        rule "The rule's name in the procedure file.",
        authority "The authority obliged, if one is.",
        author "Whether the author is obliged.",
        due "Until the end of which day.",
        missed_from "The midnight from which it is missed.",
        standing "What became of it.",
        extended "Whether it was extended or moved.",
        annotated "A document's date that shows a missed one was done in time.",
        missed_position "The position of the miss, which stays whatever follows.",
        started_position "The position of the event that started it.",
        started_sequence "That event's sequence in the stream of the initiative.",
    }
    /// Something to be done.
    worklist::Task as "Task" {
        owed [flat],
        title "The initiative's title, while it can be read.",
        number "Its number at this authority, once registered there.",
        initiative_kind "What is asked for.",
        theme "Its theme.",
        home "The territory it is about.",
        stage "Where it stands.",
        custody "Who has it; nobody once closed.",
        awaited "Who has to act next.",
        assigned "Who works on it.",
    }
    /// The worklist of an authority.
    worklist::Work as "Worklist" {
        authority "Whose.",
        due "What runs, or stands still while the author is awaited.",
        missed "What it missed in cases that it still has.",
        debts "What it missed in cases that have left it: silence never ends a duty.",
        awaiting_author "What authors of its cases are awaited for.",
    }
    /// A miss, with what became of what was owed.
    worklist::Miss as "Miss" {
        position "The position of `DeadlineMissed`: the cursor.",
        at "When it was recorded.",
        initiative "In which initiative.",
        title "The initiative's title, while it can be read; for strangers nothing unless it is published.",
        public "Whether texts of its procedure are public at all.",
        published "Whether the public may read its text.",
        home "The territory it is about.",
        stage "Where it stands.",
        custody "Who has it; nobody once closed.",
        still_has_the_case "Whether that is who was silent.",
        nth "The obligation's number there.",
        kind "What it was for.",
        rule "The rule's name in the procedure file.",
        authority "Who was obliged; a successor does not take over a miss.",
        level "That authority's level.",
        due "The date by which it was due.",
        standing "What became of it.",
        met_late_on "When it was done after all.",
        still_owed "Whether it is still owed: a debt, wherever the case is.",
        annotated "A document's date that shows it was done in time and recorded late.",
    }
    /// The initiative that a line is about.
    correspondence::Case as "Case" {
        initiative "Which.",
        title "Its title, while it can be read; for strangers nothing unless it is published.",
        home "The territory it is about.",
        came_by "How it came.",
        public "Whether texts of its procedure are public at all.",
        published "Whether the public may read its text.",
    }
    /// A year for which an authority has books.
    correspondence::Year as "YearOfBooks" {
        year "The calendar year of the numbers.",
        incoming "Lines of the incoming book.",
        outgoing "Lines of the outgoing book.",
    }
    /// A registration.
    correspondence::Incoming as "IncomingLine" {
        case [flat],
        position "The position of `Registered`: the order of the book, and the cursor.",
        at "When it was recorded.",
        year "The year of the number.",
        ordinal "1, 2, 3 … in that year.",
        number "As the authority writes it.",
        registered_on "The date in the world.",
        again "It was registered here before: the old number stands, and so does its year.",
    }
    /// A letter that was sent.
    correspondence::Outgoing as "OutgoingLine" {
        case [flat],
        position "The position of `AnswerDispatched`: the order of the book, and the cursor.",
        at "When it was recorded.",
        number "The authority's outgoing number.",
        sent_on "The date on the letter.",
        channel "By which way.",
        nth "The dispatch obligation it met.",
        letter "The letter itself, where it was attached.",
        answers "What it answers: the step that made it due.",
    }
    /// The step that a letter tells the author of.
    correspondence::Answered as "Answered" {
        position "The position of its event.",
        event "That event's name.",
        done_on "The date of the step.",
        due "By when the letter was due.",
    }
    /// A hearing.
    hearings::Hearing as "ListedHearing" {
        case [flat],
        position "The position of the announcement, or of the protocol where there was none: what names it.",
        announced "Whether it was announced beforehand.",
        on "The local date.",
        starts_at "Minutes after local midnight.",
        utc_offset "The local time there.",
        place "Where, where it was announced.",
        protocol "What was recorded of it, once it was.",
    }
    /// What was recorded of a hearing.
    hearings::Protocol as "Protocol" {
        position "The position of `HearingRecorded`.",
        text "The protocol itself.",
        present "People present.",
        votes_for "Votes for.",
        votes_against "Votes against.",
    }
}

/// What the public sees has the shape of what it was made of.
macro_rules! as_what_it_was_made_of {
    ($($open:ty),*) => {$(
        impl Shape for $open {
            fn shape(book: &mut Book) -> RefOr<Schema> {
                <$open as Deref>::Target::shape(book)
            }
        }
    )*};
}

as_what_it_was_made_of!(OpenInitiative, OpenListed, OpenComment, OpenMiss, OpenHearing);
