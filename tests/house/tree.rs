//! The files of the repository, read from the disk.

use std::fs;
use std::path::{Path, PathBuf};

/// Text files under the root, as (path relative to the root, text).
pub(crate) struct Tree(Vec<(String, String)>);

impl Tree {
    /// Reads the given folders, deep; `""` stands for the files at the root itself. Folders that are not
    /// there are empty. What is not UTF-8 is not text.
    pub(crate) fn read(folders: &[&str]) -> Self {
        let mut files = Vec::new();
        for folder in folders {
            walk(Path::new(folder), !folder.is_empty(), &mut files);
        }
        assert!(!files.is_empty(), "nothing to check in {folders:?}");
        files.sort();
        Self(files)
    }

    /// Applies a rule for one file to all of them.
    pub(crate) fn complaints(&self, rule: fn(&str, &str) -> Vec<String>) -> Vec<String> {
        self.0.iter().flat_map(|(path, text)| rule(path, text)).collect()
    }
}

/// The names of the folders in a folder.
pub(crate) fn folders(of: &str) -> Vec<String> {
    let names = entries(Path::new(of)).into_iter().filter(|path| root().join(path).is_dir());
    names.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect()
}

/// The text of one file; empty when there is none.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(read) = fs::read_dir(root().join(folder)) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = read.flatten().map(|entry| folder.join(entry.file_name())).collect();
    paths.sort();
    paths
}

fn walk(folder: &Path, deep: bool, files: &mut Vec<(String, String)>) {
    for path in entries(folder) {
        let full = root().join(&path);
        if full.is_dir() {
            if deep && !path.ends_with("node_modules") {
                walk(&path, deep, files);
            }
        } else if let Ok(text) = fs::read_to_string(&full) {
            files.push((path.to_string_lossy().replace('\\', "/"), text));
        }
    }
}
