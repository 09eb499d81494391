//! A body that is a file: it goes to a temporary file that only this program may read, piece by piece.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use futures_util::StreamExt as _;
use tempfile::{NamedTempFile, TempPath};
use tokio::sync::Semaphore;

use super::ask::Ask;
use super::problem::Problem;
use super::too_large;
use crate::domain::fault::Code;

/// Files that may arrive at a time.
static UPLOADS: Semaphore = Semaphore::const_new(2);
/// How long a large file waits for its turn.
const PATIENCE: Duration = Duration::from_mins(2);

/// A body that nobody has read yet.
#[derive(Default)]
pub struct Upload(Mutex<Option<Body>>);

impl Upload {
    pub fn new(body: Body) -> Self {
        Self(Mutex::new(Some(body)))
    }

    pub fn take(&self) -> Option<Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Writes the body of a request to a file, which is removed with the returned path.
///
/// # Errors
/// 409 when others are sending files already, 413, 408 and 400 as for every body, 507 when the disk is full.
pub async fn spool(ask: &Ask) -> Result<TempPath, Problem> {
    // Such a file has mode 0600.
    let mut file = NamedTempFile::new().map_err(|error| disk(&error))?;
    let Ok(_turn) = UPLOADS.try_acquire() else {
        return Err(Problem::new(StatusCode::CONFLICT, Code::ImportBusy));
    };
    receive(ask, &mut file).await.map(|()| file.into_temp_path())
}

/// The same for a large file, which waits a while for others: it has no name, so that nothing is left of it whatever happens, and lies in a folder with
/// room, not in one that may be memory.
///
/// # Errors
/// As [`spool`], with 503 where that has 409.
pub async fn spool_unnamed(ask: &Ask, folder: &Path) -> Result<File, Problem> {
    let mut file = tempfile::tempfile_in(folder).map_err(|error| disk(&error))?;
    let Ok(Ok(_turn)) = tokio::time::timeout(PATIENCE, UPLOADS.acquire()).await else {
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::Busy));
    };
    receive(ask, &mut file).await.map(|()| file)
}

async fn receive(ask: &Ask, file: &mut (impl Write + Send)) -> Result<(), Problem> {
    let (Some(takes), Some(body)) = (&ask.route.takes, ask.upload.take()) else {
        return Err(Problem::internal(&"a route that takes no file was asked for one"));
    };
    let mut pieces = body.into_data_stream();
    let mut size = 0;
    let arriving = async {
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, Code::BodyUnreadable))?;
            size += piece.len();
            if size > takes.most {
                return Err(too_large(takes));
            }
            tokio::task::block_in_place(|| file.write_all(&piece)).map_err(|error| disk(&error))?;
        }
        Ok(())
    };
    match tokio::time::timeout(takes.patience, arriving).await {
        Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, Code::Timeout)),
        Ok(arrived) => arrived,
    }
}

fn disk(error: &io::Error) -> Problem {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Problem::new(StatusCode::INSUFFICIENT_STORAGE, Code::NoRoom)
        }
        _ => Problem::internal(error),
    }
}
