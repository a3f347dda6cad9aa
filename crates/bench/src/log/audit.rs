//! What is signed and audited of a country that lived for a while, as whole processes.

use crate::Failure;
use crate::country::Country;
use crate::table::Table;

/// Signs and audits.
pub(crate) fn measure(table: &mut Table, country: &Country) -> Result<(), Failure> {
    let events = country.events;
    let (signed, _) = country.run(&["ledger", "sign"])?;
    let what = format!("veche ledger sign of {events} events, whole process");
    table.alone(&what, "leaves/s", vec![events as f64 / signed]);
    let (seconds, _) = country.run(&["audit", "verify"])?;
    let what = format!("veche audit verify of {events} events, whole process");
    table.alone(&what, "events/s", vec![events as f64 / seconds]);
    Ok(())
}
