//! What a submission gets, and what can be read afterwards. The same on both engines.

use mocgioi::domain::access::Label;
use mocgioi::domain::chain::{Digest, Operation};
use mocgioi::domain::location::{Location, Referent};
use mocgioi::domain::record::{Body, Record};
use mocgioi::store::Store;
use mocgioi::store::writer::Outcome::{Accepted, Contended, Duplicate, KeyTaken};

use crate::make::{self, inspection, instant, marker, outcomes, rewritten, write};
use crate::raw::Raw;
use crate::support::{Database, ENGINES, Engine, block_on};

/// Runs a test on a new, open database of each engine.
fn on_both<F: Future<Output = ()>>(test: impl Fn(Engine, Store, Raw) -> F) {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            test(engine, store.clone(), Raw::open(&database).await).await;
            let found = store.verify_chain().await;
            assert!(found.is_ok(), "{engine:?}: {found:?}");
            store.close().await;
        });
    }
}

async fn last(store: &Store) -> i64 {
    store.log_head().await.unwrap().seq
}

#[test]
fn the_same_content_is_stored_once_and_another_is_kept_beside_it() {
    on_both(|engine, store, _| async move {
        let receipts = write(&store, vec![inspection(1), inspection(2)]).await;
        assert_eq!(outcomes(&receipts), [Accepted { seq: 1 }, Accepted { seq: 2 }], "{engine:?}");
        assert_eq!((receipts[1].id, receipts[1].epoch.as_str()), (make::id(2), make::EPOCH));

        // What the receiver adds is no part of the content.
        let mut again = inspection(2);
        again.received_at = again.received_at.plus_millis(60_000);
        again.label = Label::Public;
        (again.skew_ms, again.import_id) = (None, None);
        let receipts = write(&store, vec![again, inspection(1)]).await;
        assert_eq!(outcomes(&receipts), [Duplicate { seq: 2 }, Duplicate { seq: 1 }], "{engine:?}");
        assert_eq!(receipts[0].epoch, make::EPOCH);
        assert_eq!(last(&store).await, 2, "{engine:?}: a duplicate leaves no trace");

        let other = rewritten(1, "nghiêng");
        assert_eq!(outcomes(&write(&store, vec![other.clone()]).await), [Contended { seq: 1 }], "{engine:?}");
        assert_eq!(last(&store).await, 3, "{engine:?}: a contender is kept, and says so in the log");
        assert_eq!(outcomes(&write(&store, vec![other]).await), [Contended { seq: 1 }], "{engine:?}");
        assert_eq!(last(&store).await, 3, "{engine:?}: it is kept once");
        assert_eq!(outcomes(&write(&store, vec![inspection(1)]).await), [Duplicate { seq: 1 }], "{engine:?}");
    });
}

#[test]
fn whatever_the_maker_asserts_is_content() {
    on_both(|engine, store, mut raw| async move {
        write(&store, vec![inspection(1)]).await;
        let changes: [fn(&mut Record); 9] = [
            |record| record.form = 2,
            |record| record.key = Some("VN-LA:1".to_owned()),
            |record| record.event_at = Some(instant("2026-11-20T01:30:00.251Z")),
            |record| record.device = None,
            |record| record.person = Some("Hải".to_owned()),
            |record| record.unit = Some("Đồn 2".to_owned()),
            |record| record.location = Location::at(Referent::Marker("VN-LA:211".parse().unwrap())),
            |record| record.corrects = Some(make::id(9)),
            |record| {
                if let Body::Inspection(inspection) = &mut record.body {
                    inspection.notes = None;
                }
            },
        ];
        for (n, change) in changes.into_iter().enumerate() {
            let mut record = inspection(1);
            change(&mut record);
            assert_eq!(outcomes(&write(&store, vec![record]).await), [Contended { seq: 1 }], "{engine:?}: change {n}");
        }
        assert_eq!(raw.number("SELECT COUNT(*) FROM contender").await, 9, "{engine:?}");
        assert_eq!(raw.number("SELECT COUNT(*) FROM record").await, 1, "{engine:?}");
    });
}

#[test]
fn a_key_belongs_to_one_record_of_its_type() {
    on_both(|engine, store, _| async move {
        write(&store, vec![marker(1, "VN-LA:211")]).await;
        let receipts = write(&store, vec![marker(2, "VN-LA:211"), marker(3, "VN-LA:212")]).await;
        assert_eq!(outcomes(&receipts), [KeyTaken, Accepted { seq: 2 }], "{engine:?}: no number is lost on a refusal");
        assert_eq!(last(&store).await, 2);
        // The one that lost its key to another may still come under another key.
        assert_eq!(outcomes(&write(&store, vec![marker(2, "VN-LA:213")]).await), [Accepted { seq: 3 }], "{engine:?}");
    });
}

#[test]
fn within_one_batch_it_is_the_same() {
    on_both(|engine, store, _| async move {
        let batch = vec![
            inspection(1),
            inspection(1),
            rewritten(1, "nghiêng"),
            rewritten(1, "nghiêng"),
            marker(2, "VN-LA:211"),
            marker(3, "VN-LA:211"),
            marker(2, "VN-LA:211"),
            inspection(4),
        ];
        let expected = [
            Accepted { seq: 1 },
            Duplicate { seq: 1 },
            Contended { seq: 1 },
            Contended { seq: 1 },
            Accepted { seq: 2 },
            KeyTaken,
            Duplicate { seq: 2 },
            Accepted { seq: 3 },
        ];
        assert_eq!(outcomes(&write(&store, batch.clone()).await), expected, "{engine:?}");
        assert_eq!(last(&store).await, 4, "{engine:?}: three records and a contender");

        // The first record of an id falls out because its key is taken; the second goes in and is the one in the log.
        let batch = vec![marker(5, "VN-LA:211"), marker(5, "VN-LA:212"), inspection(6)];
        let expected = [Contended { seq: 5 }, Accepted { seq: 5 }, Accepted { seq: 6 }];
        assert_eq!(outcomes(&write(&store, batch).await), expected, "{engine:?}");
        let change = store.changes_after(4, 1).await.unwrap().remove(0);
        assert_eq!(change.record().unwrap().key.as_deref(), Some("VN-LA:212"), "{engine:?}");
        assert_eq!(outcomes(&write(&store, Vec::new()).await), [], "{engine:?}: nothing comes of nothing");
    });
}

#[test]
fn what_is_read_is_what_was_written() {
    on_both(|engine, store, _| async move {
        let mut odd = inspection(2);
        (odd.skew_ms, odd.event_at, odd.unit) = (Some(i64::MIN), Some(instant("1900-01-01T00:00:00Z")), None);
        (odd.person, odd.device) = (Some("Ha\u{300} 🧭 \u{1}\u{7f}".to_owned()), Some(String::new()));
        if let Some(observed) = &mut odd.location.observed {
            observed.accuracy_m = Some(5e-324);
        }
        let nowhere = Record { location: Location::default(), line: None, ..rewritten(3, &"dài ".repeat(20_000)) };
        let records = [inspection(1), odd, nowhere, marker(4, "VN-CN:1088_2")];
        write(&store, records.to_vec()).await;
        write(&store, vec![rewritten(1, "khác")]).await;
        let changes = store.changes_after(0, 100).await.unwrap();
        let read: Vec<_> = changes.iter().filter_map(|change| change.record().cloned()).collect();
        assert_eq!(read, records, "{engine:?}");
        let last = &changes[4];
        assert!(last.record().is_none(), "{engine:?}: a contender adds no record");
        let meta = &last.entry.meta;
        assert_eq!((meta.operation, meta.record, meta.actor.as_str()), (Operation::Contend, make::id(1), "field"));
        assert_eq!(
            (changes[0].written[0].order_key, changes[0].entry.meta.at),
            (41, records[0].received_at),
            "{engine:?}"
        );
    });
}

#[test]
fn changes_come_in_pages_and_hashes_by_number() {
    on_both(|engine, store, _| async move {
        write(&store, (1..=7).map(inspection).collect()).await;
        let (mut after, mut pages, mut hashes) = (0, Vec::new(), vec![Digest::ZERO]);
        loop {
            let page = store.changes_after(after, 3).await.unwrap();
            let Some(end) = page.last() else { break };
            after = end.entry.seq;
            pages.push(page.len());
            hashes.extend(page.iter().map(|change| change.entry.hash));
        }
        assert_eq!((pages, after), (vec![3, 3, 1], 7), "{engine:?}");
        for (seq, hash) in (0..).zip(hashes) {
            assert_eq!(store.log_hash_at(seq).await.unwrap(), Some(hash), "{engine:?}: {seq}");
        }
        assert_eq!(store.log_hash_at(8).await.unwrap(), None, "{engine:?}");
        assert!(store.changes_after(7, 3).await.unwrap().is_empty(), "{engine:?}");
    });
}

#[test]
fn places_are_written_with_the_records_that_are_new() {
    on_both(|engine, store, mut raw| async move {
        let place = make::placement();
        let with_place = |record| {
            let placement = Some(place.clone());
            mocgioi::store::writer::Submission { placement, ..make::submission(record) }
        };
        let batch = [inspection(1), inspection(2), inspection(1), rewritten(2, "khác")].map(with_place);
        store.write_together(&batch, &mut make::salts()).await.unwrap();
        store.write_together(&batch, &mut make::salts()).await.unwrap();
        let columns = "line, line_version, method, to_m, lon, lat FROM placement";
        let found =
            raw.rows::<(String, String, String, f64, f64, f64)>(&format!("SELECT {columns} ORDER BY record_id")).await;
        let one = ("VN-LA".to_owned(), "sketch".to_owned(), "observed".to_owned(), 12.5, 105.25, 18.5);
        assert_eq!(found, [one.clone(), one], "{engine:?}");
        let empty = "SELECT COUNT(*) FROM placement WHERE from_m IS NULL AND accuracy_m IS NULL";
        assert_eq!(raw.number(empty).await, 2, "{engine:?}");
        if engine == Engine::Postgres {
            let geometry = "SELECT ST_X(geom), ST_Y(geom), ST_SRID(geom) FROM placement";
            assert_eq!(raw.rows::<(f64, f64, i32)>(&format!("{geometry} LIMIT 1")).await, [(105.25, 18.5, 4326)]);
        }
    });
}
