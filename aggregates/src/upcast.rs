//! Older versions of events, read as the current ones.
//!
//! An event is stored once, as it was then. Whoever reads it, an aggregate or a
//! view, asks [`upcast`] for its current form first. What cannot be upcast is an
//! error: guessing would rewrite history.

use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use serde_json::{Map, Value};

/// A stored event that does not have the shape its version says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored {event_type} {version} of {aggregate_type} is malformed: {what}")]
pub struct UpcastError {
    /// The aggregate type of its stream.
    pub aggregate_type: String,
    /// Its event type.
    pub event_type: String,
    /// Its version.
    pub version: String,
    /// What is wrong with it.
    pub what: &'static str,
}

/// One step from an older version to a newer one.
struct Step {
    aggregate_type: &'static str,
    event_type: &'static str,
    from: &'static str,
    to: &'static str,
    change: fn(&mut Map<String, Value>) -> Result<(), &'static str>,
}

const STEPS: &[Step] = &[Step {
    aggregate_type: "support",
    event_type: "SupportGiven",
    from: "0.9",
    to: "1.0",
    change: territory_becomes_residence,
}];

/// The current version and payload of a stored event. What is current already
/// comes back as it is.
///
/// # Errors
///
/// If the payload does not have the shape that its version says.
pub fn upcast(
    aggregate_type: &str,
    event_type: &str,
    version: &str,
    payload: Value,
) -> Result<(String, Value), UpcastError> {
    let mut version = version.to_owned();
    let mut payload = payload;
    while let Some(step) = step(aggregate_type, event_type, &version) {
        let malformed = |what| UpcastError {
            aggregate_type: aggregate_type.to_owned(),
            event_type: event_type.to_owned(),
            version: version.clone(),
            what,
        };
        let fields = payload
            .get_mut(event_type)
            .and_then(Value::as_object_mut)
            .ok_or_else(|| malformed("it is not an object under its event type"))?;
        (step.change)(fields).map_err(malformed)?;
        step.to.clone_into(&mut version);
    }
    Ok((version, payload))
}

/// The same for a store that reads through `cqrs_es`. Its trait knows no error: a
/// malformed event stays as it is, and then does not parse as the current one.
pub fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    vec![Box::new(Upcaster)]
}

struct Upcaster;

impl EventUpcaster for Upcaster {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        STEPS.iter().any(|step| step.event_type == event_type && step.from == event_version)
    }

    fn upcast(&self, event: SerializedEvent) -> SerializedEvent {
        match upcast(&event.aggregate_type, &event.event_type, &event.event_version, event.payload.clone()) {
            Ok((event_version, payload)) => SerializedEvent { event_version, payload, ..event },
            Err(_) => event,
        }
    }
}

fn step(aggregate_type: &str, event_type: &str, version: &str) -> Option<&'static Step> {
    STEPS.iter().find(|step| {
        step.aggregate_type == aggregate_type && step.event_type == event_type && step.from == version
    })
}

/// 0.9 had one list `territory`, the residence first and then its ancestors.
fn territory_becomes_residence(fields: &mut Map<String, Value>) -> Result<(), &'static str> {
    let path = fields.remove("territory").ok_or("it has no `territory`")?;
    let residence = path.get(0).cloned().ok_or("`territory` is not a list that starts with the residence")?;
    fields.insert("residence".to_owned(), residence);
    fields.insert("residence_path".to_owned(), path);
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::support::SupportEvent;

    fn stored() -> Value {
        let text = include_str!("../golden/support/SupportGiven-0.9.json");
        serde_json::from_str(text).expect("the golden file is JSON")
    }

    #[test]
    fn a_support_given_at_0_9_reads_as_1_0() {
        let (version, payload) =
            upcast("support", "SupportGiven", "0.9", stored()).expect("it has the shape of 0.9");
        assert_eq!(version, "1.0");
        let SupportEvent::SupportGiven { residence, residence_path, .. } =
            serde_json::from_value(payload).expect("it has the shape of 1.0")
        else {
            panic!("another event came out");
        };
        assert_eq!(residence.as_str(), "71826000");
        let path: Vec<_> = residence_path.iter().map(|territory| territory.as_str()).collect();
        assert_eq!(path, ["71826000", "71800000", "RU"]);
    }

    #[test]
    fn an_older_event_does_not_parse_without_its_upcaster() {
        assert!(serde_json::from_value::<SupportEvent>(stored()).is_err());
    }

    #[test]
    fn a_current_event_is_left_as_it_is() {
        let payload = json!({"SupportWithdrawn": {"day": "2027-01-11"}});
        let same = upcast("support", "SupportWithdrawn", "1.0", payload.clone()).expect("nothing to do");
        assert_eq!(same, ("1.0".to_owned(), payload));
    }

    #[test]
    fn an_event_of_that_name_in_another_stream_type_is_left_as_it_is() {
        let same = upcast("petition", "SupportGiven", "0.9", stored()).expect("nothing to do");
        assert_eq!(same, ("0.9".to_owned(), stored()));
    }

    #[test]
    fn a_malformed_older_event_is_an_error_and_not_a_guess() {
        for payload in
            [json!({}), json!({"SupportGiven": {}}), json!({"SupportGiven": {"territory": "71826000"}})]
        {
            let error = upcast("support", "SupportGiven", "0.9", payload).expect_err("it is malformed");
            assert_eq!(error.version, "0.9");
        }
    }

    #[test]
    fn a_store_of_cqrs_es_reads_the_same() {
        let event = SerializedEvent {
            aggregate_id: "tag".to_owned(),
            sequence: 1,
            aggregate_type: "support".to_owned(),
            event_type: "SupportGiven".to_owned(),
            event_version: "0.9".to_owned(),
            payload: stored(),
            metadata: json!({}),
        };
        let upcasters = upcasters();
        let reader = upcasters.iter().find(|upcaster| upcaster.can_upcast("SupportGiven", "0.9"));
        let read = reader.expect("there is one for it").upcast(event);
        assert_eq!(read.event_version, "1.0");
        assert!(serde_json::from_value::<SupportEvent>(read.payload).is_ok());
    }
}
