//! Between the page that took a password for one use and the page that asks for one's own: what was typed need not be typed
//! again, and is not written into a page either. It stays here for ten minutes, under a ticket that the page carries.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::secret;
use crate::domain::chain::Digest;
use crate::domain::secret::Secret;
use crate::domain::time::Instant;
use crate::store::StoreError;
use crate::store::writer::Salts;

const LIFE_MS: i64 = 10 * 60_000;
/// Only who had the right password gets one.
const MOST: usize = 10_000;

#[derive(Debug)]
struct Held {
    name: String,
    password: Secret,
    until: Instant,
}

/// Everybody who is between the two pages.
#[derive(Debug, Default)]
pub struct Tickets(Mutex<HashMap<Digest, Held>>);

impl Tickets {
    /// A ticket for who had the right name and password for one use.
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn issue(&self, name: &str, password: &str, now: Instant, salts: &mut Salts) -> Result<Secret, StoreError> {
        let ticket = secret::token(salts)?;
        let mut held = self.held();
        held.retain(|_, held| held.until > now);
        if held.len() < MOST {
            let (name, password) = (name.to_owned(), Secret::new(password));
            held.insert(secret::digest(ticket.expose()), Held { name, password, until: now.plus_millis(LIFE_MS) });
        }
        Ok(ticket)
    }

    /// Name and password of whoever shows a ticket.
    pub fn shown(&self, ticket: &str, now: Instant) -> Option<(String, Secret)> {
        let held = self.held();
        let found = held.get(&secret::digest(ticket)).filter(|held| held.until > now)?;
        Some((found.name.clone(), found.password.clone()))
    }

    pub fn done(&self, ticket: &str) {
        self.held().remove(&secret::digest(ticket));
    }

    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<Digest, Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_holds_for_ten_minutes_and_until_it_is_done() {
        let (tickets, at) = (Tickets::default(), Instant::from_millis);
        let mut salts: Salts = Box::new(|| Some([7; 16]));
        let ticket = tickets.issue("an", "một lần", at(0), &mut salts).unwrap();
        assert_eq!(tickets.shown(ticket.expose(), at(1)).map(|(name, _)| name), Some("an".to_owned()));
        assert!(tickets.shown(ticket.expose(), at(LIFE_MS)).is_none(), "ten minutes");
        assert!(tickets.shown("mg_other", at(1)).is_none());
        tickets.done(ticket.expose());
        assert!(tickets.shown(ticket.expose(), at(1)).is_none());
    }
}
