//! Reads what names a system: a code, a URN or URI, or the name as people write it.

use super::words::{Word, known_phrase, split};
use super::{Crs, CrsFault, Datum, Family, Meridian};

const LONGEST: usize = 200;

impl Crs {
    /// The system that a text names.
    ///
    /// Codes: `EPSG:9206`, `9206`, `urn:ogc:def:crs:EPSG::9206`, `http://www.opengis.net/def/crs/EPSG/0/9206`,
    /// `OGC:CRS84` and its URN and URI. Names: datum, "TM-3" or "múi 3", "UTM" with its zone, "kinh tuyến trục" with
    /// degrees and minutes, in any order, with or without diacritics. A word that is not known is refused, and so is
    /// what fits several systems: "UTM 48N" exists on both datums, and 105-00 in both widths unless one is named or it
    /// is written as EPSG does, `VN-2000 105-00`.
    ///
    /// # Errors
    /// When the text names none or several of the supported systems.
    pub fn parse(text: &str) -> Result<Self, CrsFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CrsFault::Empty);
        }
        if text.chars().count() > LONGEST {
            return Err(CrsFault::TooLong { limit: LONGEST });
        }
        match code(text) {
            Some(code) => from_code(&code),
            None => from_name(text),
        }
    }
}

/// Authority and code, upper case, if the text has the form of an identifier.
fn code(text: &str) -> Option<[String; 2]> {
    let text = text.to_ascii_uppercase();
    let pair = |authority: &str, code: &str| {
        let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
        (word(authority) && word(code)).then(|| [authority.to_owned(), code.to_owned()])
    };
    if text == "CRS84" {
        return pair("OGC", "CRS84");
    }
    if (4..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        return pair("EPSG", &text);
    }
    let urn = ["URN:OGC:DEF:CRS:", "URN:X-OGC:DEF:CRS:"].iter().find_map(|prefix| text.strip_prefix(prefix));
    let uri = ["HTTP://", "HTTPS://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    let uri = uri.and_then(|rest| rest.strip_prefix("WWW.OPENGIS.NET/"));
    if let Some(fragment) = uri.and_then(|rest| rest.strip_prefix("GML/SRS/EPSG.XML#")) {
        return pair("EPSG", fragment);
    }
    let path = uri.and_then(|rest| rest.strip_prefix("DEF/CRS/"));
    let parts: Vec<&str> = match (urn, path) {
        (Some(urn), _) => urn.split(':').collect(),
        (_, Some(path)) => path.split('/').collect(),
        _ => text.split(':').map(str::trim).collect(),
    };
    match parts[..] {
        [authority, code] | [authority, _, code] => pair(authority, code),
        [one] => {
            let digits = one.strip_prefix("EPSG")?.trim();
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| pair("EPSG", digits))?
        }
        _ => None,
    }
}

fn from_code([authority, code]: &[String; 2]) -> Result<Crs, CrsFault> {
    let found = match (authority.as_str(), code.as_str()) {
        ("OGC", "CRS84") => Some(Crs::Wgs84),
        ("EPSG", code) => code.parse().ok().and_then(Crs::from_epsg),
        _ => None,
    };
    found.ok_or_else(|| CrsFault::UnsupportedCode { code: format!("{authority}:{code}") })
}

/// What the words of a name say; each thing at most once.
#[derive(Default)]
struct Name {
    datum: Option<Datum>,
    family: Option<Family>,
    zone: Option<u16>,
    meridian: Option<Meridian>,
    geographic: bool,
    /// "kinh tuyến trục" or the like stands before the meridian.
    meridian_named: bool,
    /// The meridian has minutes.
    with_minutes: bool,
}

fn from_name(text: &str) -> Result<Crs, CrsFault> {
    let name = read(&split(text)).ok_or_else(|| CrsFault::Unknown { text: text.to_owned() })?;
    let in_grid = name.family.is_some() || name.zone.is_some() || name.meridian.is_some();
    let fits = |crs: &Crs| {
        let Some(grid) = crs.projection() else { return !in_grid };
        in_grid
            && name.family.is_none_or(|family| grid.family == family)
            && name.zone.is_none_or(|zone| grid.zone() == Some(zone))
            && name.meridian.is_none_or(|meridian| grid.meridian == meridian)
    };
    let candidates: Vec<Crs> = Crs::ALL.iter().copied().filter(fits).collect();
    let candidates: Vec<Crs> =
        candidates.into_iter().filter(|crs| name.datum.is_none_or(|datum| crs.datum() == datum)).collect();
    // A grid must be told apart from that of the other width: by name, or by being written as EPSG writes TM-3.
    let as_epsg = name.with_minutes && !name.meridian_named;
    let chosen = |crs: &&Crs| match crs.projection() {
        Some(grid) => name.family == Some(grid.family) || name.zone.is_some() || grid.family == Family::Tm3 && as_epsg,
        None => name.datum.is_some(),
    };
    let mut outright = candidates.iter().filter(chosen);
    match (&candidates[..], outright.next(), outright.next(), name.meridian) {
        ([], _, _, Some(meridian)) if name.family != Some(Family::Utm) && name.datum != Some(Datum::Wgs84) => {
            Err(CrsFault::NoSuchMeridian { meridian })
        }
        ([], ..) => Err(CrsFault::Unknown { text: text.to_owned() }),
        // On the meridians that TM-3 alone has there is nothing to tell apart.
        (&[only], None, ..) if only.projection().is_some_and(|grid| grid.family == Family::Tm3) => Ok(only),
        (_, Some(&crs), None, _) => Ok(crs),
        _ => Err(CrsFault::Ambiguous { text: text.to_owned(), candidates }),
    }
}

/// `None` on a word that is not known, or on two that contradict each other.
fn read(words: &[String]) -> Option<Name> {
    let mut name = Name::default();
    let mut rest = words;
    let mut awaits_zone = false;
    let mut knows_something = false;
    while !rest.is_empty() {
        let Some((word, length)) = known_phrase(rest) else {
            rest = number(&mut name, rest, awaits_zone)?;
            (awaits_zone, knows_something) = (false, true);
            continue;
        };
        let once = match word {
            Word::Datum(datum) => name.datum.replace(datum).is_none_or(|before| before == datum),
            Word::Family(family) => name.family.replace(family).is_none_or(|before| before == family),
            Word::Zone | Word::Filler => true,
            Word::Meridian => !std::mem::replace(&mut name.meridian_named, true),
            Word::Geographic => !std::mem::replace(&mut name.geographic, true),
        };
        if !once {
            return None;
        }
        awaits_zone = matches!(word, Word::Zone | Word::Family(Family::Utm));
        knows_something |= matches!(word, Word::Datum(_) | Word::Family(_) | Word::Geographic);
        rest = rest.get(length..)?;
    }
    let meridian_missing = name.meridian_named && name.meridian.is_none();
    let grid = name.family.is_some() || name.zone.is_some() || name.meridian.is_some();
    // A bare number says nothing; with "kinh tuyến trục" before it it does.
    let bare = name.meridian.is_some() && !name.meridian_named && name.datum.is_none() && name.family.is_none();
    let contradicts = name.geographic && grid;
    (knows_something && !(meridian_missing || contradicts || bare)).then_some(name)
}

/// Takes a zone or a meridian from the front of the words.
fn number<'w>(name: &mut Name, words: &'w [String], awaits_zone: bool) -> Option<&'w [String]> {
    let (first, mut rest) = words.split_first()?;
    let mut skip = |word: &[&str]| {
        if let Some((next, after)) = rest.split_first()
            && word.contains(&next.as_str())
        {
            rest = after;
        }
    };
    if awaits_zone && let Some(zone @ (48 | 49 | 481 | 482 | 491)) = first.parse::<u16>().ok() {
        skip(&["n", "bac"]);
        return name.zone.replace(zone).is_none().then_some(rest);
    }
    let degrees = first.parse::<f64>().ok().filter(|degrees| (100.0..=113.0).contains(degrees))?;
    skip(&["do"]);
    let whole = degrees.trunc();
    let mut minutes = (degrees - whole) * 60.0;
    let two_digits = |word: &&String| word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    if let Some(word) = rest.first().filter(two_digits) {
        if whole < degrees {
            return None;
        }
        minutes = word.parse::<f64>().ok().filter(|minutes| *minutes < 60.0)?;
        name.with_minutes = true;
        rest = rest.get(1..)?;
        if rest.first().is_some_and(|word| word == "phut") {
            rest = rest.get(1..)?;
        }
        if rest.first().is_some_and(|word| word == "00") {
            rest = rest.get(1..)?;
        }
    }
    if rest.first().is_some_and(|word| matches!(word.as_str(), "e" | "dong")) {
        rest = rest.get(1..)?;
    }
    if (minutes - minutes.round()).abs() > 1e-6 {
        return None;
    }
    // Both are small whole numbers here: 100 to 113 and 0 to 59.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within 0 to 113")]
    let meridian = Meridian::new(whole as u16, minutes.round() as u16);
    name.meridian.replace(meridian).is_none().then_some(rest)
}
