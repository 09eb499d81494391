//! `data/attention.toml`: the method by which segments get their attention level.

use serde::Deserialize;

use crate::domain::attention::Method;
use crate::domain::attention::method::{MethodSource, TermBasis, Weights};
use crate::domain::chain::Digest;
use crate::domain::time::CivilDay;
use crate::exchange::{ExchangeFault, toml_file};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    issued: CivilDay,
    source: Vec<MethodSource>,
    term: Vec<TermBasis>,
    weights: Weights,
}

pub(super) fn read(file: &str, text: &str) -> Result<Method, ExchangeFault> {
    let File { version, issued, source, term, weights } = toml_file::read(file, text)?;
    let fault = |why: String| ExchangeFault::Data { file: file.to_owned(), why };
    weights.check().map_err(|rule| fault(rule.to_owned()))?;
    let unknown = term.iter().flat_map(|term| &term.sources).find(|id| source.iter().all(|held| held.id != **id));
    if let Some(id) = unknown {
        return Err(fault(format!("no source {id}")));
    }
    // Of the bytes as they lie there: `sha256sum` gives the same.
    let digest = Digest::of(&[text.as_bytes()]);
    Ok(Method { version, issued, digest, sources: source, terms: term, weights })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../data/attention.toml");

    #[test]
    fn a_method_in_which_worse_counts_less_is_refused() {
        for (from, to, rule) in [
            ("unknown = 0.6", "unknown = 0.8", "severity"),
            ("{ from = 133, share = 1.5 }", "{ from = 133, share = 1.2 }", "trend"),
            ("{ from = 500, share = 0.6 }", "{ from = 500, share = 0.9 }", "across"),
            ("rainfall = [3, 6, 10, 15, 20]", "rainfall = [3, 6, 10, 15, 14]", "rainfall"),
            ("very_high = 60", "very_high = 30", "classes"),
            ("sources = [\"qd18\"]", "sources = [\"qd19\"]", "qd19"),
        ] {
            assert!(TEXT.contains(from), "{from}");
            let fault = read("x.toml", &TEXT.replace(from, to)).unwrap_err().to_string();
            assert!(fault.contains(rule), "{rule}: {fault}");
        }
    }

    #[test]
    fn points_finer_than_a_tenth_and_fields_that_nobody_reads_are_refused() {
        for (from, to) in
            [("landslide = 40", "landslide = 40.05"), ("each = 10", "eech = 10"), ("each = 10", "each = -1")]
        {
            assert!(read("x.toml", &TEXT.replace(from, to)).is_err(), "{to}");
        }
    }

    #[test]
    fn its_digest_is_that_of_the_file_and_every_term_says_what_it_rests_on() {
        let method = read("x.toml", TEXT).unwrap();
        assert_eq!(method.digest, Digest::of(&[TEXT.as_bytes()]));
        assert!(method.terms.iter().all(|term| term.basis.contains("tự đặt") || term.name == "alerts"));
        assert_ne!(read("x.toml", &TEXT.replace("each = 10", "each = 11")).unwrap().digest, method.digest);
    }
}
