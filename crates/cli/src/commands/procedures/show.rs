//! `veche procedures show`.

use std::fmt::Display;

use aggregates::procedure::{Procedure, Row, TermRule, shipped};
use serde_json::{Value, json};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::table::Table;
use crate::words::spaced;

pub(super) fn run(id: Option<&str>, output: &mut Output) -> Result<Exit, Failure> {
    let procedures = shipped();
    let Some(id) = id else {
        list(&procedures, output)?;
        return Ok(Exit::Done);
    };
    let Some(procedure) = procedures.iter().rev().find(|procedure| procedure.id().as_str() == id) else {
        let known: Vec<_> = procedures.iter().map(|procedure| procedure.id().as_str()).collect();
        return Err(Failure::input("not_found", format!("there is no procedure {id}"))
            .hint(format!("these are shipped: {}", known.join(", "))));
    };
    if output.is_json() {
        output.json(&whole(procedure))?;
    } else {
        tell(procedure, output)?;
    }
    Ok(Exit::Done)
}

fn list(procedures: &[Procedure], output: &mut Output) -> std::io::Result<()> {
    if output.is_json() {
        let list: Vec<Value> = procedures.iter().map(head).collect();
        return output.json(&list);
    }
    let mut table = Table::new(["id", "version", "in force", "name", "after"]);
    for procedure in procedures {
        table.row([
            procedure.id().to_string(),
            procedure.version().to_string(),
            in_force(procedure),
            format!("{} ({})", procedure.names().en, procedure.names().ru),
            procedure.reference().to_owned(),
        ]);
    }
    table.write(output)
}

fn in_force(procedure: &Procedure) -> String {
    let until = procedure.in_force_to().map_or_else(String::new, |to| format!(" to {to}"));
    format!("from {}{until}", procedure.in_force_from())
}

fn head(procedure: &Procedure) -> Value {
    json!({
        "id": procedure.id(),
        "version": procedure.version(),
        "in_force_from": procedure.in_force_from(),
        "in_force_to": procedure.in_force_to(),
        "names": procedure.names(),
        "reference": procedure.reference(),
        "sha256": procedure.sha256(),
    })
}

fn whole(procedure: &Procedure) -> Value {
    let mut value = head(procedure);
    value["levels"] = json!(procedure.levels());
    value["submissions"] = json!(procedure.submissions());
    value["limits"] = json!(procedure.limits());
    value["retention"] = json!(procedure.retention());
    value["thresholds"] = json!(procedure.thresholds());
    value["terms"] = json!(procedure.terms());
    value["grounds"] = json!(procedure.grounds());
    value["steps"] = json!(procedure.rows());
    value
}

fn tell(procedure: &Procedure, output: &mut Output) -> std::io::Result<()> {
    output.title(format!("{} version {}: {}", procedure.id(), procedure.version(), procedure.names().en))?;
    output.line(format!("in force    {}", in_force(procedure)))?;
    output.line(format!("after       {}", procedure.reference()))?;
    output.line(format!("levels      {}", joined(procedure.levels())))?;
    output.line(format!("must have   {}", joined(procedure.required_fields())))?;
    let retention = procedure.retention();
    output.line(format!(
        "kept        {} years after the year of closing ({})",
        retention.years, retention.reference
    ))?;
    for (level, threshold) in procedure.thresholds() {
        let share = threshold.share_percent.map(|percent| format!("{percent} % of residents"));
        let people = threshold.people.map(|people| match threshold.over_residents {
            Some(over) => format!("{people} people where over {over} live"),
            None => format!("{people} people"),
        });
        let needed: Vec<String> = share.into_iter().chain(people).collect();
        output.line(format!("supports    {level}: {} [{}]", needed.join(", "), threshold.reference))?;
    }
    output.gap()?;
    output.title("Terms (cd calendar days, wd working days, mo months)")?;
    terms(procedure.terms(), output)?;
    output.gap()?;
    output.title("Grounds (closed lists)")?;
    let mut table = Table::new(["id", "list", "reference", "text"]);
    for ground in procedure.grounds() {
        table.row([
            ground.id.to_string(),
            spaced(ground.list.as_str()),
            ground.reference.clone(),
            ground.text_en.clone(),
        ]);
    }
    table.write(output)?;
    output.gap()?;
    output.title("Steps: what may happen in which stage; everything else is refused")?;
    let mut table = Table::new(["row", "step", "who", "from", "to", "only if"]);
    for row in procedure.rows() {
        table.row(step(row));
    }
    table.write(output)
}

fn terms(rules: &[TermRule], output: &mut Output) -> std::io::Result<()> {
    let mut table = Table::new([
        "id",
        "term",
        "for",
        "length",
        "obliged",
        "roll",
        "when missed",
        "extension",
        "reference",
    ]);
    for rule in rules {
        let asked: Vec<_> = rule.asked.iter().map(|kind| kind.as_str()).collect();
        table.row([
            rule.id.clone(),
            spaced(rule.kind.as_str()),
            if asked.len() == 4 { "all".to_owned() } else { asked.join(", ") },
            rule.length.map_or_else(|| "in the decision".to_owned(), |length| length.to_string()),
            spaced(rule.obliged.as_str()),
            crate::words::code(&rule.roll),
            spaced(rule.when_missed.as_str()),
            rule.extension.map_or_else(String::new, |extension| format!("up to +{}", extension.at_most)),
            format!("[{}] {}", rule.basis, rule.reference),
        ]);
    }
    table.write(output)
}

fn step(row: &Row) -> [String; 6] {
    let outcome = row.outcome.map_or_else(String::new, |outcome| format!(" {}", spaced(outcome.as_str())));
    let with: String = row.with.iter().map(|step| format!(" + {step}")).collect();
    [
        row.row.map_or_else(String::new, |row| row.to_string()),
        format!("{}{outcome}{with}", row.event),
        spaced(&joined(&row.by)),
        if row.from.is_empty() { "–".to_owned() } else { spaced(&joined(&row.from)) },
        if row.to.is_empty() { "same".to_owned() } else { spaced(&joined(&row.to)) },
        row.only_if.clone().unwrap_or_default(),
    ]
}

fn joined<T: Display>(values: &[T]) -> String {
    let values: Vec<String> = values.iter().map(T::to_string).collect();
    values.join(", ")
}
