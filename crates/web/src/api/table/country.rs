//! Territories, authorities, people, the installation.

use super::commands;
use crate::api::bodies::places::{authorities, territories};
use crate::api::bodies::{people, places};
use crate::api::reads;
use crate::api::row::{Needs, Row};

pub(super) fn territories() -> Vec<Row> {
    use reads::territories::{children, list, named, show};
    let rows = vec![
        Row::list("/api/v1/territories", "listTerritories", "The tree, from the top", list).timed(),
        Row::get("/api/v1/named/territories", "findTerritories", "Territories of that name", named),
        Row::get("/api/v1/territories/{territory}", "readTerritory", "One territory", show).timed(),
        Row::get(
            "/api/v1/territories/{territory}/children",
            "listChildren",
            "What is directly below it",
            children,
        )
        .timed(),
        Row::post::<places::CreateTerritory>(
            "/api/v1/territories",
            "createTerritory",
            "Makes a territory known",
            Needs::Official,
        )
        .makes()
        .who("an administrator"),
    ];
    let commands = commands! {
        Needs::Official, "/api/v1/territories/{territory}";
        "rename" "renameTerritory" territories::Rename, "Gives it another name", "an administrator";
        "set-population" "setPopulation" territories::SetPopulation, "Enters a count of residents", "an administrator";
        "merge" "mergeTerritory" territories::Merge, "Makes it part of another", "an administrator";
        "abolish" "abolishTerritory" territories::Abolish, "Ends it", "an administrator";
    };
    [rows, commands].concat()
}

pub(super) fn authorities() -> Vec<Row> {
    use reads::authorities::{list, named, performance, ranking, show};
    use reads::{office, people};
    const OWN: &str = "those who work there, and auditors";
    let establish = Row::post::<places::Establish>(
        "/api/v1/authorities",
        "establishAuthority",
        "Makes an authority",
        Needs::Official,
    );
    let reads = vec![
        Row::list("/api/v1/authorities", "listAuthorities", "Authorities, by code", list).timed(),
        Row::get("/api/v1/named/authorities", "findAuthorities", "Authorities of that name", named),
        Row::get("/api/v1/performance", "rankAuthorities", "The authorities of a level, compared", ranking)
            .timed(),
        Row::get("/api/v1/authorities/{authority}", "readAuthority", "One authority", show).timed(),
        Row::get(
            "/api/v1/authorities/{authority}/performance",
            "readPerformance",
            "How it performs",
            performance,
        )
        .timed(),
        Row::get(
            "/api/v1/authorities/{authority}/officials",
            "listOfficials",
            "Who acts for it",
            people::officials,
        )
        .timed(),
        Row::get("/api/v1/authorities/{authority}/worklist", "readWorklist", "What it owes", office::work)
            .timed()
            .needs(Needs::Reading)
            .who(OWN),
        Row::get(
            "/api/v1/authorities/{authority}/registers",
            "listBooks",
            "The years of its books",
            office::years,
        )
        .timed()
        .needs(Needs::Reading)
        .who(OWN),
        Row::list(
            "/api/v1/authorities/{authority}/registers/incoming",
            "readIncoming",
            "Its incoming book, oldest first",
            office::incoming,
        )
        .timed()
        .needs(Needs::Reading)
        .who(OWN),
        Row::list(
            "/api/v1/authorities/{authority}/registers/outgoing",
            "readOutgoing",
            "Its outgoing book, oldest first",
            office::outgoing,
        )
        .timed()
        .needs(Needs::Reading)
        .who(OWN),
        establish.makes().who("an administrator"),
    ];
    let commands = commands! {
        Needs::Official, "/api/v1/authorities/{authority}";
        "rename" "renameAuthority" authorities::Rename, "Gives it another name", "an administrator";
        "set-letterhead" "setLetterhead" authorities::SetLetterhead, "Sets the head of its letters", "an administrator";
        "set-signatories" "setSignatories" authorities::SetSignatories, "Sets who signs", "an administrator";
        "set-competences" "setCompetences" authorities::SetCompetences, "Sets what it may decide", "an administrator";
        "set-number-format" "setNumberFormat" authorities::SetNumberFormat, "Sets how it writes numbers",
            "an administrator";
        "set-contacts" "setAuthorityContacts" authorities::SetContacts, "Sets how to reach it", "an administrator";
        "end-acceptance" "endAcceptance" authorities::EndAcceptance, "Lets it take in nothing new", "an administrator";
        "abolish" "abolishAuthority" authorities::Abolish, "Ends it", "an administrator";
        "registers/{year}/close" "closeRegister" places::CloseRegister, "Ends a register after a merger",
            "an administrator";
    };
    [reads, commands].concat()
}

pub(super) fn people() -> Vec<Row> {
    use reads::people as read;
    let appoint = Row::post::<people::Appoint>(
        "/api/v1/officials",
        "appoint",
        "Brings somebody into office",
        Needs::Official,
    );
    let register = Row::post::<people::RegisterParticipant>(
        "/api/v1/participants",
        "registerParticipant",
        "Makes a participant known",
        Needs::Official,
    );
    let rows = vec![
        Row::get("/api/v1/me", "whoAmI", "Whoever the token stands for", read::me).needs(Needs::Reading),
        Row::get("/api/v1/officials/{official}", "readOfficial", "One official", read::official).timed(),
        Row::get(
            "/api/v1/participants/{participant}",
            "readParticipant",
            "One participant",
            read::participant,
        )
        .timed()
        .needs(Needs::Reading)
        .who("itself, and offices"),
        appoint.makes().who("an administrator"),
        register.makes().who("a clerk"),
    ];
    let officials = commands! {
        Needs::Official, "/api/v1/officials/{official}";
        "grant-role" "grantRole" people::GrantRole, "Gives one more role", "an administrator";
        "end-role" "endRole" people::EndRole, "Ends a role", "an administrator";
        "substitute" "substitute" people::Substitute, "Puts him in a colleague's place",
            "an administrator, or the head of their authority";
        "set-contacts" "setOfficialContacts" people::SetContacts, "Sets how to reach him",
            "an administrator, or himself";
        "rename" "renameOfficial" people::Rename, "Gives another name", "an administrator";
        "dismiss" "dismiss" people::Dismiss, "Ends all his roles", "an administrator";
    };
    let clerks = commands! {
        Needs::Official, "/api/v1/participants/{participant}";
        "verify" "verifyParticipant" people::Verify, "Says who it is", "a clerk who saw a document";
        "change-residence" "changeResidence" people::ChangeResidence, "Says where it lives now", "a clerk";
    };
    let own = commands! {
        Needs::Either, "/api/v1/participants/{participant}";
        "set-contact" "setParticipantContact" people::SetContact, "Sets how to reach it", "itself, or a clerk";
        "add-representative" "addRepresentative" people::AddRepresentative, "Lets somebody act for it",
            "a representative, or a clerk";
        "remove-representative" "removeRepresentative" people::RemoveRepresentative, "Takes that back",
            "a representative, or a clerk";
        "erase-personal-data" "eraseParticipant" people::ErasePersonalData, "Destroys everything sealed",
            "itself, or an administrator";
    };
    [rows, officials, clerks, own].concat()
}

pub(super) fn installation() -> Vec<Row> {
    use reads::{installation, journal};
    let rows = vec![
        Row::get("/api/v1/installation", "readInstallation", "The installation", installation::show).timed(),
        Row::get(
            "/api/v1/procedures",
            "listProcedures",
            "What can be submitted under",
            installation::procedures,
        ),
        Row::get("/api/v1/themes", "listThemes", "Themes and national projects", installation::all_themes),
        Row::get(
            "/api/v1/adopted",
            "listAdopted",
            "Procedures and calendars that were used",
            installation::adopted,
        )
        .timed(),
        Row::get(
            "/api/v1/adopted/procedures/{procedure}/{version}",
            "readAdoptedProcedure",
            "A procedure that was used, with its file",
            installation::procedure,
        )
        .timed(),
        Row::get("/api/v1/views", "readViews", "The state of this node's views", installation::views)
            .needs(Needs::Reading)
            .who("administrators and auditors"),
        Row::lines(
            "/api/v1/changes",
            "readChanges",
            "Every event from the first, as the public sees it",
            journal::changes,
            journal::change,
        ),
        Row::list("/api/v1/events", "listEvents", "Every event of the journal", journal::list)
            .timed()
            .needs(Needs::Reading)
            .who("auditors"),
        Row::get("/api/v1/events/{position}", "readEvent", "One event", journal::show)
            .needs(Needs::Reading)
            .who("auditors"),
        Row::get(
            "/api/v1/event-types",
            "listEventTypes",
            "The sorts of events that there are",
            journal::types,
        )
        .needs(Needs::Reading)
        .who("auditors"),
    ];
    let commands = commands! {
        Needs::Official, "/api/v1/installation";
        "name-administrator" "nameAdministrator" places::NameAdministrator, "Names an administrator",
            "an administrator";
        "adopt-procedure" "adoptProcedure" places::AdoptProcedure, "Records a procedure file", "an administrator";
        "adopt-calendar" "adoptCalendar" places::AdoptCalendar, "Records a calendar file", "an administrator";
    };
    [rows, commands].concat()
}
