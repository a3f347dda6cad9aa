//! What the aggregates define for bodies and answers alike.

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
use serde_json::{Value, json};
use utoipa::openapi::{RefOr, Schema};

use super::{Book, Shape, shapes};

shapes! {
    /// What an author agreed to.
    Consents as "Consents" [closed] {
        publish_text "That the text is published.",
        pass_up "That it is passed up.",
        publish_name [maybe] "That his name is published. Can be withdrawn.",
    }
    /// The proposal.
    Fields<Typed> as "ProposalToSend" [closed] {
        title "One line.",
        problem [maybe] "What is wrong today.",
        proposal [maybe] "What should be done.",
        expected_result [maybe] "What would be better then.",
        cost_rubles [maybe] "Preliminary cost, rubles.",
        own_contribution [maybe] "What the people concerned give themselves.",
        draft_wording [maybe] "The wording of the rule or law that is asked for.",
    } = {
        "title": "A footbridge over the creek",
        "problem": "Children walk two kilometres round to get to school.",
        "proposal": "A wooden footbridge at the end of Lesnaya street.",
        "expected_result": "Ten minutes instead of forty.",
        "cost_rubles": 450000,
        "own_contribution": "We carry the planks and paint the railing.",
    }
    /// The proposal, each text as it can be read today.
    Fields<Readable> as "Proposal" {
        title "One line.",
        problem [maybe] "What is wrong today.",
        proposal [maybe] "What should be done.",
        expected_result [maybe] "What would be better then.",
        cost_rubles [maybe] "Preliminary cost, rubles.",
        own_contribution [maybe] "What the people concerned give themselves.",
        draft_wording [maybe] "The wording of the rule or law that is asked for.",
    }
    /// What a source claimed about an imported initiative.
    Origin as "Origin" [closed] {
        source "The source's name, a code.",
        id "Its id there, a code.",
        status [maybe] "The source's status, a code.",
        votes [maybe] "Votes claimed.",
        date [maybe] "The source's date.",
    }
    /// A file of the case, as `POST …/attachments` answered.
    Attachment as "Attachment" [closed] {
        id "Its id: what `downloadAttachment` names.",
        media_type "`application/pdf`, `image/jpeg`, `image/png` or `text/plain`.",
        size "Bytes.",
        commitment "HMAC-SHA-256 of the bytes, hexadecimal.",
    }
    /// A procedure at a version.
    ProcedureRef as "ProcedureRef" {
        id "Which.",
        version "Its version, as the file says.",
    }
    /// Supports needed at a level, frozen when the text was published.
    Threshold as "Threshold" {
        level "Of which level.",
        territory "Whose residents count.",
        population "How many lived there then, if it was known.",
        needed "How many supports are needed; nothing where the population is not known.",
    }
    /// Personal data found in a text that is about to become readable.
    Finding as "Finding" [closed] {
        field "The field it stands in, as a path.",
        kind "What it looks like: `phone`, `email`, `snils` …",
        start "First byte of it in UTF-8.",
        end "Byte after the last.",
    }
    /// A finding that somebody looked at, and why it may be published.
    Confirmation as "Confirmation" [closed] {
        field "The field it stands in, as a path.",
        kind "What it looks like: `phone`, `email`, `snils` …",
        start "First byte of it in UTF-8.",
        end "Byte after the last.",
        because [maybe] "Without a reason nothing is confirmed; `consented` only by an official.",
    }
    /// Money by source, rubles.
    Money as "Money" [closed] {
        local_budget [maybe] "Local budget.",
        regional_budget [maybe] "Regional budget.",
        federal_budget [maybe] "Federal budget.",
        contributions [maybe] "Given by people and firms.",
    }
    /// Labour given by the people concerned.
    Labour as "Labour" [closed] {
        people [maybe] "People who took part.",
        hours [maybe] "Hours altogether.",
    }
    /// What an authority may decide. An empty list means no limit.
    Competences as "Competences" [closed] {
        themes [maybe] "Themes; any, if there are none.",
        kinds [maybe] "What may be asked of it; anything, if there are none.",
    }
    /// A point on the map, in millionths of a degree.
    Location as "Location" [closed] {
        lat "North positive, at most 90 000 000 either way.",
        lon "East positive, at most 180 000 000 either way.",
    }
    /// A due date with everything it was computed from.
    Due as "Due" {
        trigger "Day zero.",
        length "How long from there: `30 cd` calendar days, `3 wd` working days, `3 mo` months.",
        roll "What was to happen on a day off.",
        unrolled "Where the length alone ends.",
        date "The term ends when this day does.",
        calendar "The version of the calendar.",
        uncovered_years [maybe] "Years that the calendar did not cover and this date depended on.",
    }
    /// A term as the event that started it computed it.
    Term as "Term" {
        nth "1, 2, 3 … within the initiative.",
        kind "Which rule of the procedure.",
        rule "The rule's name in the procedure file: `T5`, `A2`.",
        obliged "Who has to act.",
        due "Trigger, length, roll, calendar version and date.",
        missed_from "The local midnight after the due date, in the offset of who is obliged.",
        reference "Law or local rule.",
    }
    /// A term with what became of it.
    Obligation as "Obligation" {
        term "The term, with its dates as they stand now.",
        standing "What became of it.",
        extended "Whether it was extended.",
        annotated [maybe] "A document's date that shows it was done in time.",
    }
    /// Who has it, since when, and by which rule.
    Custody as "Custody" {
        authority "The one authority that has it.",
        level "Its level.",
        offset "Its offset: terms end at its local midnight.",
        since "Since when.",
        rule "By which rule it came.",
        awaited "Who has to act next.",
    }
    /// Name and birth date.
    Identity as "Identity" [closed] {
        surname "Surname.",
        given_names "Given names.",
        patronymic [maybe] "Patronymic, if there is one.",
        birth_date "Birth date.",
    }
}

impl Shape for Private<Identity> {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        Identity::shape(book)
    }

    fn example() -> Value {
        json!({ "surname": "Petrova", "given_names": "Anna", "birth_date": "1980-05-17" })
    }
}
