//! The strict reader of entries: there is one way to write one, and nothing is copied.
//!
//! It walks the bytes once and accepts exactly what [`crate::Facts`] and [`crate::opaque`] write:
//! no spaces, keys in their order, the shortest escapes. A reader that parsed into a tree and wrote it
//! again to compare would say the same a good deal slower; the tests hold both side by side.

use std::borrow::Cow;
use std::cmp::Ordering;

use memchr::memchr2;

use crate::entry::{EntryError, FORMAT, MAX_ENTRY, MAX_INTEGER, is_code, no};

/// Lists and objects in each other.
const MAX_DEPTH: usize = 64;
/// Digits of a hash.
const DIGEST: usize = 64;

/// An entry, read strictly and not copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRef<'a> {
    /// What the log says of the event; nothing of another program's.
    pub told: Option<Told<'a>>,
    /// HMAC-SHA-256, of an opaque one SHA-256, of the row, in hexadecimal.
    pub row: &'a str,
}

/// What the log says of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    /// The origin of the log.
    pub log: Cow<'a, str>,
    /// Kind and id of the stream, with a slash between them.
    pub stream: Cow<'a, str>,
    /// The place in the stream.
    pub sequence: u64,
    /// The event's name.
    pub event_type: Cow<'a, str>,
    /// When it was recorded, to the microsecond, or only the day.
    pub at: Cow<'a, str>,
    /// Its public facts, as JSON.
    pub public: &'a str,
}

impl<'a> Told<'a> {
    /// What stands in the public facts under these keys, one within the other, as JSON.
    pub fn fact(&self, path: &[&str]) -> Option<&'a str> {
        Scan { text: self.public, at: 0 }.find(path).ok().flatten()
    }

    /// The same where it is a text, and what it says.
    pub fn word(&self, path: &[&str]) -> Option<Cow<'a, str>> {
        let text = self.fact(path)?;
        Scan { text, at: 0 }.string().ok().map(Raw::read)
    }
}

impl<'a> EntryRef<'a> {
    /// Reads an entry.
    ///
    /// # Errors
    ///
    /// [`EntryError`] says what is wrong.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_ENTRY {
            return Err(no(format!("it has {} bytes", bytes.len())));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| no(error.to_string()))?;
        let mut scan = Scan { text, at: 0 };
        let entry = scan.entry()?;
        if scan.at < text.len() { Err(scan.wrong("nothing more")) } else { Ok(entry) }
    }
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

/// A text between its quotes, as it is written.
#[derive(Clone, Copy)]
struct Raw<'a> {
    written: &'a str,
    escaped: bool,
    /// Of ASCII that may stand in a code.
    plain: bool,
}

impl<'a> Scan<'a> {
    fn entry(&mut self) -> Result<EntryRef<'a>, EntryError> {
        self.literal(r#"{"v":"#)?;
        let format = self.natural()?;
        if format != FORMAT {
            return Err(no(format!("its format is {format}; {FORMAT} is known")));
        }
        if self.goes_on(r#","type":"opaque","row":"#) {
            let row = self.digest()?;
            self.literal("}")?;
            return Ok(EntryRef { told: None, row });
        }
        self.literal(r#","log":"#)?;
        let log = self.string()?.read();
        self.literal(r#","stream":"#)?;
        let stream = self.string()?.read();
        self.literal(r#","sequence":"#)?;
        let sequence = self.natural()?;
        self.literal(r#","type":"#)?;
        let event_type = self.string()?.read();
        if event_type == "opaque" {
            return Err(no("an opaque entry tells nothing".to_owned()));
        }
        self.literal(r#","version":"#)?;
        self.string()?;
        self.literal(r#","at":"#)?;
        let at = self.string()?.read();
        self.literal(r#","public":"#)?;
        let start = self.at;
        if self.goes_on("null") {
            return Err(no("it has no facts".to_owned()));
        }
        self.value(0)?;
        let public = &self.text[start..self.at];
        self.literal(r#","commitments":"#)?;
        self.object(|scan| scan.digest().map(|_| ()))?;
        self.literal(r#","row":"#)?;
        let row = self.digest()?;
        self.literal("}")?;
        Ok(EntryRef { told: Some(Told { log, stream, sequence, event_type, at, public }), row })
    }

    fn value(&mut self, depth: usize) -> Result<(), EntryError> {
        if depth > MAX_DEPTH {
            return Err(no(format!("its facts lie {MAX_DEPTH} deep")));
        }
        match self.next() {
            Some(b'"') => {
                let text = self.string()?;
                if text.is_code() { Ok(()) } else { Err(no(format!("{:?} is no code", text.read()))) }
            }
            Some(b'{') => self.object(|scan| scan.value(depth + 1)),
            Some(b'[') => {
                self.at += 1;
                if self.goes_on("]") {
                    return Ok(());
                }
                loop {
                    self.value(depth + 1)?;
                    if self.goes_on("]") {
                        return Ok(());
                    }
                    self.literal(",")?;
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                let negative = self.goes_on("-");
                match self.natural()? {
                    0 if negative => Err(no("-0 is no integer".to_owned())),
                    _ => Ok(()),
                }
            }
            _ if self.goes_on("true") || self.goes_on("false") || self.goes_on("null") => Ok(()),
            _ => Err(self.wrong("a value")),
        }
    }

    /// An object, its keys in the order of their bytes and none twice.
    fn object(
        &mut self,
        mut value: impl FnMut(&mut Self) -> Result<(), EntryError>,
    ) -> Result<(), EntryError> {
        self.literal("{")?;
        if self.goes_on("}") {
            return Ok(());
        }
        let mut before: Option<Raw<'a>> = None;
        loop {
            let key = self.string()?;
            if before.is_some_and(|before| before.order(key) != Ordering::Less) {
                return Err(no(format!("the key {:?} stands in another order", key.read())));
            }
            before = Some(key);
            self.literal(":")?;
            value(self)?;
            if self.goes_on("}") {
                return Ok(());
            }
            self.literal(",")?;
        }
    }

    /// The value under these keys, which come in their order and none twice.
    fn find(&mut self, path: &[&str]) -> Result<Option<&'a str>, EntryError> {
        let Some((wanted, within)) = path.split_first() else {
            let start = self.at;
            self.value(0)?;
            return Ok(Some(&self.text[start..self.at]));
        };
        self.literal("{")?;
        while !self.goes_on("}") {
            let key = self.string()?;
            self.literal(":")?;
            if key.read() == *wanted {
                return self.find(within);
            }
            self.value(0)?;
            self.goes_on(",");
        }
        Ok(None)
    }

    fn string(&mut self) -> Result<Raw<'a>, EntryError> {
        self.literal("\"")?;
        let start = self.at;
        let bytes = self.text.as_bytes();
        let (mut escaped, mut plain) = (false, true);
        loop {
            let rest = &bytes[self.at..];
            let end = memchr2(b'"', b'\\', rest).ok_or_else(|| self.wrong("the end of a text"))?;
            let (mut control, mut odd) = (false, false);
            for byte in &rest[..end] {
                control |= *byte < b' ';
                odd |= *byte == b' ' || *byte >= 0x7f;
            }
            if control {
                return Err(self.wrong("an escape"));
            }
            plain &= !odd;
            self.at += end;
            if rest[end] == b'"' {
                break;
            }
            escaped = true;
            self.escape()?;
        }
        let written = &self.text[start..self.at];
        self.at += 1;
        Ok(Raw { written, escaped, plain: plain && !escaped })
    }

    /// The one way to write what has to be escaped: RFC 8259, section 7, the short form where there is one.
    fn escape(&mut self) -> Result<(), EntryError> {
        let rest = &self.text.as_bytes()[self.at + 1..];
        let length = match rest {
            [b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            [b'u', b'0', b'0', b'0', b'0'..=b'7' | b'b' | b'e' | b'f', ..]
            | [b'u', b'0', b'0', b'1', b'0'..=b'9' | b'a'..=b'f', ..] => 6,
            _ => return Err(self.wrong("the shortest escape")),
        };
        self.at += length;
        Ok(())
    }

    fn natural(&mut self) -> Result<u64, EntryError> {
        let digits = self.text.as_bytes()[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let written = &self.text[self.at..self.at + digits];
        if digits == 0 || (digits > 1 && written.starts_with('0')) {
            return Err(self.wrong("an integer"));
        }
        self.at += digits;
        match written.parse() {
            Ok(number) if number <= MAX_INTEGER => Ok(number),
            Ok(_) | Err(_) => Err(no(format!("{written} is no integer below 2^53"))),
        }
    }

    /// 32 bytes in hexadecimal.
    fn digest(&mut self) -> Result<&'a str, EntryError> {
        self.literal("\"")?;
        let rest = &self.text.as_bytes()[self.at..];
        let sound = rest.first_chunk::<DIGEST>().is_some_and(|digits| {
            digits.iter().fold(true, |sound, digit| sound & matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        });
        if !sound || rest.get(DIGEST) != Some(&b'"') {
            return Err(no("a hash is not 64 digits".to_owned()));
        }
        let digits = &self.text[self.at..self.at + DIGEST];
        self.at += DIGEST + 1;
        Ok(digits)
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn goes_on(&mut self, with: &str) -> bool {
        let found = self.text.as_bytes()[self.at..].starts_with(with.as_bytes());
        self.at += if found { with.len() } else { 0 };
        found
    }

    fn literal(&mut self, expected: &str) -> Result<(), EntryError> {
        if self.goes_on(expected) { Ok(()) } else { Err(self.wrong(expected)) }
    }

    fn wrong(&self, expected: &str) -> EntryError {
        no(format!("byte {}: expected {expected}", self.at))
    }
}

impl<'a> Raw<'a> {
    fn read(self) -> Cow<'a, str> {
        if !self.escaped {
            return Cow::Borrowed(self.written);
        }
        let text = serde_json::from_str(&format!("\"{}\"", self.written));
        Cow::Owned(text.expect("each of its escapes was looked at"))
    }

    fn is_code(self) -> bool {
        // No text has more characters than bytes.
        (self.plain && self.written.len() <= crate::entry::MAX_CODE) || is_code(&self.read())
    }

    fn order(self, other: Self) -> Ordering {
        if self.escaped || other.escaped {
            return self.read().as_bytes().cmp(other.read().as_bytes());
        }
        self.written.as_bytes().cmp(other.written.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::{Entry, Facts};

    /// Parsed into a tree, looked through, and written again to compare.
    fn slowly(bytes: &[u8]) -> Option<Entry> {
        let entry: Entry = serde_json::from_slice(bytes).ok()?;
        let told = [
            entry.log.is_some(),
            entry.stream.is_some(),
            entry.sequence.is_some(),
            entry.version.is_some(),
            entry.at.is_some(),
            entry.public.is_some(),
            entry.commitments.is_some(),
        ];
        let wanted = entry.event_type != "opaque";
        let digest = |text: &String| {
            hex::decode(text).is_ok_and(|bytes| hex::encode(bytes) == *text && text.len() == 64)
        };
        let sound = bytes.len() <= MAX_ENTRY
            && entry.v == FORMAT
            && told.iter().all(|told| *told == wanted)
            && entry.public.as_ref().is_none_or(codes_alone)
            && digest(&entry.row)
            && entry.commitments.iter().flatten().all(|(_, text)| digest(text))
            && serde_json::to_vec(&entry).is_ok_and(|written| written == bytes);
        sound.then_some(entry)
    }

    fn codes_alone(value: &Value) -> bool {
        match value {
            Value::Null | Value::Bool(_) => true,
            Value::Number(number) => {
                number.as_i64().is_some_and(|number| number.unsigned_abs() <= MAX_INTEGER)
            }
            Value::String(text) => is_code(text),
            Value::Array(values) => values.iter().all(codes_alone),
            Value::Object(fields) => fields.values().all(codes_alone),
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-9i64..9).prop_map(Value::from),
            "[a-z0-9\"\\\\ё\u{1}\u{7f}/-]{0,9}".prop_map(Value::from),
            Just(Value::from(0.5)),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-cё\"\n\u{1f}]{0,3}", inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    fn written(public: &Value, key: &str) -> Vec<u8> {
        let commitments =
            BTreeMap::from([(key.to_owned(), "ab".repeat(32)), ("b".to_owned(), "0".repeat(64))]);
        let facts = Facts {
            log: "veche.example/log",
            stream: "initiative/1",
            sequence: 2,
            event_type: "Refused",
            version: "1.0",
            public,
            commitments: &commitments,
            row: &"f".repeat(64),
        };
        let (before, after) = facts.around_time();
        format!("{before}2026-11-26T07:00:00.000000Z{after}").into_bytes()
    }

    fn both_say_the_same(bytes: &[u8]) {
        let (quick, slow) = (EntryRef::parse(bytes), slowly(bytes));
        let text = String::from_utf8_lossy(bytes);
        assert_eq!(quick.is_ok(), slow.is_some(), "{quick:?} of {text}");
        let (Ok(quick), Some(slow)) = (quick, slow) else { return };
        assert_eq!(quick.row, slow.row);
        let Some(told) = quick.told else { return assert!(slow.is_opaque()) };
        assert_eq!(Some(&*told.stream), slow.stream.as_deref());
        assert_eq!(Some(told.sequence), slow.sequence);
        assert_eq!(told.event_type, slow.event_type);
        assert_eq!(Some(&*told.at), slow.at.as_deref());
        assert_eq!(serde_json::from_str::<Value>(told.public).ok(), slow.public);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn what_is_read_without_a_copy_is_what_a_tree_written_again_would_be(
            public in value(),
            key in "[a-d\"ё]{0,2}",
            at in any::<prop::sample::Index>(),
            put in prop::sample::select(b" \",:{}[]\\0129-aunb\x1f\x00\xd1.eE".to_vec()),
        ) {
            let bytes = written(&public, &key);
            both_say_the_same(&bytes);
            let at = at.index(bytes.len());
            let mut changed = bytes.clone();
            changed[at] = put;
            both_say_the_same(&changed);
            changed = bytes.clone();
            changed.insert(at, put);
            both_say_the_same(&changed);
            changed = bytes;
            changed.remove(at);
            both_say_the_same(&changed);
        }
    }

    #[test]
    fn an_entry_whose_lists_lie_too_deep_is_refused_and_not_walked() {
        let deep = format!("{}{}", "[".repeat(1_500), "]".repeat(1_500));
        let text = String::from_utf8(written(&json!({}), "a"))
            .expect("text")
            .replace("{},\"comm", &format!("{deep},\"comm"));
        assert!(text.contains("[[["));
        EntryRef::parse(text.as_bytes()).expect_err("it lies deep");
    }
}
