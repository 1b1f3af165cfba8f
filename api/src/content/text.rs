//! Text for searching.

use icu_normalizer::DecomposingNormalizer;

/// Lower case, without marks, so that `Éléphant`, `œuvre` and `STRASSE` are found by what people type.
pub fn fold(text: &str) -> String {
    let decomposed = DecomposingNormalizer::new_nfkd().normalize(text);
    let mut folded = String::with_capacity(text.len());
    for letter in decomposed.chars().flat_map(char::to_lowercase) {
        match letter {
            '\u{0300}'..='\u{036F}' => {}
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            '’' => folded.push('\''),
            letter => folded.push(letter),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_ligatures_and_case_fold() {
        assert_eq!(fold("Éléphant L’Œuvre STRASSE Straße Ñandú"), "elephant l'oeuvre strasse strasse nandu");
    }
}
