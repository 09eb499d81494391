//! How lists of records become figures.

use super::items::Item;
use crate::domain::report::content::{Figure, Section};
use crate::domain::report::kind::Both;
use crate::domain::report::words;

impl Section {
    /// A figure that counts these, on its own line.
    pub(super) fn count(&mut self, key: &str, title: (&str, &str), of_window: bool, items: &[&Item]) {
        self.put(key, Both::new(title.0, title.1), of_window, 0, items);
    }

    /// A part of the figure before it.
    pub(super) fn part(&mut self, key: &str, title: Both, of_window: bool, items: &[&Item]) {
        self.put(key, title, of_window, 1, items);
    }

    /// The parts of a figure by the words that a property can have, all of them, in their order.
    pub(super) fn split(&mut self, key: &str, of_window: bool, items: &[&Item], property: &str, all: &[&'static str]) {
        for word in all {
            let of: Vec<&Item> = items.iter().filter(|item| item.text(property) == Some(word)).copied().collect();
            self.part(&format!("{key}.{word}"), words::both(word), of_window, &of);
        }
    }

    fn put(&mut self, key: &str, title: Both, of_window: bool, depth: usize, items: &[&Item]) {
        let records = items.iter().map(|item| item.counted()).collect();
        self.figures.push(Figure { key: key.to_owned(), title, records, amount: None, of_window, depth });
    }
}

pub(super) fn all(items: &[Item]) -> Vec<&Item> {
    items.iter().collect()
}
