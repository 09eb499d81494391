//! The files of `seeds/`, inside the program. A test holds that none is forgotten (the README aside).

/// One file: its path under `seeds/`, with slashes, and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedFile {
    pub path: &'static str,
    pub text: &'static str,
}

macro_rules! embedded {
    ($($path:literal)*) => {
        /// Every file; the files of one folder stand together, `document.toml` first.
        pub static FILES: &[SeedFile] = &[
            $(SeedFile {
                path: $path,
                text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/", $path)),
            }),*
        ];
    };
}

embedded! {
    "000/document.toml"
    "000/channel.toml"
    "000/crossing.toml"
    "000/duty.toml"
    "000/hazard.toml"
    "000/object.toml"
    "000/rule.toml"
    "000/task.toml"
    "000/unit.toml"
    "000/omitted.toml"
    "001/document.toml"
    "001/channel.toml"
    "001/duty.toml"
    "001/rule.toml"
    "001/task.toml"
    "001/unit.toml"
    "001/omitted.toml"
    "002/document.toml"
    "002/channel.toml"
    "002/crossing.toml"
    "002/duty.toml"
    "002/rule.toml"
    "002/task.toml"
    "002/unit.toml"
    "002/works.toml"
    "002/omitted.toml"
    "003/document.toml"
    "003/duty.toml"
    "003/rule.toml"
    "003/task.toml"
    "003/unit.toml"
    "003/works.toml"
    "003/omitted.toml"
    "004/document.toml"
    "004/channel.toml"
    "004/crossing.toml"
    "004/duty.toml"
    "004/rule.toml"
    "004/task.toml"
    "004/unit.toml"
    "004/works.toml"
    "004/omitted.toml"
    "documents/000-son-la-plan-2026.txt"
    "documents/001-resolution-23-nq-cp-2022.txt"
    "documents/002-lang-son-letter-2026-02.txt"
    "documents/003-lang-son-notice-72-2026.txt"
    "documents/004-lang-son-conclusion-2025-05-21.txt"
}

/// The text of a file, by its path under `seeds/`.
pub fn text(path: &str) -> Option<&'static str> {
    FILES.iter().find(|file| file.path == path).map(|file| file.text)
}
