//! Agencies as the documents and the tree of units have them.

use serde::Deserialize;

use super::View;
use super::rows::rows;
use crate::atlas::LayerId;
use crate::domain::agency::{Known, Now, answering};
use crate::domain::time::CivilDay;

pub(super) struct Agencies(Vec<Known>);

#[derive(Deserialize)]
struct UnitRow {
    title: String,
    province: Option<String>,
    valid_to: Option<CivilDay>,
    successor: Option<String>,
}

impl Agencies {
    /// The tree of units goes before the documents: whoever keeps it knows what came after them.
    pub(super) fn read(view: &View<'_>) -> Self {
        let title = |key: &String| view.units.get(key).map(|unit| unit.title.clone());
        let of_tree = view.units.iter().map(|unit| Known {
            title: unit.title.clone(),
            province: None,
            valid_to: unit.valid_to,
            successor: unit.successor.as_ref().and_then(title),
        });
        let of_documents = rows::<UnitRow>(view, LayerId::Units, None).into_iter().map(|unit| Known {
            title: unit.title,
            province: unit.province.filter(|province| !province.is_empty()),
            valid_to: unit.valid_to,
            successor: unit.successor,
        });
        Self(of_tree.chain(of_documents).filter(|unit| unit.valid_to.is_some() || unit.successor.is_some()).collect())
    }

    pub(super) fn now(&self, name: &str, province: Option<&str>, day: CivilDay) -> Now {
        answering(name, province, &self.0, day)
    }
}
