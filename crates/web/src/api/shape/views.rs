//! What the views answer, and what the aggregates define for bodies and answers alike.

use std::ops::Deref;

use aggregates::authority::event::Competences;
use aggregates::gate::Confirmation;
use aggregates::initiative::fields::{
    Attachment, Consents, Fields, Finding, Labour, Money, Origin, ProcedureRef, Threshold,
};
use aggregates::initiative::obligation::{Obligation, Term};
use aggregates::initiative::stage::Custody;
use aggregates::kept::{Private, Typed};
use aggregates::participant::Identity;
use aggregates::territory::kind::Location;
use calendar::Due;
use projections::texts::Readable;
use projections::{
    correspondence, directory, events, funnel, hearings, initiative, obligations, performance, register,
    search, supports, worklist,
};
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};

use super::{Book, Members, Shape, shapes};
use crate::open::{OpenComment, OpenHearing, OpenInitiative, OpenListed, OpenMiss};

shapes! {
    /// What an author agreed to.
    Consents as "Consents" [closed] { publish_text, pass_up, publish_name [maybe] "Can be withdrawn." }
    /// The proposal.
    Fields<Typed> as "ProposalToSend" [closed] {
        title "One line.", problem [maybe] "What is wrong today.", proposal [maybe] "What should be done.",
        expected_result [maybe] "What would be better then.", cost_rubles [maybe] "Preliminary cost, rubles.",
        own_contribution [maybe] "What the people concerned give themselves.",
        draft_wording [maybe] "The wording of the rule or law that is asked for.",
    }
    /// The proposal, each text as it can be read today.
    Fields<Readable> as "Proposal" {
        title, problem [maybe], proposal [maybe], expected_result [maybe], cost_rubles [maybe],
        own_contribution [maybe], draft_wording [maybe],
    }
    /// A text as it can be read today.
    Readable as "Readable" {
        text "The text, or what was left of it when it was masked; nothing once its key is gone.",
        redacted "Whether it was redacted.",
    }
    /// What a source claimed about an imported initiative.
    Origin as "Origin" [closed] { source, id, status [maybe], votes [maybe], date [maybe] }
    /// A file of the case, as `POST …/attachments` answered.
    Attachment as "Attachment" [closed] {
        id, media_type, size "Bytes.", commitment "HMAC-SHA-256 of the bytes, hexadecimal.",
    }
    /// A procedure at a version.
    ProcedureRef as "ProcedureRef" { id, version }
    /// Supports needed at a level, frozen when the text was published.
    Threshold as "Threshold" { level, territory, population, needed }
    /// Personal data found in a text that is about to become readable.
    Finding as "Finding" [closed] { field, kind, start "First byte.", end "Byte after the last." }
    /// A finding that somebody looked at, and why it may be published.
    Confirmation as "Confirmation" [closed] {
        field, kind, start "First byte.", end "Byte after the last.",
        because [maybe] "Without a reason nothing is confirmed; `consented` only by an official.",
    }
    /// Money by source, rubles.
    Money as "Money" [closed] {
        local_budget [maybe], regional_budget [maybe], federal_budget [maybe], contributions [maybe],
    }
    /// Labour given by the people concerned.
    Labour as "Labour" [closed] { people [maybe], hours [maybe] }
    /// What an authority may decide. An empty list means no limit.
    Competences as "Competences" [closed] { themes [maybe], kinds [maybe] }
    /// A point on the map, in millionths of a degree.
    Location as "Location" [closed] { lat, lon }
    /// A due date with everything it was computed from.
    Due as "Due" {
        trigger "Day zero.", length, roll, unrolled, date "The term ends when this day does.", calendar,
        uncovered_years [maybe],
    }
    /// A term as the event that started it computed it.
    Term as "Term" { nth, kind, rule, obliged, due, missed_from, reference "Law or local rule." }
    /// A term with what became of it.
    Obligation as "Obligation" { term, standing, extended, annotated [maybe] }
    /// Who has it, since when, and by which rule.
    Custody as "Custody" { authority, level, offset, since, rule, awaited }
    /// A number that an authority gave.
    register::Number as "RegisterNumber" { authority, year, ordinal, number }
    /// An initiative in a list.
    register::Listed as "ListedInitiative" {
        id, created "The position of its first event.", title "Nothing before it is published.", kind, stage,
        level, custody, custody_since, awaited, home, path "Home and its ancestors.", theme,
        national_project, procedure, public, author "A pseudonym, the same within one initiative only.",
        assigned, channel, submitted_on, submitted_at, text_version "0 until published.", published_on,
        closed_on, overdue "Whether somebody still owes a term that was missed.", supports, comments,
        numbers, origin, linked_from,
    }
    /// An initiative, whole.
    initiative::Page as "Initiative" {
        id, position, sequence "What `If-Match` of the next command names.", procedure, public, home, path,
        also_concerns, channel, received_on, submitted_at, consents, origin, linked_from, linked,
        merged_into, attachments, kind, theme, national_project, author, co_initiators, assigned, stage,
        closed, custody, window, thresholds, title, texts, numbers, custody_history, obligations, decisions,
        hearings, opinions, timeline,
    }
    /// One event of the timeline.
    initiative::Entry as "TimelineEntry" {
        position, sequence, at, done_on, event, by,
        details "Its facts by name. A text stands as `{\"text\": …, \"redacted\": …}`.", stage, custody,
    }
    /// An authority that has, or had, the initiative.
    initiative::Held as "Held" { custody, from_position, to_position, until }
    /// An obligation, with why it is due when it is.
    initiative::Explained as "ExplainedObligation" {
        obligation, started_position, started_by, started_at, first_due, missed_position, why,
    }
    /// A version of the text.
    initiative::TextVersion as "TextVersion" { version, position, done_on, published, redacted, hash, fields }
    /// A number that an authority gave.
    initiative::Number as "GivenNumber" { authority, level, year, ordinal, number, registered_on }
    /// A decision.
    initiative::Decision as "Decision" { position, done_on, by, level, outcome, ground, reasons, link }
    /// An opinion that was asked for.
    initiative::Opinion as "Opinion" { authority, requested_on, question, given_on, agrees, opinion }
    /// A comment.
    initiative::Comment as "Comment" { id, position, author, day, text, withheld }
    /// How well residents say it turned out.
    initiative::Assessments as "Assessments" { by_score "How many gave 1, 2, 3, 4 and 5.", mean }
    /// An initiative that was found.
    search::Hit as "Hit" { initiative, title, score "The higher the better, within one answer." }
    /// What was found, best first.
    search::Found as "Found" { hits, searched_text_of_today, some_words_only }
    /// The count of a version among the residents of one territory.
    supports::Counted as "CountedSupports" { version, territory, count }
    /// One day of a count.
    supports::Day as "DayOfSupports" { day, change, count }
    /// A territory.
    directory::Territory as "Territory" {
        id, parent, kind, name, type_code, iso, federal_district, population,
        lat "Millionths of a degree.", lon "Millionths of a degree.", utc_offset, merged_into, ended_on,
    }
    /// A territory that was found by its name.
    directory::FoundTerritory as "FoundTerritory" { territory [flat], parent_name }
    /// An authority.
    directory::Authority as "Authority" {
        id, territory, level, kind, name, letterhead, phone, email, address, signatories, competences,
        utc_offset, number_format, default_receiver, accepts_from, accepts_until, abolished_on, successor,
    }
    /// The authority that receives the initiatives of a territory at one level.
    directory::Custodian as "Custodian" { level, authority, territory, utc_offset }
    /// An official.
    directory::Official as "Official" {
        id, authority, name, phone, email, participant "Never public.", roles, dismissed_on,
    }
    /// A role that somebody had, has or will have.
    directory::HeldRole as "HeldRole" { role, from, until, acting, in_place_of }
    /// A participant, without what is sealed.
    directory::Participant as "Participant" {
        id, kind, name "Of an organisation; never a person's.", method, verified_on, residence, erased,
        representatives,
    }
    /// The installation.
    directory::Installation as "Installation" { id, clock, founded_on, administrators }
    /// A file that was used, as the journal holds it.
    directory::Adopted as "AdoptedFile" { what "`procedure` or `calendar`.", id, version, sha256, text, position }
    /// One level of the funnel.
    funnel::LevelFigures as "LevelFigures" { level, reached, adopted, stages, overdue }
    /// The funnel.
    funnel::Funnel as "Funnel" { key, total, overdue, levels }
    /// What was due and what became of it.
    performance::Figures as "Figures" {
        due, met, late, missed, owed, extended, annotated, running, adopted, refused, passed_up,
    }
    /// One month of an authority.
    performance::Period as "MonthOfAuthority" { month, figures [flat], rate "Met in time over due." }
    /// An authority among others of its level.
    performance::Ranked as "RankedAuthority" { authority, figures [flat], rate, rank }
    /// What somebody owes, and what became of it.
    obligations::Owed as "Owed" {
        initiative, nth, kind, rule, authority, author, due, missed_from, standing, extended, annotated,
        missed_position, started_position, started_sequence,
    }
    /// Something to be done.
    worklist::Task as "Task" {
        owed [flat], title, number, initiative_kind, theme, home, stage, custody, awaited, assigned,
    }
    /// The worklist of an authority.
    worklist::Work as "Worklist" { authority, due, missed, debts, awaiting_author }
    /// A miss, with what became of what was owed.
    worklist::Miss as "Miss" {
        position, at, initiative, title, public, published, home, stage, custody, still_has_the_case, nth,
        kind, rule, authority, level, due, standing, met_late_on, still_owed, annotated,
    }
    /// The initiative that a line is about.
    correspondence::Case as "Case" { initiative, title, home, came_by, public, published }
    /// A year for which an authority has books.
    correspondence::Year as "YearOfBooks" { year, incoming, outgoing }
    /// A registration.
    correspondence::Incoming as "IncomingLine" {
        case [flat], position, at, year, ordinal, number, registered_on, again,
    }
    /// A letter that was sent.
    correspondence::Outgoing as "OutgoingLine" {
        case [flat], position, at, number, sent_on, channel, nth, letter, answers,
    }
    /// The step that a letter tells the author of.
    correspondence::Answered as "Answered" { position, event, done_on, due }
    /// A hearing.
    hearings::Hearing as "ListedHearing" {
        case [flat], position, announced, on, starts_at "Minutes after local midnight.", utc_offset, place,
        protocol,
    }
    /// What was recorded of a hearing.
    hearings::Protocol as "Protocol" { position, text, present, votes_for, votes_against }
    /// An event of the journal.
    events::Line as "EventLine" {
        position, at, stream_kind, stream_id, sequence, event_type, by, initiative, title, home, custody,
        public_procedure, published_by_then, published_now, text_readable_by_public, done_on, recorded_late,
        details, follows, published [maybe] "What the public may read from a publication on.",
        redacts [maybe] "The position at which the redacted text stood.",
    }
    /// A sort of event.
    events::EventType as "EventType" { stream_kind, event_type, count }
    /// A view of this node.
    engine::ViewStatus as "ViewStatus" { name, version, position, head, building, stopped, written_here }
    /// Name and birth date.
    Identity as "Identity" [closed] { surname, given_names, patronymic [maybe], birth_date }
}

impl Shape for Private<Identity> {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        Identity::shape(book)
    }

    fn example() -> Value {
        serde_json::json!({ "surname": "Petrova", "given_names": "Anna", "birth_date": "1980-05-17" })
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

/// A part of a longer list.
pub(in crate::api) fn page_of<T: Shape>(book: &mut Book) -> RefOr<Schema> {
    Members::default()
        .field("items", Vec::<T>::shape(book), true, "")
        .field(
            "next",
            Option::<String>::shape(book),
            true,
            "What `cursor` of the next page is; nothing on the last.",
        )
        .schema("")
}
