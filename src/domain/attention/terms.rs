//! The terms of the score, one function each: points, records and reasons.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::facts::{Facts, HazardFact, Trend};
use super::method::{Share, Weights};
use super::words::{inspected, kind_of_warning_vi, severity_vi, trend_vi};
use super::{Reason, Term};
use crate::domain::findings::InspectionFact;
use crate::domain::inspection_due::InspectionState;
use crate::domain::source::{Cite, Source};
use crate::domain::threshold::Watched;
use crate::domain::time::CivilDay;
use crate::domain::warning::WarningKind;

impl Term {
    const fn new(name: &'static str) -> Self {
        Self { name, tenths: 0, records: Vec::new(), reasons: Vec::new() }
    }

    fn name_record(&mut self, record: Uuid) {
        if !self.records.contains(&record) {
            self.records.push(record);
        }
    }

    /// None where it names nothing.
    fn said(self) -> Option<Self> {
        (!self.records.is_empty()).then_some(self)
    }
}

pub(super) fn hazards(facts: &Facts, weights: &Weights) -> Option<Term> {
    let mut term = Term::new("hazards");
    for fact in &facts.hazards {
        let tenths = hazard_tenths(fact, weights);
        // One that lies beyond reach says nothing about this segment.
        if tenths == 0 && fact.along_m > 0.0 {
            continue;
        }
        term.tenths += tenths;
        term.name_record(fact.record);
        let told = &fact.told;
        let mut text = format!("{} ({}; mức độ: {})", told.title, told.place, severity_vi(fact.severity));
        if fact.along_m > 0.0 {
            text = format!("{text}; cách đầu đoạn {:.0} m", fact.along_m);
        }
        if let Some(across) = fact.across_m {
            text = format!("{text}; cách đường biên ít nhất {across:.0} m");
        }
        term.reasons.push(reason(fact.record, text, told.source.as_ref(), &told.cite));
        if let Some(reading) = fact.across_by {
            term.name_record(reading);
        }
        if let Some(trend) = worst_trend(fact, weights) {
            trend.records.into_iter().for_each(|reading| term.name_record(reading));
            term.reasons.push(plain(trend.records[1], trend_vi(&told.title, trend)));
        }
    }
    term.said()
}

/// Kind × severity × trend × nearness across and along, rounded once. None of the factors can make a worse one count less.
pub(super) fn hazard_tenths(fact: &HazardFact, weights: &Weights) -> i64 {
    let trend = worst_trend(fact, weights).map_or(Share::ONE, |trend| trend_share(trend, weights));
    let across = fact.across_m.map_or(Share::ONE, |metres| weights.hazards.across.at(metres));
    let along = weights.hazards.along.at(fact.along_m);
    let shares = [weights.severity(fact.severity), trend, across, along];
    let product: i64 = shares.into_iter().map(Share::thousandths).product();
    let whole = i128::from(weights.kind(fact.kind).tenths()) * i128::from(product);
    let one = 1_000_i128.pow(4);
    i64::try_from((whole + one / 2) / one).unwrap_or(i64::MAX)
}

fn trend_share(trend: &Trend, weights: &Weights) -> Share {
    let of = &weights.hazards.trend;
    if trend.per_month <= 0.0 {
        return Share::ONE;
    }
    if !trend.is_sure {
        return of.possible;
    }
    match trend.watched {
        Watched::Volume => of.volume,
        _ => of.steps.iter().rev().find(|step| trend.per_month >= step.from).map_or(of.possible, |step| step.share),
    }
}

/// The trend that counts most; none where nothing grows.
fn worst_trend<'a>(fact: &'a HazardFact, weights: &Weights) -> Option<&'a Trend> {
    let growing = fact.trends.iter().filter(|trend| trend.per_month > 0.0);
    growing.max_by(|a, b| {
        let share = |trend: &Trend| trend_share(trend, weights);
        share(a).cmp(&share(b)).then(a.watched.cmp(&b.watched))
    })
}

pub(super) fn conditions(facts: &Facts, weights: &Weights) -> Option<Term> {
    worst("marker_condition", &facts.markers, "mốc", |fact| weights.condition(fact.condition))
}

/// Named by the stretch that was inspected, which may be much longer than the one asked about.
pub(super) fn courses(facts: &Facts, weights: &Weights) -> Option<Term> {
    worst("line_course", &facts.courses, "đường biên, đoạn kiểm tra", |fact| weights.course(fact.condition))
}

fn worst(
    name: &'static str,
    facts: &[InspectionFact],
    what: &str,
    tenths: impl Fn(&InspectionFact) -> i64,
) -> Option<Term> {
    let worst = facts.iter().map(tenths).max()?;
    let records = facts.iter().map(|fact| fact.record).collect();
    let reasons = facts.iter().map(|fact| inspected(fact, what)).collect();
    Some(Term { name, tenths: worst, records, reasons })
}

pub(super) fn incidents(facts: &Facts, weights: &Weights) -> Option<Term> {
    let mut term = Term::new("incidents");
    for fact in &facts.incidents {
        term.tenths += weights.incident(fact.kind);
        term.name_record(fact.record);
        let text = format!("{} ({}; chưa giải quyết xong)", fact.told.title, fact.told.place);
        term.reasons.push(plain(fact.record, text));
    }
    term.said()
}

pub(super) fn works(facts: &Facts, weights: &Weights) -> Option<Term> {
    let mut term = Term::new("works");
    for fact in &facts.works {
        term.name_record(fact.record);
        if !fact.finished.is_empty() {
            // Said and not counted, with the reports by which it is so.
            fact.finished.iter().for_each(|report| term.name_record(*report));
            let text = format!("{}: đã báo cáo hoàn thành, không tính", fact.told.title);
            term.reasons.push(plain(fact.record, text));
            continue;
        }
        term.tenths += weights.works.each.tenths();
        term.reasons.push(reason(fact.record, fact.told.title.clone(), fact.told.source.as_ref(), &fact.told.cite));
    }
    term.said()
}

/// Of each kind the highest level that is in force on the day. That a segment lies in a province is known from what a
/// document says of it; that record is named, too.
pub(super) fn warnings(facts: &Facts, day: CivilDay, weights: &Weights) -> Option<Term> {
    let mut term = Term::new("warnings");
    let mut highest: BTreeMap<WarningKind, i64> = BTreeMap::new();
    for fact in &facts.warnings {
        let warning = &fact.warning;
        if !warning.meets(day.bounds()) {
            continue;
        }
        let by = if fact.is_here { None } else { Some(in_province(facts, &warning.provinces)) };
        if by == Some(None) {
            continue;
        }
        let tenths = weights.warning(warning.kind, warning.level);
        let held = highest.entry(warning.kind).or_default();
        *held = tenths.max(*held);
        term.name_record(fact.record);
        by.flatten().into_iter().for_each(|record| term.name_record(record));
        let text = format!(
            "{} cấp {} ({}, số {}; đến {})",
            kind_of_warning_vi(warning.kind),
            warning.level,
            warning.issuer,
            warning.number,
            warning.valid_to.written_vi()
        );
        term.reasons.push(plain(fact.record, text));
    }
    term.tenths = highest.values().sum();
    term.said()
}

/// The record by which a document says that the segment lies in one of these provinces.
fn in_province(facts: &Facts, provinces: &[String]) -> Option<Uuid> {
    let hazards = facts.hazards.iter().filter(|fact| fact.along_m <= 0.0).map(|fact| (fact.record, &fact.told));
    let works = facts.works.iter().map(|fact| (fact.record, &fact.told));
    let named = |source: &Source| source.province.as_ref().is_some_and(|held| provinces.contains(held));
    hazards.chain(works).find(|(_, told)| told.source.as_ref().is_some_and(named)).map(|(record, _)| record)
}

pub(super) fn alerts(facts: &Facts) -> Option<Term> {
    let mut term = Term::new("alerts");
    for fact in &facts.alerts {
        for record in [fact.hazard, fact.reading] {
            term.name_record(record);
        }
        term.reasons.push(plain(fact.reading, fact.text.clone()));
    }
    term.said()
}

/// Always said: how inspections stand. Points only under a rule, and more the longer the day is past.
pub(super) fn inspection_age(facts: &Facts, day: CivilDay, latest: Option<Uuid>, weights: &Weights) -> Term {
    let mut term = Term::new("inspection_age");
    term.records.extend(latest);
    let Some(due) = &facts.due else { return term };
    let of = &weights.inspection_age;
    let late = day.number() - due.due_on.number();
    let points = match due.state {
        _ if late > due.interval_days.max(1) => of.overdue_again,
        _ if late > 0 => of.overdue,
        InspectionState::DueSoon => of.due_soon,
        _ => return term,
    };
    term.tenths = points.tenths();
    term.name_record(due.rule);
    due.inspection.into_iter().for_each(|record| term.name_record(record));
    let how = match (due.state, late > 0) {
        (InspectionState::NeverInspected, true) => "chưa từng kiểm tra, đã qua hạn",
        (_, true) => "đã quá hạn kiểm tra",
        _ => "sắp đến hạn kiểm tra",
    };
    term.reasons.push(plain(due.rule, format!("{how}: hạn {} ({})", due.due_on.written_vi(), due.basis)));
    term
}

pub(super) fn plain(record: Uuid, text: String) -> Reason {
    reason(record, text, None, &[])
}

fn reason(record: Uuid, text: String, source: Option<&Source>, cite: &[Cite]) -> Reason {
    let first = cite.first();
    Reason {
        record,
        text,
        document: source.map(|source| source.document.clone()),
        document_title: source.map(|source| source.title.clone()),
        clause: first.map(|cite| cite.clause.clone()),
        quote: first.map(|cite| cite.quote.clone()),
    }
}
