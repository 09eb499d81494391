//! `POST /api/v1/reports/parts`: an agency's part of a report.

use axum::http::StatusCode;
use serde_json::Map;

use super::receipts::{body, receipt, refused, unstored};
use crate::actions::report_parts::{NotSent, send as send_part};
use crate::atlas::LayerId;
use crate::domain::draft::head::Received;
use crate::domain::draft::report_part;
use crate::domain::fault::{Code, Fault};
use crate::domain::record::Body;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn send(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let record = report_part::read(&body(&ask)?, received).map_err(Problem::invalid)?;
        if let Body::ReportPart(part) = &record.body {
            let duty = part.duty.to_string();
            if ask.snapshot.item(LayerId::Duties, &duty, &ask.visible).is_none() {
                return Err(Problem::invalid(vec![Fault::new("/duty", Code::UnknownRecord).with(duty)]));
            }
        }
        let taken = send_part(&ask.app.context, &ask.identity, record).await.map_err(not_sent)?;
        receipt(&ask, LayerId::ReportParts, taken, Map::new())
    })
}

fn not_sent(error: NotSent) -> Problem {
    match error {
        NotSent::NotHis => Problem::new(StatusCode::FORBIDDEN, Code::Forbidden),
        NotSent::Faults(faults) => Problem::invalid(faults),
        NotSent::NotRecorded(error) => refused(error),
        NotSent::Unread(error) => unstored(&error),
    }
}
