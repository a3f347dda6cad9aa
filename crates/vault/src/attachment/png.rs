//! PNG without its metadata.

pub(crate) const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";

/// What besides the critical chunks decides how a picture looks.
const DRAWN: [&[u8; 4]; 15] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// The picture alone: critical chunks and those that decide how it looks; no
/// texts, times or EXIF, no private chunks, nothing behind the end. `None` where
/// the file is not put together as a PNG.
pub(crate) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut clean = SIGNATURE.to_vec();
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let whole = length.checked_add(12)?;
        let (chunk, following) = rest.split_at_checked(whole)?;
        let kind: &[u8; 4] = chunk[4..].first_chunk()?;
        if !kind.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        if kind[0].is_ascii_uppercase() || DRAWN.contains(&kind) {
            clean.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(clean);
        }
        rest = following;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], kind, content, b"\0crc"].concat()
    }

    #[test]
    fn texts_times_and_exif_go_and_the_picture_stays() {
        let [head, gamma, data, end] = [
            chunk(b"IHDR", &[0; 13]),
            chunk(b"gAMA", &[0; 4]),
            chunk(b"IDAT", b"pixels"),
            chunk(b"IEND", b""),
        ];
        let dirty = [
            SIGNATURE.to_vec(),
            head.clone(),
            chunk(b"tEXt", b"Author\0Ivanov"),
            chunk(b"eXIf", b"GPS"),
            gamma.clone(),
            chunk(b"tIME", &[0; 7]),
            chunk(b"zTXt", b"x"),
            data.clone(),
            chunk(b"iTXt", b"XML:com.adobe.xmp"),
            chunk(b"prVt", b"anything"),
            end.clone(),
            b"hidden behind the end".to_vec(),
        ]
        .concat();
        let clean = [&SIGNATURE[..], &head, &gamma, &data, &end].concat();
        assert_eq!(without_metadata(&dirty).as_deref(), Some(&clean[..]));
        for length in 0..clean.len() {
            assert_eq!(without_metadata(&clean[..length]), None, "{length}");
        }
    }

    #[test]
    fn a_chunk_longer_than_the_file_is_refused() {
        let broken = [&SIGNATURE[..], b"\xff\xff\xff\xffIHDR"].concat();
        assert_eq!(without_metadata(&broken), None);
    }
}
