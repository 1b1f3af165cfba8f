//! What can be written of an event.

use async_graphql::InputObject;
use chrono::{DateTime, NaiveTime, SubsecRound, Utc};
use entity::{
    company, event, series, sponsorship, tier,
    value::{AttendanceMode as ModeValue, Words},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AttendanceMode;
use crate::{
    Fault,
    content::{
        input::{Field, Input, Reference, field_value, input, texts_input},
        names::{Find, References, known, name, named},
        write::State,
    },
    release::ReleaseInput,
    room::RoomInput,
    session::SessionInput,
    tier::TierInput,
    track::TrackInput,
};

field_value!(ModeValue as AttendanceMode);
field_value!(SponsorshipInput);

texts_input! {
    /// The texts of an event in one language.
    EventTranslationInput {
        /// The name.
        name,
        /// One line that says what it is about.
        tagline,
        /// What it is about. Markdown.
        description,
        /// The name of the place.
        venue_name,
    }
}

input! {
    /// One edition, at one place, over some days.
    EventInput: EventTranslationInput {
        /// What it is an edition of.
        series: Field<Reference>,
        /// Which edition of the series this is: 3 for the third.
        edition: Field<i32>,
        /// When it starts; required on something new.
        starts_at: Field<DateTime<Utc>>,
        /// When it ends, exclusive; required on something new.
        ends_at: Field<DateTime<Utc>>,
        /// The IANA time zone that its local times are in, required on something new: `Europe/Paris`.
        time_zone: Field<String>,
        /// The local time at which a day of the programme begins; 04:00 when `null`.
        day_starts_at: Field<NaiveTime>,
        /// How one can take part; offline when `null`.
        attendance_mode: Field<ModeValue>,
        /// Street and number.
        address: Field<String>,
        /// The city.
        city: Field<String>,
        /// The country, ISO 3166-1 alpha-2: `FR`.
        country: Field<String>,
        /// Degrees north of the equator.
        latitude: Field<f64>,
        /// Degrees east of Greenwich.
        longitude: Field<f64>,
        /// Its hashtags, without `#`.
        hashtags: Field<Vec<String>>,
        /// Its own site.
        website: Field<String>,
        /// Where it is streamed.
        livestream_url: Field<String>,
        /// The address of its picture.
        cover_url: Field<String>,
        /// Whether everybody sees the programme of the latest release only: what is written to a session that is, or is
        /// to be, public becomes its pending edits, and the next release makes them public. `false` when `null`.
        released_only: Field<bool>,
        /// Its rooms.
        #[graphql(skip)]
        rooms: Vec<RoomInput>,
        /// The tracks of its programme.
        #[graphql(skip)]
        tracks: Vec<TrackInput>,
        /// Sponsor tiers, the highest first.
        #[graphql(skip)]
        tiers: Vec<TierInput>,
        /// All its sponsorships, in order.
        sponsorships: Field<Vec<SponsorshipInput>>,
        /// Its sessions.
        #[graphql(skip)]
        sessions: Vec<SessionInput>,
        /// Programmes of it that were announced.
        #[graphql(skip)]
        releases: Vec<ReleaseInput>,
    }
}

/// A company supports an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, InputObject)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SponsorshipInput {
    /// Who.
    pub company: Reference,
    /// As what rank of sponsor: a tier of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Reference>,
}

impl EventInput {
    fn sponsorships(&self) -> impl Iterator<Item = &SponsorshipInput> {
        self.sponsorships.value().into_iter().flatten()
    }
}

impl Input for EventInput {
    type Entity = event::Entity;
    const SLUG_IDENTIFIES: bool = true;

    fn references(&self) -> References<'_> {
        References::default()
            .with::<series::Entity>(name(&self.series))
            .with::<company::Entity>(self.sponsorships().map(|sponsorship| &*sponsorship.company))
    }

    fn apply(&self, state: &mut State<event::Entity>, find: &Find<'_>, faults: &mut Vec<Fault>) {
        let is_new = state.row.uid.is_nil();
        let row = &mut state.row;
        find.apply::<series::Entity>("series", &self.series, &mut row.series_uid, faults);
        self.edition.apply(&mut row.edition);
        self.starts_at.in_micros().apply_or(&mut row.starts_at, DateTime::UNIX_EPOCH);
        self.ends_at.in_micros().apply_or(&mut row.ends_at, DateTime::UNIX_EPOCH);
        self.time_zone.clone().apply_or(&mut row.time_zone, String::new());
        let four = NaiveTime::from_hms_opt(4, 0, 0).unwrap_or_default();
        if is_new {
            row.day_starts_at = four;
        }
        self.day_starts_at.map(|time| time.trunc_subsecs(0)).apply_or(&mut row.day_starts_at, four);
        self.attendance_mode.apply_or(&mut row.attendance_mode, Default::default());
        self.address.clone().apply(&mut row.address);
        self.city.clone().apply(&mut row.city);
        self.country.clone().apply(&mut row.country);
        self.latitude.apply(&mut row.latitude);
        self.longitude.apply(&mut row.longitude);
        self.hashtags.clone().map(Words).apply_or(&mut row.hashtags, Words::default());
        self.website.clone().apply(&mut row.website);
        self.livestream_url.clone().apply(&mut row.livestream_url);
        self.cover_url.clone().apply(&mut row.cover_url);
        self.released_only.apply_or(&mut row.released_only, false);
    }

    fn part_references(&self) -> References<'_> {
        References::default().with::<tier::Entity>(self.sponsorships().filter_map(|given| given.tier.as_deref()))
    }

    /// The sponsorships, which need the tiers that need the event.
    fn apply_parts(&self, state: &mut State<event::Entity>, find: &Find<'_>, faults: &mut Vec<Fault>) {
        let Some(sponsorships) = self.sponsorships.or_empty() else { return };
        let event_uid = state.row.uid;
        state.relations.sponsorships.clear();
        for (at, given) in sponsorships.iter().enumerate() {
            let field = |name: &str| format!("sponsorships.{at}.{name}");
            let company = find.one::<company::Entity>(&field("company"), &given.company, faults);
            let tier = given.tier.as_ref().and_then(|tier| find.one::<tier::Entity>(&field("tier"), tier, faults));
            let rows = &mut state.relations.sponsorships;
            if let Some(company_uid) = company.filter(|company| rows.iter().all(|row| row.company_uid != *company)) {
                let position = i32::try_from(rows.len()).unwrap_or(i32::MAX);
                rows.push(sponsorship::Model { event_uid, company_uid, tier_uid: tier, position });
            }
        }
    }

    fn of(state: &State<event::Entity>) -> Self {
        let row = &state.row;
        let sponsorship = |row: &sponsorship::Model| SponsorshipInput {
            company: named(row.company_uid),
            tier: row.tier_uid.map(named),
        };
        Self {
            series: known(row.series_uid),
            edition: Field::known(row.edition),
            starts_at: Field::Value(row.starts_at),
            ends_at: Field::Value(row.ends_at),
            time_zone: Field::Value(row.time_zone.clone()),
            day_starts_at: Field::Value(row.day_starts_at),
            attendance_mode: Field::Value(row.attendance_mode),
            address: Field::known(row.address.clone()),
            city: Field::known(row.city.clone()),
            country: Field::known(row.country.clone()),
            latitude: Field::known(row.latitude),
            longitude: Field::known(row.longitude),
            hashtags: Field::Value(row.hashtags.0.clone()),
            website: Field::known(row.website.clone()),
            livestream_url: Field::known(row.livestream_url.clone()),
            cover_url: Field::known(row.cover_url.clone()),
            released_only: Field::Value(row.released_only),
            sponsorships: Field::Value(state.relations.sponsorships.iter().map(sponsorship).collect()),
            ..Self::default()
        }
    }
}
