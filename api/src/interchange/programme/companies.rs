//! The companies of a programme: those that people work for, and those that support it. A company is known by its
//! name in every programme, so what a file does not tell of one is left as it is.

use std::collections::{HashMap, HashSet};

use super::{
    Company, Frame, Programme, Texts, Tier, link,
    tags::{common_identity, common_key},
    texts::Gathered,
};
use crate::interchange::{
    clean,
    document::{
        CompanyInput, CompanyTranslationInput, Field, LinkInput, Reference, SponsorshipInput, TierInput,
        TierTranslationInput,
    },
    reading::{Notes, Reason},
};

/// The companies of a programme, in order of appearance.
pub struct Companies {
    pub items: Vec<CompanyInput>,
    /// The index in `items` by [`common_key`].
    by_key: HashMap<String, usize>,
}

impl Companies {
    /// How a document names a company.
    pub fn id(&self, name: &str) -> Option<Reference> {
        let item = self.items.get(*self.by_key.get(&common_key(&clean::line(name).text?))?)?;
        Some(item.slug.clone().unwrap_or_else(|| item.external_ids.concat()).into())
    }
}

pub fn companies(programme: &Programme, frame: &Frame, notes: &mut Notes) -> Companies {
    let mut companies = Companies { items: Vec::new(), by_key: HashMap::new() };
    for company in programme.tiers.iter().flatten().flat_map(|tier| &tier.sponsors) {
        companies.add(company, &company.place, frame, notes);
    }
    for person in &programme.people {
        companies.add_employer(person.company.as_ref(), &person.place, frame, notes);
    }
    for session in &programme.sessions {
        for person in &session.persons {
            companies.add_employer(person.company.as_ref(), &session.place, frame, notes);
        }
    }
    companies
}

impl Companies {
    /// Nobody is blamed for working for nobody.
    fn add_employer(&mut self, company: Option<&Company>, place: &str, frame: &Frame, notes: &mut Notes) {
        let named = company.filter(|company| company.name.as_deref().and_then(clean::token).is_some());
        if let Some(company) = named {
            self.add(company, place, frame, notes);
        }
    }

    fn add(&mut self, company: &Company, place: &str, frame: &Frame, notes: &mut Notes) {
        let Some(name) = notes.line("name", place, company.name.as_deref()) else {
            notes.skipped(place, Reason::NamelessCompany);
            return;
        };
        let key = common_key(&name);
        let told = input(company, &name, &key, place, frame, notes);
        let next = self.items.len();
        let index = *self.by_key.entry(key).or_insert(next);
        match self.items.get_mut(index) {
            Some(known) => complete(known, told),
            None => self.items.push(told),
        }
    }
}

fn input(company: &Company, name: &str, key: &str, place: &str, frame: &Frame, notes: &mut Notes) -> CompanyInput {
    let (slug, external_ids) = common_identity("company", key);
    let description = company.description.as_ref();
    let locale = Texts::locale(description, &frame.locale);
    let mut texts = Gathered::<CompanyTranslationInput>::new(&locale, place);
    if description.is_some_and(|description| description.first().is_some()) {
        texts.markdown("description", description, false, |texts| &mut texts.description, notes);
    }
    let mut web = |raw: &Option<String>| {
        let url = raw.as_deref().and_then(|url| link::web(url, frame.base.as_ref(), place, notes));
        url.map_or(Field::Absent, Field::Value)
    };
    let (website, logo_url) = (web(&company.url), web(&company.logo_url));
    let links = link::links(company.links.iter().flatten(), frame.base.as_ref(), place, notes);
    CompanyInput {
        slug,
        external_ids,
        source_locale: Some(locale.as_str().into()),
        translations: texts.translations(),
        place: Some(place.to_owned()),
        name: Field::Value(name.to_owned()),
        website,
        logo_url,
        links: Some(links).filter(|links| !links.is_empty()).map_or(Field::Absent, Field::Value),
        ..CompanyInput::default()
    }
}

/// What the file tells of a company in another place counts where the first tells nothing.
fn complete(known: &mut CompanyInput, told: CompanyInput) {
    fn fill<T>(known: &mut Field<T>, told: Field<T>) {
        if matches!(known, Field::Absent) {
            *known = told;
        }
    }
    fill(&mut known.website, told.website);
    fill(&mut known.logo_url, told.logo_url);
    fill::<Vec<LinkInput>>(&mut known.links, told.links);
    if known.translations.0.iter().all(|texts| texts.description.value().is_none()) {
        known.translations = told.translations;
        known.source_locale = told.source_locale;
    }
}

/// The ranks of an event's sponsors, and who has which. Whoever is named twice has the higher one.
pub fn tiers(
    tiers: &[Tier],
    companies: &Companies,
    frame: &Frame,
    notes: &mut Notes,
) -> (Vec<TierInput>, Field<Vec<SponsorshipInput>>) {
    let mut items: Vec<TierInput> = Vec::new();
    let mut sponsorships: Vec<SponsorshipInput> = Vec::new();
    let (mut known, mut seen) = (HashSet::new(), HashSet::new());
    for tier in tiers {
        let reference = self::tier(tier, &mut items, &mut known, frame, notes);
        for sponsor in &tier.sponsors {
            let Some(company) = sponsor.name.as_deref().and_then(|name| companies.id(name)) else { continue };
            if !seen.insert(company.clone()) {
                let name = sponsor.name.clone().unwrap_or_default();
                notes.repaired(&sponsor.place, Reason::RepeatedSponsor { name });
                continue;
            }
            sponsorships.push(SponsorshipInput { company, tier: reference.clone() });
        }
    }
    (items, Field::Value(sponsorships))
}

/// How a document names a tier; it is added when it is new.
fn tier(
    tier: &Tier,
    items: &mut Vec<TierInput>,
    known: &mut HashSet<String>,
    frame: &Frame,
    notes: &mut Notes,
) -> Option<Reference> {
    let name = tier.name.as_ref().and_then(|name| clean::line(name.first()?).text)?;
    let id = format!("{}:tier:{}", frame.prefix, common_key(&name));
    if known.insert(id.clone()) {
        let locale = Texts::locale(tier.name.as_ref(), &frame.locale);
        let mut texts = Gathered::<TierTranslationInput>::new(&locale, &tier.place);
        texts.line("tier", tier.name.as_ref(), true, |texts| &mut texts.name, notes);
        items.push(TierInput {
            external_ids: vec![id.clone()],
            source_locale: Some(locale.as_str().into()),
            translations: texts.translations(),
            place: Some(tier.place.clone()),
            position: Field::Value(i32::try_from(items.len()).unwrap_or(i32::MAX)),
            ..TierInput::default()
        });
    }
    Some(id.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::{programme::Person, reading::Options};

    fn company(name: &str, logo_url: Option<&str>) -> Company {
        Company { name: Some(name.into()), logo_url: logo_url.map(str::to_owned), ..Company::default() }
    }

    #[test]
    fn a_company_is_one_wherever_it_is_named() {
        let mut programme = Programme::of("test");
        programme.event.title = Some("Fest".into());
        let person = Person { name: Some("Ana".into()), company: Some(company("ACME", None)), ..Person::default() };
        programme.people = vec![Person { id: Some("1".into()), ..person }];
        let gold = Tier { name: Some("Gold".into()), sponsors: vec![company("Acme", None)], ..Tier::default() };
        let other = company("Acme ", Some("https://acme.example/a.png"));
        let silver = Tier { name: Some("Silver".into()), sponsors: vec![other, company(" ", None)], ..Tier::default() };
        programme.tiers = Some(vec![gold, silver]);

        let reading = super::super::reading(&programme, &Options::of_locale("en"), Notes::default());

        let [acme] = reading.document.companies.as_slice() else { panic!("one company") };
        assert_eq!((acme.slug.as_deref(), &acme.name), (Some("acme"), &Field::Value("Acme".into())));
        assert_eq!(acme.logo_url, Field::Value("https://acme.example/a.png".into()));
        assert_eq!(reading.document.speakers[0].company, Field::Value("acme".into()));
        let event = &reading.document.events[0];
        assert_eq!(event.tiers.len(), 2);
        let gold = SponsorshipInput { company: "acme".into(), tier: Some("test:fest:tier:gold".into()) };
        assert_eq!(event.sponsorships, Field::Value(vec![gold]));
        let has = |reason| reading.notes.iter().any(|note| note.reason == reason);
        assert!(has(Reason::RepeatedSponsor { name: "Acme ".into() }) && has(Reason::NamelessCompany));
    }
}
