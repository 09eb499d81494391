//! The layer that is asked: inspections spread evenly over a country, the same ones in every run.
//!
//! Nine of ten are public and approved; the tenth is internal, so that there are as many classes as there are markers,
//! and who has signed in is shown more. Databases are kept in `target/bench`, each marked when it is whole.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use mocgioi::actions::load_reference::load_reference;
use mocgioi::app::chance;
use mocgioi::domain::access::{Label, ReviewState};
use mocgioi::domain::location::{CRS84, Observed};
use mocgioi::domain::position::LonLat;
use mocgioi::store::Store;
use mocgioi::store::writer::{Outcome, Submission, Writer};

use crate::support::block_on;
use crate::synthetic::{Chance, Synthetic};

/// West, south, east, north of where they lie, in degrees.
pub const WHERE: [f64; 4] = [102.0, 8.0, 110.0, 24.0];
/// Submissions under way at once.
const AHEAD: usize = 4_000;

/// A copy of the database with so many inspections, to be changed at will; gone when dropped.
pub struct Copy {
    pub url: String,
    pub folder: tempfile::TempDir,
}

/// The folder in which databases are kept.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench")
}

pub fn database(count: u64) -> Copy {
    std::fs::create_dir_all(kept()).unwrap();
    let (whole, mark) = (kept().join(format!("{count}.db")), kept().join(format!("{count}.whole")));
    if !mark.exists() {
        println!("filling a database with {count} inspections …");
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", whole.display()));
        }
        block_on(fill(&format!("sqlite:{}", whole.display()), count));
        std::fs::write(mark, "").unwrap();
    }
    let folder = tempfile::tempdir_in(kept()).unwrap();
    let file = folder.path().join("mocgioi.db");
    std::fs::copy(&whole, &file).unwrap();
    Copy { url: format!("sqlite:{}", file.display()), folder }
}

async fn fill(url: &str, count: u64) {
    let store = Store::open(url, "bench").await.unwrap();
    let (writer, writing) = Writer::start(store.clone(), chance::salts());
    load_reference(&writer, &chance::clock()).await.unwrap();
    let (queue, mut receipts) = tokio::sync::mpsc::channel(AHEAD);
    let sending = {
        let (writer, synthetic) = (writer.clone(), Arc::new(Synthetic::new()));
        tokio::spawn(async move {
            for n in 0..count {
                queue.send(writer.enqueue(submission(&synthetic, n)).await.unwrap()).await.unwrap();
            }
        })
    };
    while let Some(next) = receipts.recv().await {
        let receipt = next.receipt().await.unwrap();
        assert!(matches!(receipt.outcome, Outcome::Accepted { .. }), "{receipt:?}");
    }
    sending.await.unwrap();
    drop(writer);
    writing.await.unwrap();
    store.close().await;
}

/// A synthetic inspection, put somewhere in [`WHERE`].
fn submission(synthetic: &Synthetic, n: u64) -> Submission {
    let mut record = synthetic.record(n);
    let [west, south, east, north] = WHERE;
    let mut chance = Chance(n ^ 0x6d6f_6367_696f_6900);
    let cut = |degrees: f64| (degrees * 1e7).round() / 1e7;
    let at = LonLat::new(cut(chance.between(west, east)), cut(chance.between(south, north))).unwrap();
    record.location.observed = Some(Observed { accuracy_m: Some(5.0), ..Observed::at(at, CRS84.to_owned()) });
    record.review = ReviewState::Approved;
    record.label = if n % 10 == 9 { Label::Internal } else { Label::Public };
    synthetic.placed(record)
}
