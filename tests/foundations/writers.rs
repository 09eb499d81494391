//! The task that writes: batches, replays, several of them on one database, and how it ends.

use std::collections::{BTreeMap, BTreeSet};

use mocgioi::domain::record::Record;
use mocgioi::store::writer::Outcome::{Accepted, Contended, Duplicate, Erased, KeyTaken};
use mocgioi::store::writer::{Receipt, Writer};
use mocgioi::store::{Store, StoreError};
use uuid::Uuid;

use crate::make::{self, inspection, marker, rewritten, submission};
use crate::raw::Raw;
use crate::support::{Database, ENGINES, Engine, block_on};

/// The answers to records that were put in the queue one after the other, without waiting.
async fn answers(writer: &Writer, records: Vec<Record>) -> Vec<Result<Receipt, StoreError>> {
    let mut waiting = Vec::new();
    for record in records {
        waiting.push(writer.enqueue(submission(record)).await.unwrap());
    }
    let mut answers = Vec::new();
    for pending in waiting {
        answers.push(pending.receipt().await);
    }
    answers
}

fn seqs(answers: &[Result<Receipt, StoreError>]) -> Vec<Option<i64>> {
    let seq = |receipt: &Receipt| match receipt.outcome {
        Accepted { seq } | Duplicate { seq } | Contended { seq } => Some(seq),
        KeyTaken | Erased { .. } => None,
    };
    answers.iter().map(|answer| answer.as_ref().ok().and_then(seq)).collect()
}

/// A record that the database refuses, not the program: a text with NUL, or what a trigger forbids.
async fn refused_by(engine: Engine, raw: &mut Raw, n: u64) -> Record {
    if engine == Engine::Sqlite {
        raw.run(
            "CREATE TRIGGER IF NOT EXISTS refuse BEFORE INSERT ON record WHEN NEW.device LIKE '%hỏng%' \
             BEGIN SELECT RAISE(ABORT, 'refused'); END",
        )
        .await;
    }
    Record { device: Some("hỏng\0".to_owned()), ..inspection(n) }
}

#[test]
fn one_bad_record_takes_no_other_with_it() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            let mut raw = Raw::open(&database).await;
            let bad = refused_by(engine, &mut raw, 3).await;
            // Refused by the program: this number has no canonical bytes.
            let mut worse = inspection(5);
            if let Some(observed) = &mut worse.location.observed {
                observed.accuracy_m = Some(f64::NAN);
            }
            let (writer, _task) = Writer::start(store.clone(), make::salts());
            let batch = [inspection(1), inspection(2), bad, inspection(4), worse, inspection(1), rewritten(2, "khác")];
            let answers = answers(&writer, batch.to_vec()).await;
            assert_eq!(seqs(&answers), [Some(1), Some(2), None, Some(3), None, Some(1), Some(2)], "{engine:?}");
            assert!(matches!(&answers[2], Err(StoreError::Refused(_))), "{engine:?}: {:?}", answers[2]);
            assert!(matches!(&answers[4], Err(StoreError::NotCanonical(_))), "{engine:?}: {:?}", answers[4]);
            if engine == Engine::Sqlite {
                // Verifying would name it.
                raw.run("DROP TRIGGER refuse").await;
            }
            let verified = store.verify_chain().await.unwrap();
            assert_eq!((verified.entries, verified.records, verified.contenders), (4, 3, 1), "{engine:?}: no gap");
            store.close().await;
        });
    }
}

#[test]
fn records_are_numbered_in_the_order_in_which_they_were_enqueued() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            let (writer, _task) = Writer::start(store.clone(), make::salts());
            // Ids in another order than the queue, and more than one batch of them.
            let records: Vec<_> = (1..=1_200).map(|n| inspection(n * 7 % 1_201)).collect();
            let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
            let answers = answers(&writer, records).await;
            assert_eq!(seqs(&answers), (1..=1_200).map(Some).collect::<Vec<_>>(), "{engine:?}");
            assert!(answers.iter().flatten().all(|receipt| receipt.epoch == make::EPOCH));
            let in_log = store.changes_after(0, 2_000).await.unwrap();
            assert_eq!(in_log.iter().map(|change| change.entry.meta.record).collect::<Vec<_>>(), ids, "{engine:?}");
            assert_eq!(*writer.written().borrow(), 1_200, "{engine:?}");
            store.close().await;
        });
    }
}

/// Submits from one "process": half in the queue at once, half waiting for each answer.
async fn process(store: Store, own: u64) -> Vec<(Uuid, i64)> {
    let (writer, task) = Writer::start(store, make::salts());
    // 40 records of its own, then 20 that the other process has, too.
    let mut records: Vec<_> = (1..=40).map(|n| inspection(own + n)).chain((1..=20).map(inspection)).collect();
    let singly = records.split_off(30);
    let mut answers = answers(&writer, records.clone()).await;
    for record in &singly {
        answers.push(writer.submit(submission(record.clone())).await);
    }
    answers.push(writer.submit(submission(marker(own, "VN-LA:211"))).await);
    drop(writer);
    task.await.unwrap();
    let numbered = answers.into_iter().map(Result::unwrap).filter_map(|receipt| match receipt.outcome {
        Accepted { seq } | Duplicate { seq } => Some((receipt.id, seq)),
        _ => None,
    });
    numbered.collect()
}

#[test]
fn two_writers_on_one_database_give_every_number_once() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            // Each with connections of its own, as two programs have them.
            let (one, other) = (make::open(&database).await, make::open(&database).await);
            let running = [tokio::spawn(process(one.clone(), 100)), tokio::spawn(process(other.clone(), 200))];
            let mut by_id = BTreeMap::new();
            for answers in running {
                for (id, seq) in answers.await.unwrap() {
                    assert_eq!(*by_id.entry(id).or_insert(seq), seq, "{engine:?}: both have the same number for {id}");
                }
            }
            // 2 × 40 of their own, 20 in common, and the marker of whoever was first.
            assert_eq!(by_id.len(), 101, "{engine:?}");
            let numbers: BTreeSet<i64> = by_id.values().copied().collect();
            assert_eq!(numbers, (1..=101).collect(), "{engine:?}: no gap, no number twice");
            let verified = other.verify_chain().await.unwrap();
            assert_eq!((verified.entries, verified.records), (101, 101), "{engine:?}");
            for (id, seq) in by_id {
                let change = one.changes_after(seq - 1, 1).await.unwrap().remove(0);
                assert_eq!(change.record().unwrap().id, id, "{engine:?}: the receipt of {seq}");
            }
            one.close().await;
            other.close().await;
        });
    }
}

#[test]
fn what_was_enqueued_is_stored_although_whoever_sent_it_has_gone() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            let (writer, task) = Writer::start(store.clone(), make::salts());
            for n in 1..=700 {
                drop(writer.enqueue(submission(inspection(n))).await.unwrap());
            }
            // No handle is left: the task writes what is queued, then ends.
            drop(writer);
            task.await.unwrap();
            assert_eq!(store.verify_chain().await.unwrap().records, 700, "{engine:?}");
            store.close().await;
        });
    }
}

#[test]
fn without_a_writer_or_without_salt_nothing_is_stored_and_the_sender_is_told() {
    let database = Database::new(Engine::Sqlite);
    block_on(async {
        let store = make::open(&database).await;
        let (writer, task) = Writer::start(store.clone(), make::salts());
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        let answer = writer.submit(submission(inspection(1))).await;
        assert!(matches!(answer, Err(StoreError::WriterStopped)), "{answer:?}");

        // Randomness for two records, then none.
        let mut left = 2_u8;
        let salts = Box::new(move || {
            left = left.checked_sub(1)?;
            Some([left; 16])
        });
        let (writer, _task) = Writer::start(store.clone(), salts);
        for n in 1..=2 {
            writer.submit(submission(inspection(n))).await.unwrap();
        }
        let answer = writer.submit(submission(inspection(3))).await;
        assert!(matches!(answer, Err(StoreError::NoSalt)), "{answer:?}");
        assert_eq!(store.verify_chain().await.unwrap().records, 2);
        store.close().await;
    });
}

#[test]
fn a_database_that_is_gone_is_an_answer_and_not_a_silence() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            let (writer, _task) = Writer::start(store.clone(), make::salts());
            store.close().await;
            for answer in answers(&writer, vec![inspection(1), inspection(2)]).await {
                assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{engine:?}: {answer:?}");
            }
        });
    }
}

/// The open handle would go on writing into a file that no restart finds.
#[test]
fn nothing_is_acknowledged_into_a_file_that_was_replaced_or_removed() {
    for replaced in [true, false] {
        let database = Database::new(Engine::Sqlite);
        let path = std::path::PathBuf::from(database.url.trim_start_matches("sqlite:"));
        block_on(async {
            let store = make::open(&database).await;
            let (writer, _task) = Writer::start(store.clone(), make::salts());
            assert_eq!(seqs(&answers(&writer, vec![inspection(1)]).await), [Some(1)]);
            if replaced {
                let copy = path.with_extension("copy");
                std::fs::copy(&path, &copy).unwrap();
                std::fs::rename(copy, &path).unwrap();
            } else {
                std::fs::remove_file(&path).unwrap();
            }
            let answer = answers(&writer, vec![inspection(2)]).await.remove(0);
            assert!(matches!(answer, Err(StoreError::Unavailable(_))), "replaced {replaced}: {answer:?}");
            store.close().await;
        });
    }
}
