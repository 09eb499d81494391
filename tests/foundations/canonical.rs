//! Golden vectors. Computed by a separate program (Python: `struct`, `hashlib`, `unicodedata`) from the table at the
//! head of `src/domain/canonical.rs`, never by the code under test. They hold for ever: a vector that no longer fits
//! means that every digest made so far is void.

use std::collections::BTreeMap;

use mocgioi::domain::attachment::{Attachment, LARGEST_FILE, MediaType};
use mocgioi::domain::canonical::bytes;
use mocgioi::domain::chain::{Digest, FORMAT, Meta, Operation, content_digest, entry_hash, payload_digest};
use mocgioi::domain::inspection::Condition;
use mocgioi::domain::location::Referent;
use mocgioi::domain::record::{Body, Record};
use serde::Serialize;

use crate::make;

/// "Mốc quốc giới" with its marks as characters of their own.
const DECOMPOSED: &str = "Mo\u{302}\u{301}c quo\u{302}\u{301}c gio\u{31b}\u{301}i";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn of<T: Serialize + ?Sized>(value: &T) -> String {
    hex(&bytes(value).unwrap())
}

#[derive(Serialize)]
struct Seen {
    marker: &'static str,
    width_mm: f64,
    note: Option<&'static str>,
}

#[derive(Serialize)]
struct Nested {
    inner: Seen,
    list: Vec<Option<i64>>,
    unit: (),
}

#[derive(Serialize)]
struct Empty {}

#[derive(Serialize)]
struct Wrapped(&'static str);

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    Near(&'static str),
    Between { from: u16, to: u16, note: Option<&'static str> },
    Both(u8, u8),
}

#[derive(Serialize)]
struct Pair(u8, u8);

struct Bytes(&'static [u8]);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(self.0)
    }
}

const fn seen(note: Option<&'static str>) -> Seen {
    Seen { marker: "211", width_mm: 1.5, note }
}

#[test]
fn nothing_truth_and_numbers() {
    for (found, golden) in [
        (of(&None::<i64>), "00"),
        (of(&()), "00"),
        (of(&false), "01"),
        (of(&true), "02"),
        (of(&0_i64), "030000000000000000"),
        (of(&1_u16), "030000000000000001"),
        (of(&-1_i8), "03ffffffffffffffff"),
        (of(&255_u8), "0300000000000000ff"),
        (of(&u32::MAX), "0300000000ffffffff"),
        (of(&i64::MAX.unsigned_abs()), "037fffffffffffffff"),
        (of(&i64::MIN), "038000000000000000"),
        (of(&0.0), "040000000000000000"),
        (of(&-0.0), "040000000000000000"),
        (of(&1.5), "043ff8000000000000"),
        (of(&-0.1), "04bfb999999999999a"),
        (of(&102.143_919_17), "0440598935f8c01ab8"),
        (of(&5e-324), "040000000000000001"),
        (of(&0.5_f32), "043fe0000000000000"),
    ] {
        assert_eq!(found, golden);
    }
}

#[test]
fn text_is_composed_before_it_is_counted() {
    let golden = "05000000134de1bb9163207175e1bb9163206769e1bb9b69";
    assert_eq!(of("Mốc quốc giới"), golden);
    assert_eq!(of(DECOMPOSED), golden);
    assert_ne!(DECOMPOSED, "Mốc quốc giới", "the editor of this file has composed the text");
    assert_eq!(of(""), "0500000000");
    assert_eq!(of(&'ố'), "0500000003e1bb91");
    assert_eq!(of("a\0b"), "0500000003610062");
    assert_eq!(of("\u{212b}"), "0500000002c385", "the Ångström sign is Å");
    assert_eq!(of(&Wrapped("a\0b")), of("a\0b"), "a newtype is what it wraps");
    assert_eq!(of(&Some("x")), of("x"));
}

#[test]
fn bytes_lists_and_tuples() {
    assert_eq!(of(&Bytes(&[0x00, 0xff, 0x10])), "060000000300ff10");
    assert_eq!(of(&Bytes(&[])), "0600000000");
    assert_eq!(of(&Vec::<i64>::new()), "0700000000");
    assert_eq!(of(&[1, 2]), "0700000002030000000000000001030000000000000002");
    let nested = (vec![1], Vec::<i64>::new(), vec!["x"]);
    assert_eq!(of(&nested), "0700000003070000000103000000000000000107000000000700000001050000000178");
    assert_eq!(of(&[Some(1), None]), "070000000203000000000000000100", "none keeps its place in a list");
    assert_eq!(of(&(1, "a", true)), "070000000303000000000000000105000000016102");
}

#[test]
fn a_field_without_a_value_is_left_out_of_its_record() {
    let without = "0800000002000000066d61726b657205000000033231310000000877696474685f6d6d043ff8000000000000";
    let with = "0800000003000000066d61726b657205000000033231310000000877696474685f6d6d043ff8000000000000\
                000000046e6f746505000000056ee1bba974";
    assert_eq!(of(&seen(None)), without);
    assert_eq!(of(&seen(Some("nứt"))), with);
    assert_eq!(of(&Empty {}), "0800000000");
    let inner = Seen { marker: "", width_mm: -0.0, note: None };
    assert_eq!(
        of(&Nested { inner, list: vec![None], unit: () }),
        "080000000200000005696e6e65720800000002000000066d61726b657205000000000000000877696474685f6d6d\
         040000000000000000000000046c697374070000000100"
    );
}

#[test]
fn variants_carry_their_names() {
    assert_eq!(of(&Condition::AtRiskOfDamage), "050000001161745f7269736b5f6f665f64616d616765");
    assert_eq!(of(&Place::Near("211")), "09000000046e6561720500000003323131");
    assert_eq!(
        of(&Place::Between { from: 144, to: 145, note: None }),
        "09000000076265747765656e08000000020000000466726f6d03000000000000009000000002746f030000000000000091"
    );
}

#[test]
fn what_has_no_order_or_no_value_of_its_own_is_refused() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(bytes(&number).is_err(), "{number}");
        assert!(bytes(&vec![Some(Seen { marker: "", width_mm: number, note: None })]).is_err(), "{number} deep down");
    }
    assert!(bytes(&f32::NAN).is_err());
    assert!(bytes(&BTreeMap::from([("a", 1)])).is_err(), "a map");
    assert!(bytes(&serde_json::json!({ "a": 1 })).is_err(), "a JSON object is a map");
    assert!(bytes(&(1_u64 << 63)).is_err());
    assert!(bytes(&Pair(1, 2)).is_err());
    assert!(bytes(&Place::Both(1, 2)).is_err());
}

/// The bytes of [`record`], a hundred digits a line.
const RECORD: [&str; 13] = [
    "080000000f000000026964050000002430313933326635652d376331612d376162632d386465662d30303030303030303032",
    "313100000004666f726d03000000000000000100000003726576030000000000000001000000086576656e745f6174050000",
    "0018323032362d31312d32305430313a33303a30302e3235305a0000000b72656365697665645f6174050000001832303236",
    "2d31312d32325430383a30303a30302e3030305a00000007736b65775f6d7303fffffffffffffa2400000006646576696365",
    "05000000066dc3a179203700000006706572736f6e050000000348c3a000000004756e69740500000008c490e1bb936e2031",
    "000000056c6162656c0500000008696e7465726e616c0000000672657669657705000000097375626d697474656400000004",
    "6c696e650500000005564e2d4c41000000086c6f636174696f6e0800000002000000087265666572656e74090000000b6e65",
    "61725f6d61726b65720500000009564e2d4c413a323131000000086f62736572766564080000000300000008706f73697469",
    "6f6e070000000204405a5000000000000440328000000000000000000a61636375726163795f6d0440120000000000000000",
    "000363727305000000094f47433a435253383400000008636f727265637473050000002430313933326635652d376331612d",
    "376162632d386465662d30303030303030303030303700000004626f647908000000040000000474797065050000000a696e",
    "7370656374696f6e000000046d6f6465050000000a756e696c61746572616c00000009636f6e646974696f6e050000001161",
    "745f7269736b5f6f665f64616d616765000000056e6f74657305000000134de1bb9163207175e1bb9163206769e1bb9b69",
];

fn record() -> Record {
    let mut record = make::rewritten(0x211, DECOMPOSED);
    record.import_id = None;
    record.location.referent = Some(Referent::NearMarker("VN-LA:211".parse().unwrap()));
    if let Some(observed) = &mut record.location.observed {
        observed.accuracy_m = Some(4.5);
    }
    if let Body::Inspection(inspection) = &mut record.body {
        inspection.condition = Condition::AtRiskOfDamage;
    }
    record
}

const SALT: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const PAYLOAD: &str = "96b0f132875448b19db3f146cd32e0afa122e3a6867ab67aa173773b8365ea1a";

#[test]
fn a_whole_record_has_the_bytes_and_digests_written_down_here() {
    let record = record();
    assert_eq!(of(&record), RECORD.concat());
    assert_eq!(payload_digest(&SALT, &record).unwrap().to_string(), PAYLOAD);
    let content = "312ebee6bcad86e4895604f1430c138e7ebffb7b7b8eb1dcefe19b0728993b19";
    assert_eq!(content_digest(&record).unwrap().to_string(), content);
}

/// The bytes of a manifest of two files, a hundred digits a line.
const MANIFEST: [&str; 7] = [
    "0700000002080000000500000006736861323536050000004039663836643038313838346337643635396132666561613063",
    "3535616430313561336266346631623262306238323263643135643663313562306630306130380000000562797465730300",
    "000000000000040000000a6d656469615f74797065050000000a696d6167652f6a706567000000046e616d65050000000f63",
    "68c3a26e206de1bb91632e6a70670000000874616b656e5f61740500000018323032362d31312d32305430313a33313a3030",
    "2e3030305a080000000300000006736861323536050000004065336230633434323938666331633134396166626634633839",
    "3936666239323432376165343165343634396239333463613439353939316237383532623835350000000562797465730300",
    "000000200000000000000a6d656469615f74797065050000000f6170706c69636174696f6e2f706466",
];

#[test]
fn a_record_with_files_has_the_bytes_and_digests_written_down_here() {
    let mut record = record();
    let file = |sha256: &[u8], bytes, media_type| Attachment {
        sha256: Digest::of(&[sha256]),
        bytes,
        media_type,
        name: None,
        taken_at: None,
    };
    let photo = Attachment {
        name: Some("cha\u{302}n mo\u{302}\u{301}c.jpg".to_owned()),
        taken_at: Some(make::instant("2026-11-20T01:31:00Z")),
        ..file(b"test", 4, MediaType::Jpeg)
    };
    record.attachments = vec![photo, file(b"", LARGEST_FILE, MediaType::Pdf)];
    assert_eq!(of(&record.attachments), MANIFEST.concat());
    let payload = "ee4d308871970904b0afd86425772eca4d1f5e875d16f3bf0b512ca5562c6410";
    assert_eq!(payload_digest(&SALT, &record).unwrap().to_string(), payload);
    let content = "f75c5935bb4412c82e4f65b8c798fbc2ec77409775487af14effef59ad18c69d";
    assert_eq!(content_digest(&record).unwrap().to_string(), content);
    // Without any it is what it was before there were any.
    record.attachments.clear();
    assert_eq!(payload_digest(&SALT, &record).unwrap().to_string(), PAYLOAD);
}

#[test]
fn entries_have_the_hashes_written_down_here() {
    let record = record();
    let payload = payload_digest(&SALT, &record).unwrap();
    let mut meta = Meta {
        at: record.received_at,
        operation: Operation::Add,
        record: record.id,
        rev: 1,
        actor: "field".to_owned(),
    };
    assert_eq!(
        of(&meta),
        "08000000050000000261740500000018323032362d31312d32325430383a30303a30302e3030305a000000096f7065726174696f\
         6e0500000003616464000000067265636f7264050000002430313933326635652d376331612d376162632d386465662d30303030\
         303030303032313100000003726576030000000000000001000000056163746f7205000000056669656c64"
    );
    let first = entry_hash(&Digest::ZERO, 1, FORMAT, &meta, &payload).unwrap();
    assert_eq!(first.to_string(), "1ef052c8b2c780f81f579a49857dadbbb7f8fe2274af005ab6f60ec3e415f487");
    (meta.operation, meta.actor) = (Operation::Contend, "loader".to_owned());
    let second = entry_hash(&first, 2, FORMAT, &meta, &payload).unwrap();
    assert_eq!(second.to_string(), "c2d8077144c98fbe5c26689116842f90081078d50b980e6c1deb8094aa4b891d");
}
