//! An initiative for a person.

use std::io;

use aggregates::initiative::obligation::Obligation;
use projections::initiative::{Decision, Explained, Page, TextVersion};
use projections::supports::Counted;
use projections::texts::Readable;

use super::timeline;
use crate::output::Output;
use crate::table::Table;
use crate::words;

pub(super) fn tell(page: &Page, supports: &[Counted], output: &mut Output) -> io::Result<()> {
    head(page, output)?;
    if let Some(text) = page.texts.last() {
        tell_text(text, page.texts.len(), output)?;
    }
    timeline::tell(page, output)?;
    custody(page, output)?;
    obligations(&page.obligations, output)?;
    for decision in &page.decisions {
        tell_decision(decision, output)?;
    }
    tell_supports(page, supports, output)
}

fn head(page: &Page, output: &mut Output) -> io::Result<()> {
    output.title(readable(&page.title))?;
    output.line(format!("id         {}", page.id))?;
    for number in &page.numbers {
        output.line(format!(
            "number     {} at {}, {}",
            number.number, number.authority, number.registered_on
        ))?;
    }
    output.line(format!("procedure  {} version {}", page.procedure.id, page.procedure.version))?;
    let path: Vec<String> = page.path.iter().map(ToString::to_string).collect();
    output.line(format!("about      {}, asks for a {}", path.join(" < "), page.kind.as_str()))?;
    if let Some(theme) = &page.theme {
        let project =
            page.national_project.as_ref().map_or_else(String::new, |project| format!(", {project}"));
        output.line(format!("theme      {theme}{project}"))?;
    }
    output.line(format!("received   {} ({})", page.received_on, words::code(&page.channel)))?;
    if let Some(origin) = &page.origin {
        let votes = origin.votes.map_or_else(String::new, |votes| format!(", {votes} votes"));
        let status = origin.status.as_ref().map_or_else(String::new, |status| format!(", {status}"));
        let date = origin.date.map_or_else(String::new, |date| format!(", {date}"));
        output.line(format!("origin     {} {} claims{date}{status}{votes}", origin.source, origin.id))?;
    }
    output.line(format!("stage      {}", words::stage(page.stage)))?;
    output.line(format!("with       {}", words::custody(page.custody.as_ref())))?;
    output.line(format!("sequence   {}", page.sequence))
}

fn tell_text(text: &TextVersion, versions: usize, output: &mut Output) -> io::Result<()> {
    output.gap()?;
    let published = if text.published { "published" } else { "not published" };
    let of = if versions > 1 { format!(", the last of {versions}") } else { String::new() };
    output.title(format!("Text, version {}, {published} on {}{of}", text.version, text.done_on))?;
    for (name, field) in text.fields.texts() {
        output.line(format!("  {}:", words::spaced(name)))?;
        output.paragraph(4, &readable(field))?;
    }
    if let Some(cost) = text.fields.cost_rubles {
        output.line(format!("  cost: {cost} rubles"))?;
    }
    Ok(())
}

fn custody(page: &Page, output: &mut Output) -> io::Result<()> {
    let mut table = Table::new(["from", "until", "authority", "level", "by"]).indented(2);
    for held in &page.custody_history {
        let custody = &held.custody;
        let day = |at| calendar::local_date(at, custody.offset).to_string();
        table.row([
            day(custody.since),
            held.until.map_or_else(|| "now".to_owned(), day),
            custody.authority.to_string(),
            custody.level.to_string(),
            words::custody_rule(custody.rule),
        ]);
    }
    output.gap()?;
    output.title("Who has had it")?;
    table.write(output)
}

fn obligations(explained: &[Explained], output: &mut Output) -> io::Result<()> {
    output.gap()?;
    output.title("What is and was due, and why then")?;
    for one in explained {
        let Obligation { term, .. } = &one.obligation;
        output.line(format!(
            "  {} {} by {}: due {}, {}",
            term.rule,
            words::spaced(term.kind.as_str()),
            words::obliged(&term.obliged),
            term.due.date,
            words::standing(&one.obligation)
        ))?;
        let moved = one.first_due.map_or_else(String::new, |first| format!(" First due on {first}."));
        output.paragraph(6, &format!("{}{moved} Began with {}.", one.why, one.started_by))?;
    }
    Ok(())
}

fn tell_decision(decision: &Decision, output: &mut Output) -> io::Result<()> {
    output.gap()?;
    let level = decision.level.map_or_else(String::new, |level| format!(" by the {level}"));
    let ground = decision.ground.as_ref().map_or_else(String::new, |ground| format!(", ground {ground}"));
    output.title(format!(
        "Decision of {}{level}: {}{ground}",
        decision.done_on,
        words::spaced(&words::code(&decision.outcome))
    ))?;
    for text in decision.reasons.iter().chain(&decision.link) {
        output.paragraph(2, &readable(text))?;
    }
    Ok(())
}

fn tell_supports(page: &Page, supports: &[Counted], output: &mut Output) -> io::Result<()> {
    output.gap()?;
    output.title(format!("Supports: {}", words::window(page.window)))?;
    let mut table = Table::new(["version", "residents of", "supports", "needed there"]).indented(2);
    for counted in supports {
        let needed = page.thresholds.iter().find(|threshold| threshold.territory == counted.territory);
        let needed = needed.and_then(|threshold| threshold.needed);
        table.row([
            counted.version.to_string(),
            counted.territory.to_string(),
            counted.count.to_string(),
            needed.map_or_else(String::new, |needed| needed.to_string()),
        ]);
    }
    table.write(output)
}

fn readable(text: &Readable) -> String {
    match (&text.text, text.redacted) {
        (Some(text), false) => text.clone(),
        (Some(text), true) => format!("{text} (redacted)"),
        (None, _) => "(no longer readable)".to_owned(),
    }
}
