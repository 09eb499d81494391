//! The form in which features are answered: `crs` and `properties`.

use std::cell::Cell;

use axum::http::header::HeaderName;
use axum::response::Response;

use super::crs::{Served, Way, as_elsewhere, elsewhere, out_of_reach};
use crate::atlas::LayerId;
use crate::atlas::encode::again::Again;
use crate::domain::fault::{Code, Fault};
use crate::http::answer::put;
use crate::http::ask::Ask;
use crate::http::problem::Problem;

/// In which system, and with which properties.
pub struct Shown {
    served: Served,
    way: Way,
    properties: Option<Vec<&'static str>>,
}

impl Shown {
    /// # Errors
    /// 400 for a system or a property there is not.
    pub fn of(ask: &Ask, layer: LayerId) -> Result<Self, Problem> {
        let served = Served::of(ask, "crs")?;
        let properties = match ask.parameter("properties") {
            None => None,
            Some(text) => Some(text.split(',').map(|name| known(layer, name)).collect::<Result<_, _>>()?),
        };
        Ok(Self { served, way: served.way()?, properties })
    }

    /// Whether features go out as they lie in memory.
    pub const fn is_ready(&self) -> bool {
        self.way.is_plain() && self.properties.is_none()
    }

    /// Runs with a writer of features in this form.
    ///
    /// # Errors
    /// 400 when a feature lies where the system does not reach.
    pub fn with<T>(&self, run: impl FnOnce(&dyn Fn(&[u8], &mut Vec<u8>)) -> T) -> Result<T, Problem> {
        let place = elsewhere(&self.way);
        let again = Again { properties: self.properties.as_deref(), elsewhere: as_elsewhere(place.as_ref()) };
        let failed = Cell::new(false);
        let found = run(&|feature, out| {
            if again.write(feature, out).is_none() {
                failed.set(true);
            }
        });
        if failed.get() { Err(out_of_reach(self.served)) } else { Ok(found) }
    }

    /// Says in which system the coordinates are.
    pub fn name_in(&self, response: &mut Response) {
        put(HeaderName::from_static("content-crs"), &format!("<{}>", self.served.uri()), response);
    }
}

/// The layer's own name of a property.
///
/// # Errors
/// 400 for a name that the layer does not have, with those it has.
pub fn known(layer: LayerId, name: &str) -> Result<&'static str, Problem> {
    layer.field(name).map(|(_, field)| field.name).ok_or_else(|| {
        let all: Vec<&str> = layer.fields().iter().map(|field| field.name).collect();
        Problem::parameter(Fault::new("properties", Code::NotOneOf).with(all.join(", ")))
    })
}
