//! What may be drawn, taken from one snapshot for one viewer and day, and kept until one of them changes.

use std::sync::{Arc, Mutex, PoisonError};

use crate::atlas::{Outlook, Snapshot, Visible};
use crate::domain::attention::{Class, InspectionState};
use crate::domain::line::LineStatus;
use crate::domain::number::MarkerKind;
use crate::domain::position::LonLat;
use crate::http::page::view::{Picture, PictureKind, PictureLine, PictureMarker, PictureSegment};

/// The last picture that was put together. Pages for people only: the layers themselves come without a lock.
#[derive(Debug, Default)]
pub struct PictureCache(Mutex<Option<(String, Arc<Picture>)>>);

impl PictureCache {
    pub fn of(&self, snapshot: &Snapshot, visible: &Visible, outlook: &Outlook<'_>) -> Arc<Picture> {
        let tag = format!("{}.{}.{}", snapshot.tag(visible), outlook.day, outlook.method.digest);
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, picture)) = held.as_ref()
            && *of == tag
        {
            return Arc::clone(picture);
        }
        let picture = Arc::new(draw(snapshot, visible, outlook));
        *held = Some((tag, Arc::clone(&picture)));
        picture
    }
}

fn draw(snapshot: &Snapshot, visible: &Visible, outlook: &Outlook<'_>) -> Picture {
    let register = snapshot.register();
    let lines = register
        .lines()
        .map(|line| PictureLine {
            key: line.body.key.to_string(),
            name: line.body.name.clone(),
            status_sketch: line.body.status == LineStatus::Sketch,
            points: points(&line.body.vertices),
        })
        .collect();
    let segments = snapshot
        .ranked(outlook, Class::NoData, visible)
        .into_iter()
        .map(|found| PictureSegment {
            key: found.segment.key.to_string(),
            label: found.segment.key.label(),
            href: Some(format!("/api/v1/segments/{}/risk?f=html", found.segment.key)),
            points: points(&found.segment.course),
            class: found.assessment.class.numeral(),
            schematic: !found.segment.method.is_measured(),
            reason: reason(&found.assessment),
        })
        .collect();
    let markers = register
        .markers()
        .map(|marker| PictureMarker {
            key: marker.body.key.to_string(),
            label: marker.body.key.number().to_string(),
            lon: marker.position.lon(),
            lat: marker.position.lat(),
            kind: match marker.body.key.number().kind() {
                MarkerKind::Main => PictureKind::Main,
                MarkerKind::Auxiliary => PictureKind::Auxiliary,
                MarkerKind::SameNumber => PictureKind::SameNumber,
                MarkerKind::Stake => PictureKind::Stake,
                MarkerKind::Tripoint => PictureKind::Tripoint,
            },
            measured: marker.method.is_measured(),
            accuracy_m: marker.accuracy_m,
        })
        .collect();
    Picture { lines, segments, markers }
}

fn points(course: &[LonLat]) -> Vec<[f64; 2]> {
    course.iter().map(|at| [at.lon(), at.lat()]).collect()
}

fn reason(assessment: &crate::domain::attention::Assessment) -> String {
    let first = assessment.terms.iter().flat_map(|term| &term.reasons).next();
    first.map_or_else(
        || match assessment.inspection_state {
            InspectionState::NeverInspected => "chưa có số liệu".to_owned(),
            InspectionState::NoRule | InspectionState::Ok => "đã kiểm tra".to_owned(),
            InspectionState::DueSoon => "sắp đến hạn kiểm tra".to_owned(),
            InspectionState::Overdue => "quá hạn kiểm tra".to_owned(),
        },
        |reason| reason.text.clone(),
    )
}
