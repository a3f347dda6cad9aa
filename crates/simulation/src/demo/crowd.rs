//! What people do in the evening: they come to support what they have heard of.

use aggregates::ids::{InitiativeId, ParticipantId};
use aggregates::initiative::Initiative;
use aggregates::initiative::fields::Channel;
use aggregates::support;
use engine::{Caller, Intent, Request};
use jiff::Timestamp;

use super::tale::Tale;

/// Of those who will come, every so manieth comes today.
const PACE: usize = 7;

/// Today's supporters of an initiative: many at first, fewer later.
pub(super) fn come(tale: &mut Tale<'_>, state: &Initiative, at: Timestamp) -> Vec<Request> {
    let coming = tale.told.supports.min(tale.around.len()).saturating_sub(tale.supporters);
    if coming == 0 || state.supports_version(at).is_none() {
        return Vec::new();
    }
    let today = coming.div_ceil(PACE);
    let first = tale.supporters;
    tale.supporters += today;
    tale.around[first..first + today]
        .iter()
        .map(|person| by_himself(tale.id, *person, support::Action::Give { channel: Channel::Web }))
        .collect()
}

/// Somebody acts on his support by a click.
pub(super) fn by_himself(
    initiative: InitiativeId,
    person: ParticipantId,
    action: support::Action,
) -> Request {
    let what = Intent::Support { initiative, supporter: None, tag: None, action };
    Request::new(Caller::Participant(person), what)
}

/// A clerk enters a line of a sheet.
pub(super) fn from_a_sheet(initiative: InitiativeId, clerk: Caller, person: ParticipantId) -> Request {
    let action = support::Action::Give { channel: Channel::Paper };
    Request::new(clerk, Intent::Support { initiative, supporter: Some(person), tag: None, action })
}
