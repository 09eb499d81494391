//! Who reads restricted records leaves a trace, or reads nothing.

use axum::http::StatusCode;
use uuid::Uuid;

use super::ask::Ask;
use super::problem::Problem;
use super::tiles::tile;
use crate::actions::Context;
use crate::actions::attachments::reading;
use crate::actions::ordered::{Ordered, hanging_count};
use crate::atlas::{LayerId, Visible};
use crate::domain::access::{Label, Permission};
use crate::domain::attachment;
use crate::domain::fault::Code;
use crate::domain::people::Way;

/// Who reads, and what he asked for.
pub struct Noting {
    context: Option<Context>,
    who: String,
    route: String,
}

impl Noting {
    /// On a server without accounts nobody is known who could be noted.
    pub fn of(ask: &Ask) -> Self {
        let query: Vec<String> = ask.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let route = [ask.path.as_str(), &query.join("&")].join("?");
        let is_known = ask.identity.way != Way::Open;
        Self { context: is_known.then(|| ask.app.context.clone()), who: ask.identity.name.clone(), route }
    }

    /// Waits until it is stored that so many restricted records are read, if any.
    ///
    /// # Errors
    /// 503 when it cannot be: reading without a trace is what the log is there to rule out.
    pub async fn note(&self, count: u64) -> Result<(), Problem> {
        let Some(context) = self.context.as_ref().filter(|_| count > 0) else { return Ok(()) };
        context.read_log.note(&self.who, &self.route, Label::Restricted, count).await.map_err(|error| {
            tracing::error!(%error, "a read of restricted records could not be noted, and so was refused");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::StoreUnavailable)
        })
    }
}

/// Notes that restricted records may be in the answer that is about to be made, and waits until that is stored.
///
/// # Errors
/// 503 when it cannot be.
pub async fn note(ask: &Ask) -> Result<(), Problem> {
    if ask.identity.way == Way::Open || !ask.identity.viewer.sees_restricted() {
        return Ok(());
    }
    match restricted(ask) {
        0 => Ok(()),
        count => Noting::of(ask).note(count).await,
    }
}

/// Restricted inspections of an object that somebody sees.
pub fn of_looks(ask: &Ask, object: &str) -> u64 {
    let less = ask.snapshot.without(&ask.visible, Label::Restricted);
    let looks = |visible: &Visible| ask.snapshot.looks_at(object, visible).count as u64;
    looks(&ask.visible).saturating_sub(looks(&less))
}

/// Restricted reports, visits, urgings and assignments about a task or works that somebody sees.
pub fn of_hanging(ask: &Ask, ordered: Ordered, record: Uuid) -> u64 {
    let less = ask.snapshot.without(&ask.visible, Label::Restricted);
    let about = |visible: &Visible| hanging_count(&ask.snapshot, visible, ordered, record) as u64;
    about(&ask.visible).saturating_sub(about(&less))
}

/// Whether only restricted records name the files of a record.
pub fn of_files(ask: &Ask, record: Uuid) -> u64 {
    let less = ask.snapshot.without(&ask.visible, Label::Restricted);
    let names = |visible: &Visible| ask.snapshot.manifests().of(record, visible).is_some();
    u64::from(names(&ask.visible) && !names(&less))
}

/// At most how many restricted records the answer tells of.
fn restricted(ask: &Ask) -> u64 {
    let less = ask.snapshot.without(&ask.visible, Label::Restricted);
    let count = |layer: LayerId, visible: &Visible| ask.snapshot.count(layer, visible);
    let of_layer = |name: &str| {
        LayerId::named(name).map_or(0, |layer| count(layer, &ask.visible).saturating_sub(count(layer, &less)))
    };
    let of_all = || LayerId::ALL.into_iter().map(|layer| of_layer(layer.about().id)).sum();
    // What is sent is not read; and these tell of the register, the interface and people alone.
    let silent = [
        "/conformance",
        "/api",
        "/tiles/style.json",
        "/tiles/base/{file}",
        "/tiles/sprite/{file}",
        "/tiles/fonts/{fontstack}/{range}",
        "/tileMatrixSets",
        "/tileMatrixSets/{tileMatrixSetId}",
        "/collections/{collectionId}/queryables",
        "/collections/{collectionId}/schema",
        "/api/v1/me",
        "/api/v1/tokens",
        "/api/v1/devices",
        "/api/v1/imports",
        "/api/v1/forms",
        "/api/v1/forms/{type}",
        "/api/v1/sync/recipient",
        // These count what they hand out: much of that stands in no layer, or stood there once.
        "/api/v1/records/{id}",
        "/api/v1/reports",
        "/api/v1/reports/{kind}/{period}",
        "/api/v1/reports/{kind}/{period}/records",
    ];
    let path = ask.route.path;
    if ask.route.method != "GET"
        || silent.contains(&path)
        || path.starts_with("/api/v1/linear/")
        || path.starts_with("/api/v1/lines/")
        || path.starts_with("/api/v1/import-jobs/")
    {
        return 0;
    }
    // A segment is described by what is known along it.
    let layer = |name: &str| if name == "segments" { of_all() } else { of_layer(name) };
    match path {
        "/collections/{collectionId}/items/{featureId}" if ask.variable(0) != "segments" => {
            LayerId::named(ask.variable(0)).map_or(0, |layer| {
                let id = ask.register().canonical(layer, ask.variable(1));
                let seen = |visible: &Visible| ask.snapshot.item(layer, &id, visible).is_some();
                // The pages of objects and markers tell of their inspections, too, that of a hazard of the limits that readings cross.
                let more = match layer {
                    LayerId::Objects if seen(&ask.visible) => of_looks(ask, &id),
                    // And that of a task or of works what was reported.
                    LayerId::Tasks | LayerId::Works if seen(&ask.visible) => Ordered::of(layer)
                        .zip(Uuid::try_parse(&id).ok())
                        .map_or(0, |(ordered, id)| of_hanging(ask, ordered, id)),
                    LayerId::Hazards if seen(&ask.visible) && !ask.snapshot.watch().is_idle() => of_layer("readings"),
                    LayerId::Markers => {
                        let looks = |visible: &Visible| ask.snapshot.looked().count_at(&id, visible) as u64;
                        looks(&ask.visible).saturating_sub(looks(&less))
                    }
                    _ => 0,
                };
                u64::from(seen(&ask.visible) && !seen(&less)) + more
            })
        }
        path if path.ends_with("/{tileCol}") => tile::restricted(ask, of_all),
        path if path.starts_with("/collections/{collectionId}") => layer(ask.variable(0)),
        // A file is restricted when only restricted records show it. That another names it, whose writer never had it,
        // makes it no less so.
        "/api/v1/attachments/{sha256}" | "/api/v1/attachments/{sha256}/thumbnail" => {
            let files = &ask.app.context.files;
            let shows = |visible: &Visible| {
                let file = attachment::digest(ask.variable(0));
                file.is_some_and(|file| reading::showing(files, &ask.snapshot, visible, &file).next().is_some())
            };
            u64::from(shows(&ask.visible) && !shows(&less))
        }
        // Whom the log of changes tells of what became of a record, which may be in no layer, or erased.
        "/api/v1/audit" if ask.identity.viewer.only(Permission::Audit).sees_restricted() => of_all().max(1),
        "/api/v1/records/{id}/attachments" => {
            Uuid::try_parse(ask.variable(0)).map_or(0, |record| of_files(ask, record))
        }
        "/api/v1/uploads/{id}" => 0,
        "/api/v1/export" => ask.parameter("layer").map_or_else(of_all, layer),
        // Whatever comes to be: better a line too many.
        _ => of_all(),
    }
}
