//! Texts that carry the mark of a state secret are refused at every door, and ordinary ones at none.

use mocgioi::domain::chain::content_digest;
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::secrecy::mark;
use mocgioi::store::StoreError;
use mocgioi::store::staging::StagedRow;
use mocgioi::store::writer::Writer;

use crate::desk::{Desk, mocgioi};
use crate::make::{self, inspection, marker, submission};
use crate::support::{self, Database, ENGINES, Engine, Server, block_on};

const MARK: &str = "văn bản T U Y Ệ T - M Ậ T";

/// Records with a mark in one text each, and the field that carries it.
fn marked() -> Vec<(Record, &'static str)> {
    let with = |change: fn(&mut Record)| {
        let mut record = inspection(1);
        change(&mut record);
        record
    };
    let mut described = marker(2, "VN-LA:211");
    if let Body::Marker(marker) = &mut described.body {
        marker.description = Some(MARK.to_owned());
    }
    let mut told = marker(3, "VN-LA:212");
    if let Body::Marker(marker) = &mut told.body {
        MARK.clone_into(&mut marker.source);
    }
    vec![
        (make::rewritten(1, MARK), "body/notes"),
        (with(|record| record.person = Some(MARK.to_owned())), "person"),
        (with(|record| record.unit = Some(MARK.to_owned())), "unit"),
        (with(|record| record.device = Some(MARK.to_owned())), "device"),
        (with(|record| record.key = Some(MARK.to_owned())), "key"),
        (described, "body/description"),
        (told, "body/source"),
    ]
}

#[test]
fn no_record_with_a_mark_in_any_of_its_texts_comes_into_the_store_by_whatever_door() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            let (writer, task) = Writer::start(store.clone(), make::salts());
            // A good one beside each, in the same transaction.
            for (n, (record, field)) in (100..).zip(marked()) {
                let content = content_digest(&record).unwrap();
                let staged = StagedRow::new(&record, &content, 1, None, [1; 16]).map(|_| ());
                let sent = writer.enqueue(submission(record)).await.unwrap();
                writer.submit(submission(inspection(n))).await.expect("the one beside it is taken");
                for refused in [sent.receipt().await.map(|_| ()), staged] {
                    let Err(StoreError::Secret(carried)) = refused else { panic!("{engine:?}: {field}: {refused:?}") };
                    assert_eq!((carried.field.as_str(), carried.mark), (field, "Tuyệt mật"), "{engine:?}");
                }
            }
            let verified = store.verify_chain().await.unwrap();
            assert_eq!((verified.entries, verified.records), (7, 7), "{engine:?}: nothing of the others is stored");
            drop(writer);
            task.await.unwrap();
            store.close().await;
        });
    }
}

#[test]
fn whoever_sends_one_is_told_which_field_and_which_mark() {
    let server = Server::start(&Database::new(Engine::Sqlite));
    for field in ["notes", "device", "person", "unit"] {
        let mut sent = support::inspection(1);
        sent[field] = MARK.into();
        let answer = server.post("/api/v1/markers/VN-LA:192/inspections", &sent);
        support::refused(&answer, 422, "invalid_record");
        let fault = answer.json()["errors"][0].clone();
        assert_eq!(
            (&fault["pointer"], &fault["code"]),
            (&format!("/{field}").into(), &"secrecy_mark".into()),
            "{fault}"
        );
    }
    let sent = support::post(
        &format!("{}/api/v1/imports?layer=markers&name=TUYET-MAT.csv", server.base),
        "text/csv",
        b"key,lon,lat\n",
    );
    assert!(sent.status >= 400 && sent.text().contains("secrecy_mark"), "{}", sent.text());
}

#[test]
fn neither_do_words_at_the_console() {
    let desk = Desk::new(Engine::Sqlite);
    block_on(async { desk.store().await.close().await });
    let (url, folder) = (desk.database.url.as_str(), desk.folder.path().to_str().unwrap());
    let id = support::id(1);
    let erase = ["audit", "erase", &id, "--reason", "theo công văn TỐI MẬT", "--database", url, "--data-dir", folder];
    let undo = ["import", "--undo", &id, "--reason", "theo công văn TỐI MẬT", "--database", url];
    for arguments in [&erase[..], &undo[..]] {
        let said = mocgioi(arguments);
        assert!(said.code == 2 && said.err.contains("Tối mật"), "{arguments:?}: {said:?}");
    }
}

/// The program's own data are ordinary: none of it may ever be refused.
#[test]
fn the_documents_and_the_register_are_ordinary() {
    let mut folders = vec![std::path::PathBuf::from("seeds"), std::path::PathBuf::from("data")];
    let mut looked = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            for line in text.lines() {
                assert_eq!(mark(line), None, "{}: {line}", path.display());
            }
            assert_eq!(mark(&text), None, "{}", path.display());
            looked += text.lines().count();
        }
    }
    assert!(looked > 1_000, "only {looked} lines");
}
