//! Initiatives to read, and what people say of them.

use aggregates::initiative::fields::Attachment;

use super::{commands, of_one};
use crate::api::bodies::voices;
use crate::api::openings::{self, OpenSealed, Opened};
use crate::api::row::{Needs, Row};
use crate::api::shape::Shape;
use crate::api::{attachments, reads};

pub(super) fn initiatives() -> Vec<Row> {
    use reads::{figures, initiative, initiatives};
    let upload = "Keeps a file for an initiative, or for one that is to be submitted under this id";
    vec![
        Row::list("/api/v1/initiatives", "listInitiatives", "The register, newest first", initiatives::list)
            .timed(),
        Row::get(
            "/api/v1/search",
            "searchInitiatives",
            "Published initiatives with these words",
            initiatives::find,
        )
        .timed(),
        Row::get(
            "/api/v1/similar",
            "similarInitiatives",
            "Published initiatives like this text",
            initiatives::similar,
        ),
        Row::get(of_one!(""), "readInitiative", "One initiative, whole", initiative::show).timed(),
        Row::list(
            of_one!("/timeline"),
            "readTimeline",
            "What happened to it, oldest first",
            initiative::timeline,
        )
        .timed(),
        Row::list(
            of_one!("/comments"),
            "listComments",
            "What people say of it, oldest first",
            initiative::comments,
        )
        .timed(),
        Row::get(
            of_one!("/assessments"),
            "readAssessments",
            "How well it turned out",
            initiative::assessments,
        )
        .timed(),
        Row::get(
            of_one!("/supports"),
            "countSupports",
            "How many stand behind it, where",
            initiative::supports,
        )
        .timed(),
        Row::get(of_one!("/supports/days"), "countSupportsByDay", "How the count grew", initiative::days)
            .timed(),
        Row::get(
            of_one!("/invitation"),
            "readInvitation",
            "The link by which its author invites others to propose it too",
            initiative::invitation,
        )
        .needs(Needs::Reading)
        .who("the author"),
        Row::upload(
            of_one!("/attachments"),
            "uploadAttachment",
            upload,
            Attachment::shape,
            attachments::upload,
        )
        .who("the author, an office that is concerned, and anybody for an id that has no initiative yet"),
        Row::download(
            of_one!("/attachments/{attachment}"),
            "downloadAttachment",
            "A file of it",
            attachments::download,
        )
        .who("those who may read all of the case"),
        Row::answered::<OpenSealed, Opened, _>(
            of_one!("/openings"),
            "openSealed",
            "Opens what is sealed of it, and records who, what and why",
            Needs::Official,
            openings::open,
        )
        .who("officials of the authority that has it, and auditors"),
        Row::get("/api/v1/funnel", "readFunnel", "Where everything is", figures::funnel).timed(),
        Row::get(
            "/api/v1/funnel/breakdown",
            "breakDownFunnel",
            "The same by theme, project, place",
            figures::breakdown,
        )
        .timed(),
        Row::list("/api/v1/misses", "listMisses", "Terms that were missed, newest first", figures::misses)
            .timed(),
        Row::list("/api/v1/hearings", "listHearings", "Hearings, by date", figures::hearings).timed(),
    ]
}

pub(super) fn voices() -> Vec<Row> {
    let withhold = of_one!("/comments/{comment}/withhold");
    let support = commands! {
        Needs::Either, "/api/v1/initiatives/{initiative}";
        "support" "support" voices::GiveSupport, "Stands behind it",
            "a verified person of 16 and older; a clerk for paper";
        "confirm-support" "confirmSupport" voices::ConfirmSupport, "Stands behind the revised text too",
            "a supporter; a clerk for paper";
        "withdraw-support" "withdrawSupport" voices::WithdrawSupport, "Takes the support back",
            "a supporter; a clerk for paper";
    };
    let others = vec![
        Row::post::<voices::InvalidateSupport>(
            of_one!("/invalidate-support"),
            "invalidateSupport",
            "Strikes a support out",
            Needs::Official,
        )
        .who("a clerk of the authority that has it"),
        Row::post::<voices::Receive>(of_one!("/comments"), "comment", "Comments on it", Needs::Participant)
            .makes()
            .who("a verified participant, while it is under review"),
        Row::post::<voices::Withhold>(
            withhold,
            "withholdComment",
            "Makes a comment unreadable",
            Needs::Official,
        )
        .who("a clerk of the authority that has it, or an administrator"),
        Row::post::<voices::Assess>(
            of_one!("/assess"),
            "assess",
            "Says how well it turned out",
            Needs::Participant,
        )
        .who("a verified person, once"),
    ];
    [support, others].concat()
}
