//! Photos sent by the tus protocol through a storm, and records that name them.

use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::ask::try_ask;
use super::device::push;
use super::dice::Dice;
use super::pictures::photo;
use super::stories::id;
use super::wire::{metadata, sha256};
use super::{Progress, Size};
use crate::support::Answer;

/// Photos that one record names.
const EACH: usize = 10;
/// A photo goes in pieces of so many bytes.
const PIECE: usize = 4_000;

struct Photo {
    content: Vec<u8>,
    sha256: String,
}

/// Photos, the records that name ten each, and of every fourth record one photo more that never leaves its device.
pub(crate) struct Album {
    photos: Vec<Photo>,
    lost: Vec<Photo>,
    records: Vec<Value>,
}

impl Album {
    pub(crate) fn new(size: &Size) -> Self {
        let take = |n: usize| {
            let content = photo(u32::try_from(n).unwrap());
            Photo { sha256: sha256(&content), content }
        };
        let photos: Vec<Photo> = (0..size.many).map(take).collect();
        let mut lost = Vec::new();
        let mut records = Vec::new();
        for (n, part) in photos.chunks(EACH).enumerate() {
            let mut files: Vec<Value> = part.iter().map(named).collect();
            if n % 4 == 0 {
                lost.push(take(size.many + n));
                files.extend(lost.last().map(named));
            }
            records.push(json!({ "type": "inspection", "id": id(1 + n as u64), "marker": "VN-LA:211",
                "observed_at": "2026-11-20T08:30:00+07:00", "mode": "unilateral", "condition": "good",
                "attachments": files }));
        }
        Self { photos, lost, records }
    }

    pub(crate) fn lost(&self) -> usize {
        self.lost.len()
    }

    pub(crate) fn records(&self) -> usize {
        self.records.len()
    }

    pub(crate) fn steps(&self) -> usize {
        self.photos.len() + self.records.len()
    }

    /// What device `n` has: every so manieth record, with its photos, in an order of its own.
    pub(crate) fn send(&self, n: usize, size: &Size, token: &str, base: &str, progress: &Progress) {
        let mut dice = Dice::new(size.seed * 31 + n as u64);
        let mine = |of: usize| (of / EACH) % size.devices == n;
        let mut things: Vec<(bool, usize)> = (0..self.photos.len()).filter(|k| mine(*k)).map(|k| (true, k)).collect();
        things.extend((0..self.records.len()).filter(|k| mine(k * EACH)).map(|k| (false, k)));
        dice.shuffle(&mut things);
        for (is_photo, k) in things {
            if is_photo {
                Sending { photo: &self.photos[k], token, base, progress }.whole(&mut dice);
            } else {
                while push(base, &format!("máy {n}"), token, &self.records[k..=k]).is_none() {
                    progress.failed.fetch_add(1, Ordering::SeqCst);
                    sleep(Duration::from_millis(20 + dice.below(200)));
                }
            }
            progress.done.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Every photo byte for byte, and every record's list of what is there and what is not.
    pub(crate) fn look(&self, base: &str, tokens: [&str; 2]) {
        let get = |token: &str, path: &str| try_ask("GET", &format!("{base}{path}"), token, &[], b"").unwrap();
        for (k, photo) in self.photos.iter().enumerate() {
            // Devices take turns by record, and posts by device.
            let answer = tokens.map(|token| get(token, &format!("/api/v1/attachments/{}", photo.sha256)));
            let kept = answer.iter().find(|answer| answer.status == 200);
            let kept = kept.unwrap_or_else(|| panic!("photo {k}: {}", answer[0].text()));
            assert!(kept.body == photo.content, "photo {k} is another");
        }
        let lost: Vec<&str> = self.lost.iter().map(|photo| photo.sha256.as_str()).collect();
        for record in &self.records {
            let path = format!("/api/v1/records/{}/attachments", record["id"].as_str().unwrap());
            let answer = tokens.map(|token| get(token, &path));
            let listed = answer.iter().find(|answer| answer.status == 200).unwrap_or_else(|| panic!("{path}")).json();
            let files = listed["attachments"].as_array().unwrap();
            assert_eq!(files.len(), record["attachments"].as_array().unwrap().len(), "{listed}");
            for file in files {
                let is_lost = lost.contains(&file["sha256"].as_str().unwrap());
                assert_eq!(file["state"], if is_lost { "missing" } else { "stored" }, "{file}");
            }
            let whole = files.iter().all(|file| file["state"] == "stored");
            assert_eq!(listed["complete"], whole, "{listed}");
        }
    }
}

fn named(photo: &Photo) -> Value {
    json!({ "sha256": photo.sha256, "bytes": photo.content.len(), "media_type": "image/jpeg", "name": "chân mốc.jpg" })
}

/// One photo on its way: what a client of the protocol does, and no more.
struct Sending<'a> {
    photo: &'a Photo,
    token: &'a str,
    base: &'a str,
    progress: &'a Progress,
}

impl Sending<'_> {
    fn whole(&self, dice: &mut Dice) {
        let since = Instant::now();
        let mut upload: Option<String> = None;
        let mut stands: Option<usize> = None;
        let mut patience = 20;
        while stands != Some(self.photo.content.len()) {
            assert!(since.elapsed() < Duration::from_mins(5), "{} does not arrive", self.photo.sha256);
            let went_on = match (&upload, stands) {
                (None, _) => {
                    let begun = self.begin();
                    upload = begun.as_ref().map(|answer| answer.header("location").to_owned());
                    stands = begun.as_ref().map(offset);
                    begun.is_some()
                }
                (Some(path), None) => match self.ask("HEAD", path, &[], b"") {
                    Some(answer) if answer.status == 200 => {
                        stands = Some(offset(&answer));
                        true
                    }
                    // Nobody knows of it any more: from the start.
                    Some(answer) if answer.status == 404 => {
                        upload = None;
                        true
                    }
                    _ => false,
                },
                (Some(path), Some(from)) => {
                    let piece = &self.photo.content[from..self.photo.content.len().min(from + PIECE)];
                    let answer = self.go_on(path, from, piece);
                    stands = answer.as_ref().filter(|answer| answer.status == 204).map(offset);
                    stands.is_some()
                }
            };
            if went_on {
                patience = 20;
            } else {
                self.progress.failed.fetch_add(1, Ordering::SeqCst);
                sleep(Duration::from_millis(patience / 2 + dice.below(patience)));
                patience = (patience * 2).min(600);
            }
        }
    }

    fn begin(&self) -> Option<Answer> {
        let (length, said) = (
            self.photo.content.len().to_string(),
            metadata(&[("sha256", &self.photo.sha256), ("filetype", "image/jpeg")]),
        );
        let headers = [("upload-length", length.as_str()), ("upload-metadata", said.as_str())];
        let answer = self.ask("POST", "/api/v1/uploads", &headers, b"")?;
        // Unfinished uploads that nobody knows of must never keep a device out.
        assert!(answer.status == 201 || answer.status >= 500, "{}: {}", answer.status, answer.text());
        Some(answer).filter(|answer| answer.status == 201)
    }

    fn go_on(&self, path: &str, from: usize, piece: &[u8]) -> Option<Answer> {
        let from = from.to_string();
        let headers = [("upload-offset", from.as_str()), ("content-type", "application/offset+octet-stream")];
        let answer = self.ask("PATCH", path, &headers, piece)?;
        let known = matches!(answer.status, 204 | 404 | 409 | 423 | 500..600);
        assert!(known, "{}: {}", answer.status, answer.text());
        Some(answer)
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        self.progress.asked.fetch_add(1, Ordering::SeqCst);
        let mut all = vec![("tus-resumable", "1.0.0")];
        all.extend(headers);
        try_ask(method, &format!("{}{path}", self.base), self.token, &all, body)
    }
}

fn offset(answer: &Answer) -> usize {
    answer.header("upload-offset").parse().unwrap()
}
