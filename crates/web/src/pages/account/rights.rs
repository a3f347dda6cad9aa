//! What somebody may do, and why: as his events say, read off the directory.

use aggregates::official::Role;
use aggregates::participant::{Method, ParticipantKind};
use maud::{Markup, html};

use crate::visitor::{Signed, Visitor};

/// The key of what sort of participant it is.
pub(super) fn kind_key(kind: &ParticipantKind) -> &'static str {
    match kind {
        ParticipantKind::Person => "participant-person",
        ParticipantKind::Organisation => "participant-organisation",
        ParticipantKind::TosBody { .. } => "participant-tos-body",
        ParticipantKind::VillageHead => "participant-village-head",
    }
}

/// The key of how somebody was verified.
pub(super) fn method_key(method: Method) -> &'static str {
    match method {
        Method::Oidc => "verified-oidc",
        Method::DocumentSeenByClerk => "verified-document-seen-by-clerk",
        Method::Imported => "verified-imported",
    }
}

/// One line for each thing, with its reason.
pub(super) fn list(visitor: &Visitor, signed: &Signed) -> Markup {
    let say = visitor.say();
    let mut lines: Vec<(bool, &'static str)> = Vec::new();
    if let Some(participant) = &signed.participant {
        let verified = participant.method.is_some();
        lines.push((true, "right-draft"));
        lines.push((verified, if verified { "right-submit" } else { "right-submit-not" }));
        if participant.kind.is_human() {
            lines.push((verified, if verified { "right-support" } else { "right-support-not" }));
        } else {
            lines.push((false, "right-support-body"));
        }
        lines.push((verified, if verified { "right-comment" } else { "right-comment-not" }));
    }
    if let Some(office) = &signed.office {
        for (role, key) in [
            (Role::Clerk, "right-clerk"),
            (Role::Officer, "right-officer"),
            (Role::Head, "right-head"),
            (Role::Auditor, "right-auditor"),
            (Role::Administrator, "right-administrator"),
        ] {
            if office.is(role) {
                lines.push((true, key));
            }
        }
        if lines.is_empty() {
            lines.push((false, "right-no-role"));
        }
    }
    if lines.is_empty() {
        lines.push((false, "right-nothing"));
    }
    html! {
        ul.plain {
            @for (yes, key) in lines {
                li { span.tag.good[yes].warn[!yes] { (say.t(if yes { "yes" } else { "no" })) } " " (say.t(key)) }
            }
        }
    }
}
