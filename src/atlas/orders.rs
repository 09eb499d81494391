//! What units have set for inspections: rules of how often, and campaigns; and who may know of them.
//!
//! Whoever sees the records of the unit that set one knows of it, and so does every unit that it tells: an order that those
//! do not know whom it binds is none.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::block::ClassId;
use super::register::span::Span;
use super::snapshot::{Snapshot, Visible};
use crate::domain::access::AccessClass;
use crate::domain::approval_rule::RuleEnd;
use crate::domain::campaign::Campaign;
use crate::domain::chain::Digest;
use crate::domain::inspection_due::Standard;
use crate::domain::inspection_rule::{InspectionRule, Reach};
use crate::domain::location::Referent;
use crate::domain::number::LineKey;
use crate::domain::record::{Body, Record};
use crate::domain::time::{CivilDay, Instant};

/// A rule or a campaign as it was set.
#[derive(Debug, Clone)]
pub struct Ordered<T> {
    pub id: Uuid,
    pub body: T,
    pub unit: Option<String>,
    pub set_by: Option<String>,
    pub set_at: Instant,
    line: LineKey,
    /// Where on its line; everywhere where there are none.
    spans: Vec<Span>,
    classes: Vec<ClassId>,
}

/// How something ended before its time.
#[derive(Debug, Clone)]
pub struct Ended {
    pub at: Instant,
    pub by: Option<String>,
    pub reason: String,
}

#[derive(Debug, Clone, Default)]
pub struct Orders {
    rules: Arc<BTreeMap<Uuid, Held>>,
    campaigns: Arc<BTreeMap<Uuid, Arc<Ordered<Campaign>>>>,
    ended: Arc<BTreeMap<Uuid, Arc<Ended>>>,
}

impl<T> Ordered<T> {
    pub fn is_seen(&self, sees: &dyn Fn(ClassId) -> bool) -> bool {
        self.classes.iter().any(|class| sees(*class))
    }

    /// Whether something of a stretch, or a marker, lies in its reach.
    pub fn meets(&self, asked: &Span) -> bool {
        self.line == asked.line && (self.spans.is_empty() || self.spans.iter().any(|span| span.meets(asked)))
    }

    /// Whether a place lies in its reach whole.
    pub fn covers(&self, asked: &Span) -> bool {
        self.line == asked.line && (self.spans.is_empty() || self.spans.iter().any(|span| span.covers(asked)))
    }
}

/// Where on its line something reaches by number; everywhere where there are none.
pub(super) fn spans(places: &[Referent]) -> Vec<Span> {
    let one = |place: &Referent| match place {
        Referent::Marker(key) => Some(Span::at(*key)),
        Referent::Segment(key) => Some(Span::of(key)),
        Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => None,
    };
    places.iter().filter_map(one).collect()
}

impl Orders {
    /// All rules that somebody sees, with what ended them, in the order of their ids.
    pub fn rules<'a>(
        &'a self,
        visible: &'a Visible,
    ) -> impl Iterator<Item = (&'a Arc<Ordered<InspectionRule>>, Option<&'a Arc<Ended>>)> {
        let seen = self.rules.values().filter(|held| held.rule.is_seen(&|class| visible.sees(class)));
        seen.map(|held| (&held.rule, self.ended.get(&held.rule.id)))
    }

    /// All campaigns that somebody sees, with what ended them, in the order of their ids.
    pub fn campaigns<'a>(
        &'a self,
        visible: &'a Visible,
    ) -> impl Iterator<Item = (&'a Arc<Ordered<Campaign>>, Option<&'a Arc<Ended>>)> {
        let seen = self.campaigns.values().filter(|campaign| campaign.is_seen(&|class| visible.sees(class)));
        seen.map(|campaign| (campaign, self.ended.get(&campaign.id)))
    }

    /// The unit of a rule or a campaign, for whoever sees it.
    pub fn unit_of(&self, id: Uuid, visible: &Visible) -> Option<Option<&str>> {
        let sees = |class| visible.sees(class);
        let rules = self.rules.get(&id).map(|held| &held.rule);
        let rule = rules.filter(|rule| rule.is_seen(&sees)).map(|rule| rule.unit.as_deref());
        let campaign = || self.campaigns.get(&id).filter(|one| one.is_seen(&sees)).map(|one| one.unit.as_deref());
        rule.or_else(campaign)
    }

    /// Rules that are in force on a day and that somebody sees.
    pub fn in_force(&self, day: CivilDay, sees: &dyn Fn(ClassId) -> bool) -> Vec<Held> {
        let all = self.rules.values().filter(|held| held.standard.holds_on(day) && held.rule.is_seen(sees));
        all.cloned().collect()
    }

    /// Those of them whose reach meets a stretch.
    pub fn in_force_on(&self, asked: &Span, day: CivilDay, sees: &dyn Fn(ClassId) -> bool) -> Vec<Held> {
        let all = self.rules.values().filter(|held| held.standard.holds_on(day) && held.rule.meets(asked));
        all.filter(|held| held.rule.is_seen(sees)).cloned().collect()
    }
}

/// A rule, ready to be reckoned with.
#[derive(Debug, Clone)]
pub struct Held {
    pub rule: Arc<Ordered<InspectionRule>>,
    pub standard: Arc<Standard>,
}

fn standard(rule: &Ordered<InspectionRule>) -> Standard {
    let InspectionRule { interval, mode, from, notice_days, basis, .. } = &rule.body;
    Standard {
        rule: rule.id,
        interval: *interval,
        mode: *mode,
        from: *from,
        until: None,
        notice_days: *notice_days,
        basis: basis.written(),
    }
}

impl Snapshot {
    /// Rules of how often what is inspected, and campaigns.
    pub const fn orders(&self) -> &Orders {
        &self.orders
    }

    /// Takes in a rule, a campaign, or what ends one; other records are passed over. Says whether it changes what is due.
    pub(super) fn set_order(&mut self, record: &Record, vouched: bool, seq: i64, hash: Digest) -> bool {
        match &record.body {
            Body::InspectionRule(rule) => {
                let reach = (&rule.reach, rule.told.as_slice(), rule.in_charge.as_ref());
                let ordered = self.ordered(record, vouched, reach, rule.clone());
                self.touch_each(&ordered.classes, seq, hash);
                let held = Held { standard: Arc::new(standard(&ordered)), rule: Arc::new(ordered) };
                // Of two contents of one id the first stands.
                Arc::make_mut(&mut self.orders.rules).entry(record.id).or_insert(held);
                true
            }
            Body::Campaign(campaign) => {
                let ordered = self.ordered(record, vouched, (&campaign.reach, &campaign.told, None), campaign.clone());
                self.touch_each(&ordered.classes, seq, hash);
                Arc::make_mut(&mut self.orders.campaigns).entry(record.id).or_insert(Arc::new(ordered));
                false
            }
            Body::RuleEnd(end) => self.end_order(end, record, seq, hash),
            _ => false,
        }
    }

    fn end_order(&mut self, end: &RuleEnd, record: &Record, seq: i64, hash: Digest) -> bool {
        let rule = self.orders.rules.get(&end.target).map(|held| held.rule.classes.clone());
        let is_rule = rule.is_some();
        let classes = rule.or_else(|| Some(self.orders.campaigns.get(&end.target)?.classes.clone()));
        // It ends something else.
        let Some(classes) = classes else { return false };
        self.touch_each(&classes, seq, hash);
        let at = end.in_force_from(record.received_at);
        if let Some(held) = Arc::make_mut(&mut self.orders.rules).get_mut(&end.target) {
            let standard = Arc::make_mut(&mut held.standard);
            standard.until = Some(standard.until.map_or(at.day(), |until| until.min(at.day())));
        }
        let ended = Arc::new(Ended { at, by: record.person.clone(), reason: end.reason.clone() });
        let held = Arc::make_mut(&mut self.orders.ended).entry(end.target).or_insert_with(|| Arc::clone(&ended));
        if ended.at < held.at {
            *held = ended;
        }
        is_rule
    }

    fn ordered<T>(
        &mut self,
        record: &Record,
        vouched: bool,
        (reach, told, in_charge): (&Reach, &[String], Option<&String>),
        body: T,
    ) -> Ordered<T> {
        let own = record.own_class(vouched);
        // What a maker merely writes tells nobody anything.
        let told: Vec<&String> = if vouched { told.iter().chain(in_charge).collect() } else { Vec::new() };
        let mut classes: Vec<ClassId> = told
            .into_iter()
            .map(|unit| self.class_of(AccessClass { unit: Some(unit.clone()), ..own.clone() }))
            .collect();
        classes.push(self.class_of(record.access_class(vouched)));
        classes.sort_unstable();
        classes.dedup();
        Ordered {
            id: record.id,
            body,
            unit: record.unit.clone(),
            set_by: record.person.clone(),
            set_at: record.received_at,
            line: reach.line,
            spans: spans(&reach.places),
            classes,
        }
    }

    fn touch_each(&mut self, classes: &[ClassId], seq: i64, hash: Digest) {
        for class in classes {
            self.touch(*class, seq, hash);
        }
    }
}
