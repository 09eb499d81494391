//! Files that break a rule are refused, with the file and the record.

use super::*;
use crate::exchange::reference;

const DOCUMENT: SeedFile = SeedFile {
    path: "000/document.toml",
    text: "id = '000'\ntitle = 't'\nissuer = 'i'\nnumber = ''\ndate_words = ''\ndate = '2025-07-10'\ndate_note = 'n'\n\
           province = 'p'\nline = 'VN-LA'\nfile = 'documents/x.txt'\nstatus = 's'\nflags = []\n",
};
const RULE: &str = "[[rule]]\nkey = 'rule-1'\ntitle = 't'\nsubject = 'patrol'\ninterval = 'none'\n";

fn read_file(path: &'static str, text: String) -> Result<Vec<Seed>, String> {
    let lines = reference::lines().unwrap();
    read(&[DOCUMENT, SeedFile { path, text: text.leak() }], &lines).map_err(|fault| fault.to_string())
}

fn refused(text: String) -> String {
    read_file("000/rule.toml", text).unwrap_err()
}

#[test]
fn a_record_gets_its_source_its_line_and_an_id_from_its_document() {
    let seeds = read_file("000/rule.toml", RULE.to_owned()).unwrap();
    let [seed] = seeds.as_slice() else { panic!("one record") };
    let Body::Rule(rule) = &seed.body else { panic!("a rule") };
    let source = rule.source.as_ref().unwrap();
    assert_eq!((source.document.as_str(), source.key.as_str(), source.title.as_str()), ("000", "rule-1", "i: t"));
    assert_eq!(source.province.as_deref(), Some("p"));
    assert_eq!(seed.line, Some("VN-LA".parse().unwrap()));
    assert_eq!(seed.id, record_id("seed", "2025-07-10".parse().unwrap(), &["000", "rule", "rule-1"]));
}

#[test]
fn a_place_outranks_the_line_of_the_document() {
    let text = RULE.to_owned() + "place = { marker = 'VN-CN 211' }\n";
    let seeds = read_file("000/rule.toml", text).unwrap();
    assert_eq!(seeds[0].line, Some("VN-CN".parse().unwrap()));
}

#[test]
fn an_unknown_field_is_refused() {
    let fault = refused(RULE.to_owned() + "severity = 'low'\n");
    assert!(fault.starts_with("seeds/000/rule.toml: record `rule-1`: unknown field `severity`"), "{fault}");
}

#[test]
fn a_record_can_not_bring_its_own_source() {
    assert!(refused(RULE.to_owned() + "source = { document = '001' }\n").contains("source comes from"));
}

#[test]
fn a_key_is_there_well_formed_and_unique_in_the_document() {
    assert!(refused(RULE.replace("key = 'rule-1'\n", "")).contains("record `number 1`: no key"));
    for key in ["", "Rule", "rule--1", "-rule", "luật"] {
        assert!(refused(RULE.replace("rule-1", key)).contains("a key is written in"), "{key}");
    }
    assert!(refused(RULE.to_owned() + RULE).contains("`rule-1`: the key occurs twice"));
    let lines = reference::lines().unwrap();
    let rule = SeedFile { path: "000/rule.toml", text: RULE };
    let hazard = "[[hazard]]\nkey = 'rule-1'\ntitle = 't'\nkind = 'crack'\nseverity = 'unknown'\n";
    let fault = read(&[DOCUMENT, rule, SeedFile { path: "000/hazard.toml", text: hazard }], &lines).unwrap_err();
    assert!(fault.to_string().contains("hazard.toml: record `rule-1`: the key occurs twice"), "{fault}");
}

#[test]
fn a_place_that_can_not_be_read_names_the_record() {
    let fault = refused(RULE.to_owned() + "place = { segment = '145-144' }\n");
    assert!(fault.starts_with("seeds/000/rule.toml: record `rule-1`: "), "{fault}");
}

#[test]
fn a_file_holds_the_kind_it_is_named_after() {
    let wrong = "seeds/000/duty.toml: holds something else than [[duty]]";
    assert_eq!(read_file("000/duty.toml", RULE.to_owned()).unwrap_err(), wrong);
    let both = RULE.to_owned() + "[[duty]]\nkey = 'd'\n";
    assert!(refused(both).contains("holds something else than [[rule]]"));
}

#[test]
fn a_folder_without_its_document_is_refused() {
    let fault = read_file("009/rule.toml", RULE.to_owned()).unwrap_err();
    assert_eq!(fault, "seeds/009/document.toml: not among the embedded files");
}
