use super::*;
use crate::domain::hazard::Hazard;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn record(body: Body) -> Record {
    let (label, state) = (Label::Internal, ReviewState::Submitted);
    let id = "01932f5e-7c1a-7abc-8def-000000000001".parse().unwrap();
    let mut record = Record::new(id, at("2026-11-21T00:00:00Z"), label, state, Location::default(), body);
    (record.unit, record.event_at) = (Some("don-a".to_owned()), Some(at("2026-11-20T00:00:00Z")));
    record
}

fn hazard(severity: Severity) -> Record {
    let (title, kind) = (String::new(), HazardKind::Crack);
    let (cite, flags) = (Vec::new(), Vec::new());
    record(Body::Hazard(Hazard { title, kind, severity, object: None, note: None, cite, flags, source: None }))
}

fn rule() -> Record {
    let passing = Passing {
        kind: Passable::Hazard,
        min_severity: Some(Severity::High),
        conditions: Vec::new(),
        hazards: Vec::new(),
        incidents: Vec::new(),
    };
    let (from, until) = (Some(at("2026-11-01T00:00:00Z")), Some(at("2026-12-01T00:00:00Z")));
    let reason = "mùa mưa".to_owned();
    let passes = vec![passing];
    record(Body::ApprovalRule(ApprovalRule { passes, from, until, restricted: false, reason, by_account: true }))
}

fn covers(content: &Record) -> bool {
    Standing::of(&rule(), &[]).unwrap().covers(content, true)
}

#[test]
fn a_rule_covers_what_it_names_and_nothing_else() {
    assert!(covers(&hazard(Severity::High)) && covers(&hazard(Severity::Critical)));
    assert!(!covers(&hazard(Severity::Moderate)) && !covers(&hazard(Severity::Unknown)));
    let urgent = hazard(Severity::Critical);
    for other in [
        Record { review: ReviewState::Draft, ..urgent.clone() },
        Record { label: Label::Restricted, ..urgent.clone() },
        Record { unit: Some("don-b".to_owned()), ..urgent.clone() },
        Record { unit: None, ..urgent.clone() },
        Record { corrects: Some(Uuid::from_u128(1)), ..urgent.clone() },
        Record { event_at: None, ..urgent.clone() },
        Record { event_at: Some(at("2026-10-31T23:59:59Z")), ..urgent.clone() },
        Record { event_at: Some(at("2026-11-21T01:00:00Z")), ..urgent.clone() },
        Record {
            event_at: Some(at("2026-12-01T00:00:00Z")),
            received_at: at("2026-12-02T00:00:00Z"),
            ..urgent.clone()
        },
    ] {
        assert!(!covers(&other), "{other:?}");
    }
    assert!(!Standing::of(&rule(), &[]).unwrap().covers(&urgent, false), "nobody checked its unit");
}

#[test]
fn an_end_is_never_backwards() {
    let rule = rule();
    let end = |until: Option<&str>| {
        let until = until.map(at);
        record(Body::RuleEnd(RuleEnd { target: rule.id, until, reason: "hết mùa mưa".to_owned() }))
    };
    let until = |ends: &[Record]| Standing::of(&rule, ends).unwrap().until;
    let received = Some(at("2026-11-21T00:00:00Z"));
    assert_eq!(until(&[end(Some("2026-11-05T00:00:00Z"))]), received);
    assert_eq!(until(&[end(None), end(Some("2026-11-25T00:00:00Z"))]), received);
    assert_eq!(until(&[end(Some("2026-11-25T00:00:00Z"))]), Some(at("2026-11-25T00:00:00Z")));
    assert_eq!(until(&[]), Some(at("2026-12-01T00:00:00Z")));
}

#[test]
fn an_approval_has_the_id_of_what_it_approves() {
    let (rule, content) = (rule(), hazard(Severity::High));
    let standing = Standing::of(&rule, &[]).unwrap();
    let one = standing.approval(&content, &Digest::of(&[b"a"]), at("2026-11-21T00:00:00Z"));
    let later = standing.approval(&content, &Digest::of(&[b"a"]), at("2026-11-22T00:00:00Z"));
    assert_eq!((one.id, one.id.get_version_num()), (later.id, 7));
    assert_ne!(one.id, standing.approval(&content, &Digest::of(&[b"b"]), one.received_at).id);
    assert_eq!(&one.id.as_bytes()[..6], &content.id.as_bytes()[..6]);
}

#[test]
fn what_is_good_as_a_whole_and_bad_in_detail_is_not_good() {
    use crate::domain::inspection::{Details, Inspection, Mode, Part, PartFinding, PartState};

    let passing = Passing {
        kind: Passable::Inspection,
        min_severity: None,
        conditions: vec![Condition::Good],
        hazards: Vec::new(),
        incidents: Vec::new(),
    };
    let passes = |condition, details| {
        let (mode, notes, object) = (Mode::Unilateral, None, None);
        passing.covers(&Body::Inspection(Inspection { mode, condition, notes, details, object }))
    };
    let severe = |severity| Some(Details { severity: Some(severity), ..Details::default() });
    assert!(passes(Condition::Good, None) && passes(Condition::Good, severe(Severity::Low)));
    assert!(!passes(Condition::Damaged, None));
    assert!(
        !passes(Condition::Good, severe(Severity::Moderate)) && !passes(Condition::Good, severe(Severity::Critical))
    );
    assert!(!passes(Condition::Good, Some(Details { object_cracked: Some(true), ..Details::default() })));
    let parts = vec![PartFinding { part: Part::Base, state: PartState::Damaged }];
    assert!(!passes(Condition::Good, Some(Details { parts, ..Details::default() })));
}
