//! What exchanged programmes know sessions, speakers and rooms by: a whole number, and a guid.
//!
//! Apps keep favourites and find changes by these, so they are the same in every language and every time that a
//! programme is written. Neither is a column: both follow from the uid, which never changes.
//!
//! - **Numbers** have 31 bits, since apps read them into signed integers of 32, and are never 0, which the schema of
//!   `schedule.xml` forbids. They are made of a hash of the uid. Two uids may have one hash; then the greater uid takes
//!   the next hash of its own. Uids grow with time (UUIDv7), so a session that is added leaves the older ones their
//!   numbers. Among 1 000 sessions this happens once in 4 000 programmes.
//! - **Guids** are those that the programme came with, as far as they are UUIDs and name one thing; else the uid. Of two
//!   things with one guid the older one keeps it. What names a person is never made from an e-mail address.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The numbers of these things, each positive and different from the others.
pub fn numbers(uids: impl IntoIterator<Item = Uuid>) -> HashMap<Uuid, i32> {
    assigned(uids, hash)
}

fn assigned(uids: impl IntoIterator<Item = Uuid>, hash: impl Fn(Uuid, u32) -> i32) -> HashMap<Uuid, i32> {
    let mut uids: Vec<Uuid> = uids.into_iter().collect();
    uids.sort_unstable();
    uids.dedup();
    // 0 is no number.
    let mut taken = HashSet::from([0]);
    let number = |uid: Uuid| {
        let number = (0..).map(|attempt| hash(uid, attempt)).find(|number| taken.insert(*number));
        (uid, number.expect("a hash has more values than a programme has sessions"))
    };
    uids.into_iter().map(number).collect()
}

/// 31 bits of a uid, others at each attempt.
fn hash(uid: Uuid, attempt: u32) -> i32 {
    let hash = Sha256::new().chain_update(uid).chain_update(attempt.to_be_bytes()).finalize();
    i32::from_be_bytes([hash[0] & 0x7f, hash[1], hash[2], hash[3]])
}

/// The guids of these things, given the uid of each and the guid that it came with.
pub fn guids<'a>(things: impl IntoIterator<Item = (Uuid, Option<&'a str>)>) -> HashMap<Uuid, String> {
    let mut things: Vec<(Uuid, Option<&str>)> = things.into_iter().collect();
    things.sort_unstable();
    // A guid that is the uid of another thing names that one.
    let mut taken: HashMap<Uuid, Uuid> = things.iter().map(|(uid, _)| (*uid, *uid)).collect();
    let guid = |(uid, came_with): (Uuid, Option<&str>)| {
        let own = came_with.and_then(uuid).filter(|guid| *taken.entry(*guid).or_insert(uid) == uid);
        let text =
            own.zip(came_with).map(|(guid, text)| if is_plain(text) { text.to_owned() } else { guid.to_string() });
        (uid, text.unwrap_or_else(|| uid.to_string()))
    };
    things.into_iter().map(guid).collect()
}

fn uuid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok().filter(|uuid| !uuid.is_nil())
}

/// Whether a UUID is written as the schema wants it; then it stays as it is, in capitals too.
fn is_plain(text: &str) -> bool {
    text.len() == uuid::fmt::Hyphenated::LENGTH
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uid(number: u128) -> Uuid {
        Uuid::from_u128((0x0190_0000 << 96) + number)
    }

    #[test]
    fn a_number_is_positive_and_that_of_its_uid_alone() {
        let one = numbers([uid(1)]);
        let many = numbers((0..2_000).rev().map(uid));

        assert_eq!(one[&uid(1)], many[&uid(1)]);
        assert!(many.values().all(|number| *number > 0));
        assert_eq!(many.values().collect::<HashSet<_>>().len(), 2_000);
        // What apps have saved must stay good.
        assert_eq!(one[&uid(1)], 143_479_854);
    }

    #[test]
    fn an_older_thing_keeps_its_number_when_a_newer_one_has_the_same_hash() {
        let three_bits = |uid: Uuid, attempt: u32| hash(uid, attempt) & 7;
        let alone = assigned([uid(1)], three_bits);

        let all = assigned((1..8).rev().map(uid), three_bits);

        assert_eq!(all[&uid(1)], alone[&uid(1)]);
        assert_eq!(all.values().copied().collect::<HashSet<_>>(), (1..8).collect());
    }

    #[test]
    fn a_guid_is_kept_when_it_is_a_uuid_of_one_thing() {
        let guid = "5E1F0F00-0000-4000-8000-000000000001";
        let second = uid(2).to_string();
        let things = [
            (uid(5), Some(guid)),
            (uid(1), Some("5e1f0f00-0000-4000-8000-000000000001")),
            (uid(2), Some("{5e1f0f00-0000-4000-8000-000000000002}")),
            (uid(3), Some("not a uuid")),
            (uid(4), Some(second.as_str())),
            (uid(6), Some("00000000-0000-0000-0000-000000000000")),
            (uid(7), None),
            (uid(8), Some("5E1F0F00-0000-4000-8000-000000000008")),
        ];

        let guids = guids(things);

        assert_eq!(guids[&uid(1)], "5e1f0f00-0000-4000-8000-000000000001");
        assert_eq!(guids[&uid(2)], "5e1f0f00-0000-4000-8000-000000000002");
        assert_eq!(guids[&uid(8)], "5E1F0F00-0000-4000-8000-000000000008");
        for other in [3, 4, 5, 6, 7].map(uid) {
            assert_eq!(guids[&other], other.to_string());
        }
    }
}
