//! Enums whose variants hold something.

use aggregates::actor::Actor;
use aggregates::ids::{AuthorityId, OfficialId, ParticipantId, TerritoryId};
use aggregates::initiative::event::Closing;
use aggregates::initiative::obligation::{Obliged, Standing};
use aggregates::initiative::stage::{CustodyRule, EscalationCause, Stage, SupportWindow};
use aggregates::level::Level;
use aggregates::participant::ParticipantKind;
use calendar::UtcOffset;
use jiff::civil::Date;
use projections::events::Who;
use projections::initiative::Hearing;
use projections::texts::Readable;
use serde_json::{Value, json};
use utoipa::openapi::{RefOr, Schema};

use super::words::one_of;
use super::{Book, Members, Shape, either, tagged};

/// The fields of a variant.
macro_rules! members {
    ($book:ident; $($name:literal: $type:ty),* $(,)?) => {
        Members::default()$(.field($name, <$type>::shape($book), true, ""))*
    };
}

impl Shape for Stage {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("Stage", |book| {
            let words =
                ["unknown", "revision_offered", "revision_drafting", "in_execution", "completed", "reported"];
            let holding = vec![
                ("awaiting_registration", members!(book; "level": Level)),
                ("awaiting_publication", members!(book; "level": Level)),
                ("under_review", members!(book; "level": Level)),
                ("refused", members!(book; "level": Level, "admitted": bool)),
                ("under_appeal", members!(book; "against": Level, "admitted": bool)),
                ("closed", members!(book; "how": Closing)),
            ];
            tagged(&words, holding)
        })
    }
}

impl Shape for SupportWindow {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("SupportWindow", |book| {
            let holding =
                vec![("open", members!(book; "version": u32)), ("suspended", members!(book; "version": u32))];
            tagged(&["not_opened", "closed"], holding)
        })
    }
}

impl Shape for Standing {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("Standing", |book| {
            let holding = vec![
                ("paused", members!(book; "since": Date)),
                ("met", members!(book; "on": Date)),
                ("met_late", members!(book; "on": Date)),
            ];
            tagged(&["running", "missed", "cancelled", "elapsed"], holding)
        })
    }
}

impl Shape for CustodyRule {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("CustodyRule", |book| {
            let words =
                ["submitted", "forwarded", "returned", "appealed", "appeal_decided", "executor", "passed"];
            let cause = EscalationCause::shape(book);
            let escalated = Members::default().field("escalated", cause, true, "Why it went up.").closed();
            either([one_of(words), escalated.schema("")])
        })
    }
}

impl Shape for Obliged {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("Obliged", |book| {
            let authority = members!(book; "authority": AuthorityId, "offset": UtcOffset);
            tagged(&["author", "nobody"], vec![("authority", authority)])
        })
    }
}

impl Shape for Actor {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("Actor", |book| {
            let official = members!(book; "official": OfficialId, "authority": AuthorityId).closed();
            let participant = ParticipantId::shape(book);
            either([
                one_of(["engine", "installation"]),
                Members::default().field("official", official.schema(""), true, "").closed().schema(""),
                Members::default().field("participant", participant, true, "").closed().schema(""),
            ])
        })
    }
}

impl Shape for Who {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("Who", |book| {
            let kind = |word| Members::default().field("kind", one_of([word]), true, "");
            let official = kind("official").field("official", OfficialId::shape(book), true, "").field(
                "authority",
                Option::<AuthorityId>::shape(book),
                true,
                "",
            );
            let participant = kind("participant").field("participant", ParticipantId::shape(book), true, "");
            let others = ["resident", "clock", "installation"].map(kind);
            either([official, participant].into_iter().chain(others).map(|form| form.closed().schema("")))
        })
    }
}

impl Shape for ParticipantKind {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("ParticipantKind", |book| {
            let body = members!(book; "territory": TerritoryId);
            tagged(&["person", "organisation", "village_head"], vec![("tos_body", body)])
        })
    }

    fn example() -> Value {
        json!("person")
    }
}

impl Shape for Hearing {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("Hearing", |book| {
            let announced = members!(book; "position": u64, "on": Date, "starts_at": u16, "place": Readable);
            let recorded = members!(
                book; "position": u64, "held_on": Date, "protocol": Readable,
                "present": u32, "votes_for": u32, "votes_against": u32
            );
            tagged(&[], vec![("announced", announced), ("recorded", recorded)])
        })
    }
}
