//! Languages as organisers write them: `de`, `EN`, `"de, en"`, `Français`, `日文`. Start at [`parse`].

use std::collections::{HashMap, HashSet};

use icu_locale_core::LanguageIdentifier;

use super::Programme;
use crate::interchange::{
    clean,
    reading::{Notes, Options, Reason},
};

/// Languages by the names and codes that people give them, in lower case.
const NAMES: &[(&str, &[&str])] = &[
    ("ar", &["arabic", "arabe", "árabe", "arabisch", "العربية", "ara"]),
    ("bg", &["bulgarian", "bulgare", "български", "bul"]),
    ("bn", &["bengali", "বাংলা", "ben"]),
    ("br", &["breton", "brezhoneg", "bre"]),
    ("ca", &["catalan", "català", "catalán", "katalanisch", "cat"]),
    ("cs", &["czech", "tchèque", "checo", "tschechisch", "čeština", "česky", "ces", "cze"]),
    ("da", &["danish", "danois", "danés", "dänisch", "dansk", "dan"]),
    ("de", &["german", "allemand", "alemán", "deutsch", "tedesco", "德文", "德語", "deu", "ger"]),
    ("el", &["greek", "grec", "griego", "griechisch", "ελληνικά", "ell", "gre"]),
    ("en", &["english", "anglais", "inglés", "englisch", "inglese", "inglês", "英文", "英語", "英语", "eng"]),
    ("eo", &["esperanto", "epo"]),
    ("es", &["spanish", "espagnol", "español", "castellano", "spanisch", "spagnolo", "西班牙文", "spa"]),
    ("et", &["estonian", "eesti", "est"]),
    ("eu", &["basque", "euskara", "euskera", "eus", "baq"]),
    ("fa", &["persian", "farsi", "فارسی", "fas", "per"]),
    ("fi", &["finnish", "finnois", "finnisch", "suomi", "fin"]),
    ("fr", &["french", "français", "francés", "französisch", "francese", "法文", "法語", "fra", "fre"]),
    ("ga", &["irish", "gaeilge", "gle"]),
    ("gl", &["galician", "galego", "gallego", "glg"]),
    ("gsw", &["swiss german", "schweizerdeutsch"]),
    ("he", &["hebrew", "hébreu", "hebreo", "hebräisch", "עברית", "heb", "iw"]),
    ("hi", &["hindi", "हिन्दी", "hin"]),
    ("hr", &["croatian", "croate", "kroatisch", "hrvatski", "hrv"]),
    ("hu", &["hungarian", "hongrois", "húngaro", "ungarisch", "magyar", "hun"]),
    ("id", &["indonesian", "bahasa indonesia", "ind"]),
    ("is", &["icelandic", "íslenska", "isl"]),
    ("it", &["italian", "italien", "italiano", "italienisch", "ita"]),
    ("ja", &["japanese", "japonais", "japonés", "japanisch", "日文", "日本語", "日语", "jpn", "jp"]),
    ("ko", &["korean", "coréen", "coreano", "koreanisch", "韓文", "한국어", "kor"]),
    ("lt", &["lithuanian", "lietuvių", "lit"]),
    ("lv", &["latvian", "latviešu", "lav"]),
    ("ms", &["malay", "bahasa melayu", "msa"]),
    ("nan", &["taiwanese", "台語", "台文"]),
    ("nb", &["norwegian", "norvégien", "noruego", "norwegisch", "norsk", "bokmål", "nor", "no"]),
    ("nl", &["dutch", "néerlandais", "neerlandés", "niederländisch", "nederlands", "nld", "dut"]),
    ("oc", &["occitan", "oci"]),
    ("pl", &["polish", "polonais", "polaco", "polnisch", "polski", "pol"]),
    ("pt", &["portuguese", "portugais", "portugués", "portugiesisch", "português", "por"]),
    ("ro", &["romanian", "roumain", "rumano", "rumänisch", "română", "ron", "rum"]),
    ("ru", &["russian", "russe", "ruso", "russisch", "русский", "俄文", "rus"]),
    ("sk", &["slovak", "slovenčina", "slk"]),
    ("sl", &["slovenian", "slovène", "slovenščina", "slv"]),
    ("sq", &["albanian", "shqip", "sqi"]),
    ("sr", &["serbian", "serbe", "српски", "srpski", "srp"]),
    ("sv", &["swedish", "suédois", "sueco", "schwedisch", "svenska", "swe"]),
    ("ta", &["tamil", "தமிழ்", "tam"]),
    ("th", &["thai", "ไทย", "tha"]),
    ("tr", &["turkish", "turc", "turco", "türkisch", "türkçe", "tur"]),
    ("uk", &["ukrainian", "ukrainien", "ucraniano", "ukrainisch", "українська", "ukr"]),
    ("vi", &["vietnamese", "tiếng việt", "vie"]),
    ("yue", &["cantonese", "粵語", "廣東話"]),
    ("zh", &["chinese", "mandarin", "chinois", "chino", "chinesisch", "中文", "華語", "漢語", "汉语", "zho", "chi"]),
];

/// Other codes of ISO 639 that a conference may be held in.
const CODES: &str = "af am as ast az be bs co cy dsb fil fo fur fy gd gu ha hsb ht hy ig ka kab kk km kn ku ky lb lo \
                     mi mk ml mn mr mt my nds ne nn or pa ps qu rm rw sc scn sd se si so sw te tg ti tk tl ts ug ur uz \
                     wo xh yi yo zu";

/// Codes that exist, and are seen where nobody chose a language: they stand first in lists to choose from.
const FIRST_IN_LISTS: &str = "aa ab ae ak an av ay";

/// Words between two languages.
const AND: &[&str] = &["and", "or", "und", "oder", "et", "ou", "y", "e", "o"];

/// One thing that a text says about languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stated {
    /// A BCP 47 tag.
    Language(String),
    /// A code that is hardly meant.
    Unlikely(String),
    /// Not the name or code of any language we know.
    Unknown(String),
}

/// The languages that a text states, each once, in order.
pub fn parse(raw: &str) -> Vec<Stated> {
    let mut stated = Vec::new();
    for part in raw.split([',', ';', '/', '|', '&', '+', '、', '(', ')']).filter_map(clean::token) {
        match language(part) {
            Stated::Unknown(_) if part.contains(char::is_whitespace) => stated.extend(words(part)),
            language => stated.push(language),
        }
    }
    let mut seen = HashSet::new();
    stated.retain(|language| seen.insert(language.clone()));
    stated
}

/// `français et anglais`, `de en`; when a word is no language, none of them is.
fn words(part: &str) -> Vec<Stated> {
    let words = part.split_whitespace().filter(|word| !AND.contains(&word.to_lowercase().as_str()));
    let languages: Vec<_> = words.map(language).collect();
    if languages.iter().any(|language| matches!(language, Stated::Unknown(_))) {
        return vec![Stated::Unknown(part.to_owned())];
    }
    languages
}

fn language(text: &str) -> Stated {
    let name = text.to_lowercase();
    if let Some((tag, _)) = NAMES.iter().find(|(tag, names)| *tag == name || names.contains(&name.as_str())) {
        return Stated::Language((*tag).to_owned());
    }
    let unknown = || Stated::Unknown(text.to_owned());
    let Ok(tag) = LanguageIdentifier::try_from_str(&name.replace('_', "-")) else { return unknown() };
    let code = tag.language.as_str();
    if CODES.split(' ').any(|known| known == code) || NAMES.iter().any(|(known, _)| *known == code) {
        Stated::Language(tag.to_string())
    } else if FIRST_IN_LISTS.split(' ').any(|known| known == code) {
        Stated::Unlikely(text.to_owned())
    } else {
        unknown()
    }
}

/// The languages of a programme.
pub struct Languages {
    /// That of the event, and of every text whose own language is not told.
    pub event: String,
    /// Those spoken in each session, in the order of the file.
    pub spoken: Vec<Vec<String>>,
    /// That of the texts of each session, where the file tells it.
    written: Vec<Option<String>>,
}

impl Languages {
    /// The event has the language that the file tells; else the one that most sessions state, the caller's when they
    /// are level, or state none.
    pub fn of(programme: &Programme, options: &Options, notes: &mut Notes) -> Self {
        let mut spoken = Vec::with_capacity(programme.sessions.len());
        let mut written = Vec::with_capacity(programme.sessions.len());
        for session in &programme.sessions {
            spoken.push(valid(session.language.as_deref().unwrap_or_default(), &session.place, notes));
            let told = session.text_language.as_deref().unwrap_or_default();
            written.push(valid(told, &session.place, notes).into_iter().next());
        }
        let told = programme.event.language.as_deref().unwrap_or_default();
        let told = valid(told, &programme.event.place, notes).into_iter().next();
        let event = told.unwrap_or_else(|| most_frequent(&spoken, &written, &options.locale));
        Self { event, spoken, written }
    }

    /// The locale of the texts of a session: a bilingual talk may be announced in either language.
    pub fn of_texts(&self, session: usize) -> &str {
        if let Some(Some(written)) = self.written.get(session) {
            return written;
        }
        match self.spoken.get(session).map(Vec::as_slice) {
            Some([language]) => language,
            _ => &self.event,
        }
    }
}

fn most_frequent(spoken: &[Vec<String>], written: &[Option<String>], default: &str) -> String {
    let all = || spoken.iter().flatten().chain(written.iter().flatten()).map(String::as_str);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for language in all() {
        *counts.entry(language).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    let is_most = |language: &&str| counts.get(language) == Some(&most);
    let event = Some(default).filter(is_most).or_else(|| all().find(is_most));
    event.unwrap_or(default).to_owned()
}

/// The languages that a text certainly states; what it states besides is noted.
pub fn valid(raw: &str, place: &str, notes: &mut Notes) -> Vec<String> {
    let mut languages = Vec::new();
    for stated in parse(raw) {
        match stated {
            Stated::Language(tag) => languages.push(tag),
            Stated::Unlikely(value) => notes.skipped(place, Reason::UnlikelyLanguage { value }),
            Stated::Unknown(value) => notes.skipped(place, Reason::UnknownLanguage { value }),
        }
    }
    languages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(raw: &str) -> Vec<String> {
        let languages = parse(raw).into_iter().map(|stated| match stated {
            Stated::Language(tag) => tag,
            Stated::Unlikely(text) => format!("unlikely {text}"),
            Stated::Unknown(text) => format!("unknown {text}"),
        });
        languages.collect()
    }

    #[test]
    fn words_and_codes_are_understood() {
        assert_eq!(tags("Français"), ["fr"]);
        assert_eq!(tags("Anglais"), ["en"]);
        assert_eq!(tags("日文"), ["ja"]);
        assert_eq!(tags("EN"), ["en"]);
        assert_eq!(tags("pt_br"), ["pt-BR"]);
        assert_eq!(tags("deu"), ["de"]);
    }

    #[test]
    fn several_languages_are_told_apart() {
        assert_eq!(tags("de, en"), ["de", "en"]);
        assert_eq!(tags("English/Deutsch"), ["en", "de"]);
        assert_eq!(tags("français et anglais"), ["fr", "en"]);
        assert_eq!(tags("swiss german"), ["gsw"]);
        assert_eq!(tags("en, EN, English"), ["en"]);
    }

    #[test]
    fn what_is_no_language_is_told() {
        assert_eq!(tags(""), Vec::<String>::new());
        assert_eq!(tags("ab"), ["unlikely ab"]);
        assert_eq!(tags("xx"), ["unknown xx"]);
        assert_eq!(tags("en, not sure yet"), ["en", "unknown not sure yet"]);
    }
}
