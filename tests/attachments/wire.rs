//! The protocol spoken by hand: one request a function.

use crate::support::Answer;

/// Somebody who sends files to a server.
pub(crate) struct Sender<'a> {
    pub(crate) base: &'a str,
    pub(crate) token: Option<&'a str>,
}

impl Sender<'_> {
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        let bearer = self.token.map(|token| format!("Bearer {token}"));
        let mut all: Vec<(&str, &str)> = headers.to_vec();
        all.extend(bearer.iter().map(|bearer| ("authorization", bearer.as_str())));
        crate::support::ask(method, &url, &all, body)
    }

    pub(crate) fn begin(&self, sha256: &str, length: usize, media: &str) -> Answer {
        let (length, metadata) = (length.to_string(), metadata(&[("sha256", sha256), ("filetype", media)]));
        let headers = [("tus-resumable", "1.0.0"), ("upload-length", &length), ("upload-metadata", &metadata)];
        self.ask("POST", "/api/v1/uploads", &headers, b"")
    }

    pub(crate) fn go_on(&self, upload: &str, offset: usize, piece: &[u8]) -> Answer {
        let offset = offset.to_string();
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("upload-offset", offset.as_str()),
            ("content-type", "application/offset+octet-stream"),
        ];
        self.ask("PATCH", upload, &headers, piece)
    }

    pub(crate) fn stands(&self, upload: &str) -> usize {
        let answer = self.ask("HEAD", upload, &[("tus-resumable", "1.0.0")], b"");
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{upload}");
        answer.header("upload-offset").parse().unwrap()
    }

    /// Sends a file in one piece; the answer is that to the piece.
    pub(crate) fn send(&self, content: &[u8], media: &str) -> Answer {
        let begun = self.begin(&sha256(content), content.len(), media);
        assert_eq!(begun.status, 201, "{}", begun.text());
        self.go_on(begun.header("location"), 0, content)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }
}

pub(crate) fn sha256(content: &[u8]) -> String {
    mocgioi::domain::chain::Digest::of(&[content]).to_string()
}

pub(crate) fn metadata(pairs: &[(&str, &str)]) -> String {
    use base64::Engine as _;
    let encoded = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    pairs.iter().map(|(name, value)| format!("{name} {}", encoded(value))).collect::<Vec<_>>().join(",")
}
