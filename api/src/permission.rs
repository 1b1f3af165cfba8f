//! Who may do what to content: one table, asked by the door for writes for each deed and by the door for reads
//! for what is not public. `docs/permissions.md` is this table, printed (`tribune schema --permissions`).

use std::sync::Arc;

use entity::value::{AccessRole, Grant};
use sea_orm::Iterable;
use uuid::Uuid;

/// What can be done to content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// See it while it is not public, its revisions and its pending edits.
    View,
    Create,
    /// Change what is the same in every language, and what it is related to.
    Update,
    /// Change the texts of one language.
    Translate,
    /// Publish, unpublish, schedule: the thing or one of its translations.
    Publish,
    /// Archive, and restore from the archive.
    Archive,
    /// Remove for good.
    Purge,
}

impl Deed {
    pub const ALL: [Self; 7] =
        [Self::View, Self::Create, Self::Update, Self::Translate, Self::Publish, Self::Archive, Self::Purge];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Create => "create",
            Self::Update => "update",
            Self::Translate => "translate",
            Self::Publish => "publish",
            Self::Archive => "archive",
            Self::Purge => "purge",
        }
    }
}

/// How far a role reaches with a deed, inside the events that it was granted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Nothing,
    /// What the account has created itself.
    Own,
    All,
}

/// The table.
pub fn reach(role: AccessRole, deed: Deed, kind: &str) -> Reach {
    match (role, deed) {
        (AccessRole::Admin, _) => Reach::All,
        (AccessRole::Editor, Deed::Purge) => Reach::Nothing,
        (AccessRole::Editor, _) => Reach::All,
        (AccessRole::Author, Deed::Purge) => Reach::Nothing,
        (AccessRole::Author, _) if kind == "post" => Reach::Own,
        (AccessRole::Translator, Deed::View | Deed::Translate) => Reach::All,
        (AccessRole::Author | AccessRole::Translator | AccessRole::Moderator, _) => Reach::Nothing,
    }
}

/// What the words of the table mean.
const HEAD: &str = "\
# Who may do what

`tribune schema --permissions` prints this page and `make schema` writes it; change `api/src/permission.rs`, not this
file.

An account has grants. A grant is a role, the events that it holds for, and the languages whose texts it may write;
without a list of events it holds for all of them, without a list of languages for all of these. What one of its
grants allows, an account may do.

| word | meaning |
| --- | --- |
| yes | whatever the grant reaches |
| own | what the account has created itself |
| no | nothing |
| view | see it while it is not public, its pending edits and its revisions, and hand out a preview of it |
| create | add one |
| update | change what is the same in every language, and what it is related to |
| translate | write the texts of one language: creating a thing with a text takes both |
| publish | publish, unpublish, schedule: the thing or one of its translations |
| archive | put it away, and take it out again |
| purge | remove it for good |

**Events.** A thing belongs to the events that it is, is part of, or is seen at: an event to itself; rooms, tracks,
tiers and sessions to theirs; a speaker to the events of the sessions they take part in; a company to those that it
sponsors or whose sessions its people take part in; a series to its editions; a post to those that it is about; a tag
to those of its sessions and posts. A grant for named events shows what belongs to any of them, and changes what
belongs to them alone: what another event shares stays as it is. What belongs to no event is that of whoever created
it. So a new event takes a grant for all events, and whoever has a grant for some may add a speaker, and then make
them take part. To put a public thing that belongs to no event at one's own is to change one's own; from then on it
belongs there, and to whoever may change what does.

**Languages.** They limit texts and nothing else.

**Answers.** What an account may not see is `NOT_FOUND`, like what never was; what it sees and may not do is
`FORBIDDEN`; nobody does anything without an account, `UNAUTHENTICATED`.

**Accounts.** Accounts and the audit log take the role admin of all events, the change log the role editor or admin of
all events. Users are made and changed, and tokens made, by a user who is signed in, never by a token: what it made
would outlive it. A token is revoked by the user who made it, or by the role admin of all events.

";

/// The table as Markdown: what each role may do to each type, and what the words mean.
pub fn table(kinds: &[&str]) -> String {
    let mut table = format!("{HEAD}| type | deed |");
    for role in AccessRole::iter() {
        table.push_str(&format!(" {} |", name(role)));
    }
    table.push_str("\n| --- | --- |");
    table.push_str(&" --- |".repeat(AccessRole::iter().count()));
    table.push('\n');
    for kind in kinds {
        for deed in Deed::ALL {
            table.push_str(&format!("| {kind} | {} |", deed.as_str()));
            for role in AccessRole::iter() {
                let cell = match reach(role, deed, kind) {
                    Reach::Nothing => "no",
                    Reach::Own => "own",
                    Reach::All => "yes",
                };
                table.push_str(&format!(" {cell} |"));
            }
            table.push('\n');
        }
    }
    table
}

/// The word for a role, as the command line and the table have it.
pub fn name(role: AccessRole) -> &'static str {
    match role {
        AccessRole::Admin => "admin",
        AccessRole::Editor => "editor",
        AccessRole::Author => "author",
        AccessRole::Translator => "translator",
        AccessRole::Moderator => "moderator",
    }
}

/// What an account may do. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Authority {
    /// Whoever may run the program on the database may do everything.
    Operator,
    Account(Arc<Account>),
}

/// The grants of an account.
#[derive(Debug, Default)]
pub struct Account {
    pub grants: Vec<Grant>,
    /// None: nobody who is known.
    pub uid: Option<Uuid>,
}

/// Where a thing belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Belongs {
    /// The events that it is, is part of, or is seen at.
    pub events: Vec<Uuid>,
    /// The account that created it.
    pub creator: Option<Uuid>,
}

/// What of a type an account sees besides what is public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    pub all: bool,
    /// What belongs to one of these.
    pub events: Vec<Uuid>,
    /// What this account created.
    pub creator: Option<Uuid>,
    /// What this account created, as long as it belongs to no event.
    pub finder: Option<Uuid>,
}

impl Sight {
    /// Whether nothing is seen but what everybody sees.
    pub fn is_public(&self) -> bool {
        *self == Self::default()
    }
}

impl Authority {
    /// Of an account with these grants.
    pub fn of(uid: Uuid, grants: Vec<Grant>) -> Self {
        Self::Account(Arc::new(Account { grants, uid: Some(uid) }))
    }

    /// Of nobody.
    pub fn none() -> Self {
        Self::Account(Arc::default())
    }

    /// Whether it holds a role for all events: what is not content asks for that.
    pub fn is(&self, role: AccessRole) -> bool {
        match self {
            Self::Operator => true,
            Self::Account(account) => account.grants.iter().any(|grant| grant.role == role && grant.events.is_none()),
        }
    }

    pub fn may(&self, deed: Deed, kind: &str, locale: Option<&str>, to: &Belongs) -> bool {
        match self {
            Self::Operator => true,
            Self::Account(account) => account.grants.iter().any(|grant| {
                let is_own = to.creator.is_some() && to.creator == account.uid;
                let reaches = match reach(grant.role, deed, kind) {
                    Reach::Nothing => false,
                    Reach::Own => is_own,
                    Reach::All => true,
                };
                reaches && speaks(grant, locale) && covers(grant, to, is_own)
            }),
        }
    }

    /// Whether there is anything of a type that it may do the deed to.
    pub fn may_ever(&self, deed: Deed, kind: &str) -> bool {
        match self {
            Self::Operator => true,
            Self::Account(account) => {
                account.grants.iter().any(|grant| reach(grant.role, deed, kind) != Reach::Nothing)
            }
        }
    }

    /// What it sees of a type besides what is public.
    pub fn sight(&self, kind: &str) -> Sight {
        let account = match self {
            Self::Operator => return Sight { all: true, ..Sight::default() },
            Self::Account(account) => account,
        };
        let mut sight = Sight::default();
        for grant in &account.grants {
            match (reach(grant.role, Deed::View, kind), &grant.events) {
                (Reach::Nothing, _) => {}
                (Reach::All, None) => sight.all = true,
                (Reach::All, Some(events)) => {
                    sight.events.extend(events);
                    sight.finder = account.uid;
                }
                (Reach::Own, _) => sight.creator = account.uid,
            }
        }
        if sight.all { Sight { all: true, ..Sight::default() } } else { sight }
    }

    /// Whether all that `other` may do, this may do too: nobody grants what they do not have.
    pub fn holds(&self, other: &Grant) -> bool {
        match self {
            Self::Operator => true,
            Self::Account(account) => account.grants.iter().any(|grant| {
                (grant.role == other.role || grant.role == AccessRole::Admin)
                    && is_within(other.events.as_deref(), grant.events.as_deref())
                    && is_within(other.locales.as_deref(), grant.locales.as_deref())
            }),
        }
    }
}

/// Whether a scope lies in another; no scope is everything.
fn is_within<T: PartialEq>(inner: Option<&[T]>, outer: Option<&[T]>) -> bool {
    match (inner, outer) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner.iter().all(|one| outer.contains(one)),
    }
}

/// Whether the grant is for texts in this language; what has no language is not asked for one.
fn speaks(grant: &Grant, locale: Option<&str>) -> bool {
    match (locale, &grant.locales) {
        (Some(locale), Some(locales)) => locales.iter().any(|one| one == locale),
        _ => true,
    }
}

/// Whether the grant is for what belongs there: a thing that another event shares is not one's own to change, and
/// what belongs to no event is that of whoever created it.
fn covers(grant: &Grant, to: &Belongs, is_own: bool) -> bool {
    match &grant.events {
        None => true,
        Some(_) if to.events.is_empty() => is_own,
        Some(events) => to.events.iter().all(|event| events.contains(event)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: AccessRole, events: Option<&[Uuid]>, locales: Option<&[&str]>) -> Grant {
        Grant {
            role,
            events: events.map(<[Uuid]>::to_vec),
            locales: locales.map(|tags| tags.iter().map(|tag| (*tag).to_owned()).collect()),
        }
    }

    #[test]
    fn a_scope_ends_where_another_event_shares_the_thing() {
        let (me, ours, theirs) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let editor = Authority::of(me, vec![grant(AccessRole::Editor, Some(&[ours]), None)]);
        let may = |events: &[Uuid], creator: Option<Uuid>| {
            editor.may(Deed::Update, "speaker", None, &Belongs { events: events.to_vec(), creator })
        };

        assert!(may(&[ours], None));
        assert!(!may(&[ours, theirs], Some(me)));
        assert!(!may(&[theirs], None));
        assert!(!may(&[], None));
        assert!(may(&[], Some(me)));
    }

    #[test]
    fn a_translator_writes_the_listed_languages_only() {
        let translator = Authority::of(Uuid::from_u128(1), vec![grant(AccessRole::Translator, None, Some(&["fr"]))]);
        let may = |deed, locale| translator.may(deed, "session", locale, &Belongs::default());

        assert!(may(Deed::Translate, Some("fr")));
        assert!(!may(Deed::Translate, Some("es")));
        assert!(!may(Deed::Update, None));
        assert!(may(Deed::View, None));
    }

    #[test]
    fn an_author_has_own_posts_and_nothing_else() {
        let me = Uuid::from_u128(1);
        let author = Authority::of(me, vec![grant(AccessRole::Author, None, None)]);
        let own = Belongs { events: vec![], creator: Some(me) };

        assert!(author.may(Deed::Publish, "post", None, &own));
        assert!(!author.may(Deed::Publish, "post", None, &Belongs::default()));
        assert!(!author.may(Deed::Create, "session", None, &own));
        assert_eq!(author.sight("post"), Sight { creator: Some(me), ..Sight::default() });
        assert!(author.sight("session").is_public());
    }

    #[test]
    fn nobody_grants_what_they_do_not_have() {
        let (ours, theirs) = (Uuid::from_u128(2), Uuid::from_u128(3));
        let editor = Authority::of(Uuid::from_u128(1), vec![grant(AccessRole::Editor, Some(&[ours]), None)]);

        assert!(editor.holds(&grant(AccessRole::Editor, Some(&[ours]), Some(&["fr"]))));
        assert!(!editor.holds(&grant(AccessRole::Editor, None, None)));
        assert!(!editor.holds(&grant(AccessRole::Editor, Some(&[theirs]), None)));
        assert!(!editor.holds(&grant(AccessRole::Admin, Some(&[ours]), None)));
        assert!(Authority::of(ours, vec![grant(AccessRole::Admin, None, None)]).holds(&grant(
            AccessRole::Translator,
            None,
            None
        )));
    }
}
