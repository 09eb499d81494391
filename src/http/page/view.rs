//! What the pages are given: plain owned values, already decided by others.
//!
//! Nothing here knows the atlas, the store or HTTP; a test can write every value by hand.

use super::words::Lang;

/// What every page needs beside its own content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    pub lang: Lang,
    /// The same resource as JSON, for people who came with a browser and stay with a program.
    pub json: Option<String>,
    pub visitor: Visitor,
}

/// Whom the page is for, as its top says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Visitor {
    /// Nobody is asked for a name.
    #[default]
    Unnamed,
    /// The address where he can log in.
    Stranger { log_in: String },
    /// `word` belongs to his session and goes with the form that ends it; without one there is nothing to end.
    Known { name: String, title: String, word: Option<String> },
}

/// The log-in page, at one of its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogIn {
    pub step: Step,
    /// What is to be said before anything else.
    pub said: Option<Said>,
    /// Where it goes on to.
    pub next: String,
    /// The form's own word.
    pub word: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Name and password; `elsewhere` is whoever else vouches for people.
    Password { name: String, elsewhere: Option<Elsewhere> },
    /// The password was for one use: one's own, twice.
    OwnPassword { name: String, ticket: String },
    /// Somebody is logged in.
    Inside { title: String, word: String },
    /// There is nothing to log in to.
    NoAccounts,
}

/// Who else vouches for people: how he is called, and where the way there begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub name: String,
    pub href: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub words: String,
    /// Something went wrong.
    pub wrong: bool,
    /// Where to do something about it.
    pub link: Option<(String, String)>,
}

/// Everything that may be drawn. One value serves every page of one snapshot: share it, do not copy it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    pub lines: Vec<PictureLine>,
    pub segments: Vec<PictureSegment>,
    pub markers: Vec<PictureMarker>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PictureLine {
    /// `VN-CN`, `VN-LA`, `VN-KH`.
    pub key: String,
    pub name: String,
    pub status_sketch: bool,
    /// Longitude and latitude in degrees, in the order in which the markers are numbered.
    pub points: Vec<[f64; 2]>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PictureSegment {
    /// `VN-LA:193..194`
    pub key: String,
    /// `193–194`
    pub label: String,
    pub href: Option<String>,
    pub points: Vec<[f64; 2]>,
    /// 1 to 5; anything else counts as "no data".
    pub class: Option<u8>,
    /// At least one end is interpolated, so the ends are not where they are drawn.
    pub schematic: bool,
    /// The first thing behind its class; read when pointing at it.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PictureMarker {
    pub key: String,
    pub label: String,
    pub lon: f64,
    pub lat: f64,
    pub kind: PictureKind,
    /// Surveyed (solid) or indicative (dashed, hollow, with ≈).
    pub measured: bool,
    pub accuracy_m: Option<f64>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PictureKind {
    #[default]
    Main,
    Auxiliary,
    Stake,
    Tripoint,
    SameNumber,
}

/// Where a small picture looks, and what it points at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Focus {
    /// West, south, east, north in degrees.
    pub bbox: [f64; 4],
    /// The marker or segment that the page is about: drawn with a halo.
    pub key: Option<String>,
    /// Records that are neither marker nor segment (a hazard, an incident).
    pub spots: Vec<Spot>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    pub lon: f64,
    pub lat: f64,
    /// Its place follows from a marker number, not from a measurement.
    pub indicative: bool,
}

/// The first look at `/`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Landing {
    /// Pages for daily work: words and address.
    pub work: Vec<(String, String)>,
    pub collections: Vec<CollectionCard>,
    /// Worst first.
    pub attention: Vec<AttentionRow>,
    /// How many more rows the list above leaves out, and where they are.
    pub attention_more: Option<(usize, String)>,
    /// Command lines to try, each with a word on what it answers.
    pub curl: Vec<(String, String)>,
    /// Last change number that the page has seen.
    pub seq: u64,
    /// Civil day in `Asia/Ho_Chi_Minh` as people read it: `22/11/2026`.
    pub day: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CollectionCard {
    pub id: String,
    pub title: String,
    pub description: String,
    pub count: u64,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct AttentionRow {
    /// `193–194`
    pub label: String,
    pub line_name: String,
    pub class: Option<u8>,
    pub score: Option<f64>,
    pub reasons: Vec<String>,
    pub href: String,
}

/// `/collections/{id}/items`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemsPage {
    /// What the page says of itself in place of how many rows of how many it shows; each may lead to its records.
    pub sums: Vec<(String, Option<String>)>,
    pub collection_title: String,
    pub collection_href: String,
    pub number_matched: u64,
    pub columns: Vec<String>,
    pub rows: Vec<ItemRow>,
    pub next: Option<String>,
    /// Filters in force as people read them ("tuyến: Việt Nam – Lào").
    pub filters: Vec<String>,
    /// The same list without any filter.
    pub clear_href: Option<String>,
    pub focus: Option<Focus>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemRow {
    pub href: String,
    /// One for each column; the first one carries the link.
    pub cells: Vec<ValueView>,
}

/// `/collections/{id}/items/{key}`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemPage {
    /// What else there is about it: words and address.
    pub links: Vec<(String, String)>,
    pub title: String,
    pub collection_title: String,
    pub collection_href: String,
    pub properties: Vec<Property>,
    pub focus: Option<Focus>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Property {
    /// As the JSON has it; shown small beside the label.
    pub name: String,
    pub label: String,
    pub value: ValueView,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub enum ValueView {
    #[default]
    Absent,
    Text(String),
    /// Keys, digests, command lines: fixed width, may break anywhere.
    Code(String),
    Number(f64),
    /// The class of attention; `None` is "no data".
    Class(Option<u8>),
    /// A document's own words.
    Quote {
        text: String,
        clause: Option<String>,
        document: Option<String>,
    },
    List(Vec<ValueView>),
    Fields(Vec<Property>),
}

/// An answer that is not the one asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProblemPage {
    /// Where to log in, if that may help, and whether somebody is logged in already.
    pub log_in: Option<(String, bool)>,
    pub status: u16,
    pub title: String,
    pub detail: String,
    pub code: String,
    /// What the reader can do now.
    pub advice: Vec<String>,
}
