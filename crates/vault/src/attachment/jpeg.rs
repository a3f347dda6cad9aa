//! JPEG without its metadata.

const APP0: u8 = 0xe0;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const COMMENT: u8 = 0xfe;
const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: u8 = 0xd9;

/// The picture alone: of the application segments only those stay by which it is
/// drawn (JFIF, the colour profile, Adobe's transform), no comments, and nothing
/// behind the end of the image, where phones hide second pictures. `None` where
/// the file is not put together as a JPEG.
pub(crate) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = bytes.get(..2)?.to_vec();
    let mut rest = bytes.get(2..)?;
    loop {
        let (marker, after) = marker(rest)?;
        match marker {
            END_OF_IMAGE => {
                clean.extend_from_slice(&[0xff, END_OF_IMAGE]);
                return Some(clean);
            }
            // Without a length: a stray restart or TEM.
            0x01 | 0xd0..=0xd7 => rest = after,
            _ => {
                let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
                let (segment, mut following) = after.split_at_checked(length).filter(|_| length >= 2)?;
                if is_drawn(marker, &segment[2..]) {
                    clean.extend_from_slice(&[0xff, marker]);
                    clean.extend_from_slice(segment);
                }
                if marker == START_OF_SCAN {
                    let (scan, behind) = following.split_at(scan_length(following)?);
                    clean.extend_from_slice(scan);
                    following = behind;
                }
                rest = following;
            }
        }
    }
}

/// The next marker and what follows it; any number of `ff` may fill the gap.
fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let fill = bytes.iter().take_while(|byte| **byte == 0xff).count();
    let (marker, after) = bytes.get(fill..)?.split_first()?;
    (fill > 0 && *marker != 0).then_some((*marker, after))
}

fn is_drawn(marker: u8, content: &[u8]) -> bool {
    match marker {
        APP0 => content.starts_with(b"JFIF\0"),
        APP2 => content.starts_with(b"ICC_PROFILE\0"),
        APP14 => content.starts_with(b"Adobe"),
        APP0..=APP15 | COMMENT => false,
        _ => true,
    }
}

/// How far the compressed picture reaches: to the first marker that is neither
/// an escaped `ff` nor a restart.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, content].concat()
    }

    fn picture() -> [Vec<u8>; 4] {
        [
            segment(APP0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
            segment(0xdb, &[1; 65]),
            [segment(START_OF_SCAN, &[1, 1, 0, 0, 63, 0]), b"\x12\xff\x00\xff\xd0\x34".to_vec()].concat(),
            [segment(0xc4, &[2; 20]), segment(START_OF_SCAN, &[1, 1, 0, 0, 63, 0]), b"\x56\x78".to_vec()]
                .concat(),
        ]
    }

    #[test]
    fn position_camera_and_comments_go_and_the_picture_stays() {
        let [jfif, tables, scan, second] = picture();
        let profile = segment(APP2, b"ICC_PROFILE\0\x01\x01...");
        let adobe = segment(APP14, b"Adobe\0\x64\0\0\0\0\x01");
        let dirty = [
            b"\xff\xd8".to_vec(),
            segment(0xe1, b"Exif\0\0MM\0*GPS 61.1 72.6"),
            jfif.clone(),
            segment(APP0, b"JFXX\0\x10thumbnail"),
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0Ivanov"),
            profile.clone(),
            segment(APP2, b"MPF\0second picture"),
            segment(0xed, b"Photoshop 3.0\08BIM Ivanov"),
            adobe.clone(),
            b"\xff\xff".to_vec(),
            tables.clone(),
            segment(COMMENT, b"taken by Ivanov"),
            scan.clone(),
            segment(COMMENT, b"between the scans"),
            second.clone(),
            b"\xff\xd9".to_vec(),
            b"hidden behind the end".to_vec(),
        ]
        .concat();
        let clean =
            [&b"\xff\xd8"[..], &jfif, &profile, &adobe, &tables, &scan, &second, b"\xff\xd9"].concat();
        assert_eq!(without_metadata(&dirty).as_deref(), Some(&clean[..]));
        assert_eq!(without_metadata(&clean), Some(clean));
    }

    #[test]
    fn a_file_that_ends_early_or_is_out_of_step_is_refused() {
        let [jfif, tables, scan, _] = picture();
        let whole = [&b"\xff\xd8"[..], &jfif, &tables, &scan, b"\xff\xd9"].concat();
        for length in 0..whole.len() {
            assert_eq!(without_metadata(&whole[..length]), None, "{length}");
        }
        assert_eq!(without_metadata(b"\xff\xd8\xff\xe1\x00\x01\xff\xd9"), None);
        assert_eq!(without_metadata(b"\xff\xd8nonsense\xff\xd9"), None);
    }
}
