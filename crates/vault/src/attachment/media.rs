//! What a file is, by its first bytes.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaType {
    Pdf,
    Jpeg,
    Png,
    /// UTF-8 without control characters but line ends, tabs and form feeds.
    Text,
}

impl MediaType {
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"%PDF-") {
            return Some(Self::Pdf);
        }
        if bytes.starts_with(b"\xff\xd8\xff") {
            return Some(Self::Jpeg);
        }
        if bytes.starts_with(super::png::SIGNATURE) {
            return Some(Self::Png);
        }
        let readable = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}');
        str::from_utf8(bytes).is_ok_and(|text| text.chars().all(readable)).then_some(Self::Text)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Text => "text/plain",
        }
    }

    /// Whether `declared` means this, whatever parameters follow it.
    pub(crate) fn is_called(self, declared: &str) -> bool {
        let name = declared.split(';').next().unwrap_or(declared).trim();
        name.eq_ignore_ascii_case(self.as_str())
    }
}
