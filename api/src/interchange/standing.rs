//! What organisers call the state of a session: `accepted`, `annulé`, `pendiente`. Start at [`Standing::of`].

use entity::value::SessionState;

use super::clean;

const CONFIRMED: &str = "confirmed accepted scheduled published approved ok confirme confirmee accepte acceptee valide \
                         validee confirmado confirmada aceptado aceptada bestatigt angenommen";

const TENTATIVE: &str = "tentative provisional pending submitted proposed unconfirmed to-be-confirmed tbc a-confirmer \
                         provisoire en-attente propose proposee pendiente provisional por-confirmar propuesto propuesta \
                         vorlaufig eingereicht";

const CANCELLED: &str = "cancelled canceled annule annulee cancelado cancelada abgesagt";

const TURNED_DOWN: &str = "rejected declined withdrawn draft refuse refusee retire retiree brouillon rechazado rechazada \
                           retirado retirada borrador abgelehnt zuruckgezogen deleted";

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    In(SessionState),
    /// It is no part of the programme.
    TurnedDown,
}

impl Standing {
    /// What a word says; none when it is no word for a state.
    pub fn of(word: &str) -> Option<Self> {
        let word = clean::slug(word);
        let is_one_of = |words: &str| words.split_whitespace().any(|known| known == word);
        if is_one_of(CONFIRMED) {
            Some(Self::In(SessionState::Confirmed))
        } else if is_one_of(TENTATIVE) {
            Some(Self::In(SessionState::Tentative))
        } else if is_one_of(CANCELLED) {
            Some(Self::In(SessionState::Cancelled))
        } else if is_one_of(TURNED_DOWN) {
            Some(Self::TurnedDown)
        } else {
            None
        }
    }

    /// Whether a title says in brackets that its session does not take place: `[ANNULÉ] …`.
    pub fn is_cancelled(title: &str) -> bool {
        let bracketed = title.split(['[', '(']).skip(1).filter_map(|part| part.split([']', ')']).next());
        bracketed.map(Self::of).any(|standing| standing == Some(Self::In(SessionState::Cancelled)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_states_are_understood() {
        assert_eq!(Standing::of("Confirmé"), Some(Standing::In(SessionState::Confirmed)));
        assert_eq!(Standing::of("to be confirmed"), Some(Standing::In(SessionState::Tentative)));
        assert_eq!(Standing::of("CANCELLED"), Some(Standing::In(SessionState::Cancelled)));
        assert_eq!(Standing::of("rejected"), Some(Standing::TurnedDown));
        assert_eq!(Standing::of("perhaps"), None);
    }

    #[test]
    fn title_may_say_that_its_session_is_cancelled() {
        assert!(Standing::is_cancelled("❌ [ANNULÉ] Tides"));
        assert!(Standing::is_cancelled("Tides (cancelled)"));
        assert!(!Standing::is_cancelled("How to get cancelled [workshop]"));
    }
}
