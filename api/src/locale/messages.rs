//! What Tribune itself says, in Fluent: `locales/{locale}/{resource}.ftl`, compiled into the binary.

use std::{borrow::Cow, collections::HashMap};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;

use super::{Chain, Locale, Locales};

#[derive(RustEmbed)]
#[folder = "../locales"]
#[include = "*/*.ftl"]
struct Files;

/// Named values for a message.
pub type Args = Vec<(&'static str, String)>;

/// The messages of all offered locales.
pub struct Messages {
    bundles: HashMap<Locale, FluentBundle<FluentResource>>,
    default: Chain,
}

impl Messages {
    /// The messages of the offered locales; one without a folder of its own falls back like content.
    pub fn load(locales: &Locales) -> Result<Self, String> {
        let mut bundles = HashMap::new();
        for path in Files::iter() {
            let Some(locale) = path.split('/').next().and_then(Locale::parse) else {
                return Err(format!("locales/{path}: not in the folder of a locale"));
            };
            let source = Files::get(&path).map(|file| String::from_utf8_lossy(&file.data).into_owned());
            let resource = FluentResource::try_new(source.unwrap_or_default())
                .map_err(|(_, errors)| format!("locales/{path}: {errors:?}"))?;
            let bundle = bundles.entry(locale.clone()).or_insert_with(|| bundle(&locale));
            bundle.add_resource(resource).map_err(|errors| format!("locales/{path}: {errors:?}"))?;
        }
        Ok(Self { bundles, default: locales.chain(locales.default_locale()).clone() })
    }

    /// The message in the first locale of the chain that has it; its own name when none has.
    pub fn format(&self, chain: &Chain, id: &str, args: &Args) -> String {
        let english = Locale::parse("en");
        let mut locales = chain.locales().iter().chain(self.default.locales()).chain(&english);
        locales.find_map(|locale| self.format_in(locale, id, args)).unwrap_or_else(|| id.to_owned())
    }

    fn format_in(&self, locale: &Locale, id: &str, args: &Args) -> Option<String> {
        let bundle = self.bundles.get(locale)?;
        let pattern = bundle.get_message(id)?.value()?;
        let args: FluentArgs<'_> =
            args.iter().map(|(name, value)| (*name, FluentValue::String(Cow::Borrowed(value.as_str())))).collect();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        for error in errors {
            tracing::error!(%locale, message = id, %error, "message is not sound");
        }
        Some(text)
    }
}

fn bundle(locale: &Locale) -> FluentBundle<FluentResource> {
    let tag = locale.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // An API string is read by programs too: no invisible marks around the arguments.
    bundle.set_use_isolating(false);
    bundle
}
