//! `GET /api/v1/reports/{kind}/{period}/records`: the records that a figure of a report counts, as they stood at its cut-off.

use std::collections::BTreeSet;

use axum::response::Response;

use super::reports::{kinds, made};
use crate::atlas::LayerId;
use crate::atlas::query::{Page, Query};
use crate::atlas::walk::Step;
use crate::domain::fault::{Code, Fault};
use crate::http::ask::Ask;
use crate::http::ogc::items;
use crate::http::ogc::params::{self, cut};
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// # Errors
/// As for the report; 404 for a figure there is not.
pub fn records(ask: Ask) -> Answering {
    Box::pin(async move {
        let name = ask.parameter("figure").ok_or_else(|| Problem::parameter(Fault::new("figure", Code::Missing)))?;
        let (limit, after) = (params::limit(&ask)?, params::cursor(&ask)?);
        let kinds = kinds()?;
        let (made, _) = made(&ask, &kinds).await?;
        let figure = made.content.figure(name).ok_or_else(|| Problem::not_found(Code::UnknownItem).with(cut(name)))?;
        let layer = figure.records.first().and_then(|record| LayerId::named(record.layer));
        let counted: BTreeSet<&str> = figure.records.iter().map(|record| record.id.as_str()).collect();
        let mut shown: Vec<Step<'_>> = Vec::new();
        let mut matched = 0;
        let mut more = false;
        for step in layer.into_iter().flat_map(|layer| made.snapshot.walk(layer, &made.visible)) {
            if !counted.contains(&*step.order.id) {
                continue;
            }
            matched += 1;
            if after.as_ref().is_some_and(|after| step.order <= after) {
                continue;
            }
            if shown.len() < limit {
                shown.push(step);
            } else {
                more = true;
            }
        }
        let page = Page {
            place: None,
            matched,
            returned: shown.len(),
            next: shown.last().filter(|_| more).map(|last| last.order.clone()),
            features: shown.iter().map(|step| step.json).collect::<Vec<_>>().join(&b',').into(),
        };
        let layer = layer.unwrap_or(LayerId::Inspections);
        Ok::<Response, Problem>(items::shown(&ask, layer, &Query::default(), page))
    })
}
