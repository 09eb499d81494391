//! `data/markers.toml`.

use std::collections::HashSet;

use serde::Deserialize;

use super::ReferenceMarker;
use crate::domain::location::{CRS84, Observed};
use crate::domain::marker::{Anchor, Attestation, Marker, Side};
use crate::domain::number::{Lines, MarkerKey};
use crate::domain::position::LonLat;
use crate::domain::source::Cite;
use crate::domain::time::CivilDay;
use crate::exchange::identity::record_id;
use crate::exchange::{ExchangeFault, RecordFault, toml_file};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    registered: CivilDay,
    marker: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: MarkerKey,
    attestation: Attestation,
    side: Side,
    description: Option<String>,
    height_m: Option<String>,
    lon: Option<f64>,
    lat: Option<f64>,
    /// The position as it was printed, in degrees, minutes and seconds.
    published: Option<String>,
    anchor: Option<Anchor>,
    source: String,
    #[serde(default)]
    aliases: Vec<MarkerKey>,
    #[serde(default)]
    cite: Vec<DocumentCite>,
}

/// A marker may be named by several documents, so its cites say which.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentCite {
    document: String,
    clause: String,
    quote: String,
}

pub(super) fn read(file: &str, text: &str, lines: &Lines) -> Result<Vec<ReferenceMarker>, ExchangeFault> {
    let File { registered, marker } = toml_file::read(file, text)?;
    let mut names = HashSet::new();
    let mut markers = Vec::with_capacity(marker.len());
    for entry in marker {
        let key = entry.key;
        let fault = |what: RecordFault| ExchangeFault::record(file, &key.to_string(), what);
        for name in std::iter::once(key).chain(entry.aliases.iter().copied()) {
            if !names.insert(name) {
                return Err(fault(RecordFault::KeyTwice));
            }
            if !lines.lines_having(&name.number()).contains(&name.line()) {
                return Err(fault(RecordFault::NoSuchNumber));
            }
        }
        markers.push(entry.check(registered).map_err(fault)?);
    }
    Ok(markers)
}

impl Entry {
    fn check(self, registered: CivilDay) -> Result<ReferenceMarker, RecordFault> {
        let is_published = self.attestation == Attestation::Published;
        let (source, observed) = match (self.lon, self.lat, self.published) {
            (Some(lon), Some(lat), Some(words)) if is_published && self.anchor.is_none() => {
                let position = LonLat::new(lon, lat)?;
                let observed = Observed::at(position, CRS84.to_owned());
                (format!("{}: {words}", self.source), Some(observed))
            }
            (None, None, None) if !is_published => (self.source, None),
            _ => return Err(RecordFault::PublishedPosition),
        };
        let cite = |DocumentCite { document, clause, quote }| Cite { document: Some(document), clause, quote };
        Ok(ReferenceMarker {
            id: record_id("marker", registered, &[&self.key.to_string()]),
            body: Marker {
                key: self.key,
                side: self.side,
                attestation: self.attestation,
                description: self.description,
                height_m: self.height_m,
                source,
                anchor: self.anchor,
                aliases: self.aliases,
                cite: self.cite.into_iter().map(cite).collect(),
                removed: false,
            },
            observed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::reference;

    fn read_entries(entries: &[&str]) -> Result<Vec<ReferenceMarker>, String> {
        let lines = reference::lines().unwrap();
        let text = format!("registered = '2026-11-22'\n[[marker]]\n{}", entries.join("\n[[marker]]\n"));
        read("m.toml", &text, &lines).map_err(|fault| fault.to_string())
    }

    const BARE: &str = "key = 'VN-LA:144'\nside = 'unknown'\nsource = 's'\nattestation = 'named'\n";

    #[test]
    fn a_name_given_twice_is_refused_also_as_an_alias() {
        let twice = "m.toml: record `VN-LA:144`: the key occurs twice";
        assert_eq!(read_entries(&[BARE, BARE]).unwrap_err(), twice);
        let alias = BARE.replace("VN-LA:144", "VN-CN:0") + "aliases = ['VN-LA:144']\n";
        assert_eq!(read_entries(&[&alias, BARE]).unwrap_err(), twice);
    }

    #[test]
    fn a_number_beyond_the_end_of_its_line_is_refused() {
        let beyond = BARE.replace("144", "801");
        assert_eq!(read_entries(&[&beyond]).unwrap_err(), "m.toml: record `VN-LA:801`: no such number on its line");
    }

    #[test]
    fn coordinates_and_publication_come_together_or_not_at_all() {
        let place = format!("{BARE}lon = 104.0\nlat = 21.0\npublished = 'words'\n");
        let published = place.replace("'named'", "'published'");
        assert!(read_entries(&[BARE]).unwrap()[0].observed.is_none());
        assert_eq!(read_entries(&[&published]).unwrap()[0].body.source, "s: words");
        let half = published.replace("lat = 21.0\n", "");
        let anchored = format!("{published}anchor = 'line_end'\n");
        let bare = BARE.replace("'named'", "'published'");
        for wrong in [place, half, anchored, bare] {
            assert!(read_entries(&[&wrong]).unwrap_err().contains("attestation is published"), "{wrong}");
        }
    }

    #[test]
    fn published_degrees_are_the_words_that_were_printed() {
        let text = include_str!("../../../data/markers.toml");
        let file: File = toml_file::read("data/markers.toml", text).unwrap();
        let mut seen = 0;
        for (words, lon, lat) in file.marker.into_iter().filter_map(|m| Some((m.published?, m.lon?, m.lat?))) {
            let (north, east) = words.split_once(' ').unwrap();
            for (printed, hemisphere, degrees) in [(north, 'N', lat), (east, 'E', lon)] {
                assert!(printed.ends_with(hemisphere), "{words}");
                let parts: Vec<f64> = printed.split(['°', '\'', '"']).filter_map(|part| part.parse().ok()).collect();
                // Eight decimals were kept: half a millimetre.
                assert!((parts[0] + parts[1] / 60.0 + parts[2] / 3600.0 - degrees).abs() < 6e-9, "{words}");
            }
            seen += 1;
        }
        assert_eq!(seen, 10);
    }
}
