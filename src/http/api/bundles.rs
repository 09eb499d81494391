//! `/api/v1/sync/bundles`: the queue of a device, with its files, that somebody brings to a desk; and the key that such
//! bundles are encrypted to.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use tokio::sync::Semaphore;

use super::imports::document_of;
use super::push::not_taken;
use super::records::unavailable;
use super::uploads;
use crate::actions::queue::brought::NotBrought;
use crate::actions::queue::bundle::bring;
use crate::actions::queue::by_hand::Rules;
use crate::actions::queue::sign::Sender;
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;
use crate::http::upload::spool_unnamed;

/// One at a time, the others wait: a queue may take some hundred megabytes of memory.
static TURN: Semaphore = Semaphore::const_new(1);

/// Takes a bundle in, in the name of who brings it.
pub fn import(ask: Ask) -> Answering {
    Box::pin(async move {
        let decisions = match ask.parameter("decisions") {
            None => false,
            Some(word) => word
                .parse()
                .map_err(|_| Problem::parameter(Fault::new("decisions", Code::NotOneOf).with("true, false")))?,
        };
        let context = &ask.app.context;
        let keyring = (context.keyrings)().map_err(|error| Problem::internal(&error))?;
        let file = spool_unnamed(&ask, context.files.folder()).await?;
        let _turn = TURN.acquire().await.map_err(|error| Problem::internal(&error))?;
        let sender = Sender { identity: &ask.identity, by_hand: Some(Rules { decisions }) };
        let brought = bring(context, &sender, &keyring, file).await.map_err(not_brought)?;
        Ok(answer::json(StatusCode::OK, JSON, &brought.json(ask.lang)))
    })
}

/// The key that bundles for this server are encrypted to.
///
/// # Errors
/// When there is none and none can be made.
pub fn recipient(ask: &Ask) -> Result<Response, Problem> {
    let keyring = (ask.app.context.keyrings)().map_err(|error| Problem::internal(&error))?;
    let document = json!({ "recipient": keyring.recipient(), "format": "age-encryption.org/v1" });
    let title = if ask.lang == Lang::Vi { "Khóa mã hóa gói" } else { "Key for bundles" };
    Ok(document_of(ask, title, &document))
}

fn not_brought(error: NotBrought) -> Problem {
    let fault = error.fault();
    match error {
        NotBrought::Queue(faults) => Problem::invalid(faults),
        NotBrought::File(error) => uploads::refused(error),
        NotBrought::Taken(error) => not_taken(error),
        NotBrought::Store(error) => unavailable(&error),
        error => match fault {
            Some(fault) => {
                Problem { fault: fault.clone(), ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, fault.code) }
            }
            None => Problem::internal(&error),
        },
    }
}
