//! E-mail addresses, in Latin and Cyrillic.

use super::chars::Chars;
use super::{FindingKind, Taken};

pub(super) fn find(chars: &Chars, taken: &mut Taken) {
    for at in 0..chars.written.len() {
        if chars.written[at] == '@'
            && let (Some(start), Some(end)) = (local_part(chars, at), domain(chars, at + 1))
        {
            taken.take(FindingKind::Email, start..end);
        }
    }
}

/// Where the part before the `@` begins.
fn local_part(chars: &Chars, at: usize) -> Option<usize> {
    let is_part = |c: &&char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let part = &chars.written[at - chars.written[..at].iter().rev().take_while(is_part).count()..at];
    let letters = part.len() - part.iter().take_while(|c| !c.is_alphanumeric()).count();
    (letters > 0).then_some(at - letters)
}

/// Where the part behind the `@` ends: labels with dots between them, the last
/// of at least two letters.
fn domain(chars: &Chars, at: usize) -> Option<usize> {
    let (mut end, mut label, mut labels) = (None, at, 0);
    loop {
        let is_part = |c: &&char| c.is_alphanumeric() || **c == '-';
        let stop = label + chars.written.get(label..)?.iter().take_while(is_part).count();
        let text = &chars.written[label..stop];
        if text.is_empty() || text[0] == '-' {
            return end;
        }
        labels += 1;
        let is_last = text.len() > 1 && text.iter().all(|c| c.is_alphabetic())
            || text.starts_with(&['x', 'n', '-', '-']);
        if labels > 1 && is_last {
            end = Some(stop);
        }
        if chars.get(stop) != Some('.') {
            return end;
        }
        label = stop + 1;
    }
}
