//! Formatters are dear to make and cheap to use, so each thread keeps its own: nothing is locked, and ICU4X needs no
//! `sync` feature.

use std::{cell::RefCell, collections::HashMap, hash::Hash, rc::Rc, thread::LocalKey};

use super::Locale;

/// How many formatters of one kind a thread keeps. Options come from message files, so there are few; the bound is
/// for the day when they come from elsewhere. One that is full starts again.
const MAX_FORMATTERS: usize = 500;

/// What a thread keeps of one kind of formatter, by locale and options.
pub(super) struct Memo<K, V>(RefCell<Kept<K, V>>);

struct Kept<K, V> {
    /// Two levels, so that looking up clones neither locale nor options.
    locales: HashMap<Locale, HashMap<K, Rc<V>>>,
    len: usize,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RefCell::new(Kept { locales: HashMap::new(), len: 0 }))
    }
}

/// The formatter for these options, made at the first time. A failure is not kept.
pub(super) fn memo<K: Clone + Eq + Hash, V, E>(
    memo: &'static LocalKey<Memo<K, V>>,
    locale: &Locale,
    options: &K,
    make: impl FnOnce() -> Result<V, E>,
) -> Result<Rc<V>, E> {
    let known = memo.with(|Memo(kept)| kept.borrow().locales.get(locale)?.get(options).cloned());
    if let Some(formatter) = known {
        return Ok(formatter);
    }
    // Made outside of the borrow: a formatter may need others of its kind.
    let formatter = Rc::new(make()?);
    memo.with(|Memo(kept)| {
        let kept = &mut *kept.borrow_mut();
        if kept.len >= MAX_FORMATTERS {
            kept.locales.clear();
            kept.len = 0;
        }
        kept.locales.entry(locale.clone()).or_default().insert(options.clone(), formatter.clone());
        kept.len += 1;
    });
    Ok(formatter)
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        static NUMBERS: Memo<usize, usize> = Memo::default();
    }

    #[test]
    fn a_formatter_is_made_once_until_there_are_too_many() {
        let english = Locale::parse("en").unwrap();
        let get = |key| *memo(&NUMBERS, &english, &0, || Ok::<_, ()>(key)).unwrap();

        assert_eq!(get(1), 1);
        assert_eq!(get(2), 1);
        for key in 1..=MAX_FORMATTERS {
            memo(&NUMBERS, &english, &key, || Ok::<_, ()>(key)).unwrap();
        }
        assert_eq!(get(3), 3);
    }
}
