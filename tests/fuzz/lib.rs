//! What every target does: reads the bytes as a file of one format. It must neither panic nor hang, nor take memory
//! without measure (libFuzzer watches both), and must say the same each time.

use tribune::interchange::{read_as, reading::Options};

/// Reads bytes as a file of a format, twice.
pub fn read(name: &str, bytes: &[u8]) {
    let options = Options { file: Some("fuzz".to_owned()), ..Options::of_locale("en") };
    let once = read_as(name, bytes, &options);
    let again = read_as(name, bytes, &options);
    match (once, again) {
        (Ok(once), Ok(again)) => {
            assert_eq!(once.document, again.document);
            assert_eq!(once.notes, again.notes);
        }
        (Err(once), Err(again)) => assert_eq!(once, again),
        _ => panic!("read once and refused once"),
    }
}
