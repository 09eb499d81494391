//! `/field/`: the page of the phone. Plain files from `web/field/`, inside the binary, under a policy of their own.
//!
//! The other pages have no scripts and keep their policy. This one is a program that keeps a journal on the phone
//! (`docs/field-page.md`); it gets nothing here that any other client of the interface would not get, and knows nobody's
//! cookie. A service worker keeps the files, so that the phone starts without a network.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::answer;
use super::ask::Ask;
use super::problem::Problem;
use crate::domain::chain::Digest;
use crate::domain::fault::Code;

/// Where the page is; its files lie beside it.
pub const PAGE: &str = "/field/";
pub const FILE: &str = "/field/{file}";

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// Scripts, style and requests of this origin alone; nothing inline, nothing from text (Trusted Types: the one policy is for
/// the address of the service worker); pictures from memory besides, for those that are chosen or shown to an approver.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
     worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types mocgioi-field",
);

/// Stands in the service worker for [`release`].
const RELEASE: &str = "{release}";
const WORKER: &str = "sw.js";
const INDEX: &str = "index.html";

struct File {
    name: &'static str,
    media: &'static str,
    bytes: &'static [u8],
}

macro_rules! files {
    ($($media:ident: $($name:literal)+;)+) => {
        &[$($(File {
            name: $name,
            media: $media,
            bytes: include_bytes!(concat!("../../web/field/", $name)),
        },)+)+]
    };
}

const MANIFEST: &str = "application/manifest+json";
const SVG: &str = "image/svg+xml";

/// All files of the page, by the name that they have under [`PAGE`].
static FILES: &[File] = files! {
    HTML: "index.html";
    STYLE: "field.css";
    MANIFEST: "field.webmanifest";
    SVG: "icon.svg";
    SCRIPT: "sw.js" "main.js" "dom.js" "words.js" "vault.js" "attempts.js" "database.js" "journal.js" "entry.js" "marker.js"
        "server.js" "sender.js" "photos.js" "frame.js" "unlock.js" "form.js" "queue.js" "review.js" "said.js" "device.js";
    SCRIPT: "vendor-tus.min.js";
    TEXT: "vendor-licences.txt";
};

/// Whether a route is one of the page's: a cookie that is worth nothing any more does not keep anybody from it.
pub fn is_file(path: &str) -> bool {
    path == PAGE || path == FILE
}

/// The page itself.
///
/// # Errors
/// None: it is inside the program.
pub fn page(_: &Ask) -> Result<Response, Problem> {
    sent(INDEX)
}

/// A file of the page.
///
/// # Errors
/// 404 for what is none.
pub fn file(ask: &Ask) -> Result<Response, Problem> {
    sent(ask.variable(0))
}

fn sent(name: &str) -> Result<Response, Problem> {
    let file = FILES.iter().find(|file| file.name == name).ok_or_else(|| Problem::not_found(Code::NotFound))?;
    let bytes = if file.name == WORKER { worker() } else { Bytes::from_static(file.bytes) };
    let mut response = answer::bytes(StatusCode::OK, file.media, bytes);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}

/// A browser takes up a new release when the bytes of the worker change, so they say which release it is.
fn worker() -> Bytes {
    static WORKER_OF_RELEASE: LazyLock<Bytes> = LazyLock::new(|| {
        let worker = FILES.iter().find(|file| file.name == WORKER).map_or(&[][..], |file| file.bytes);
        String::from_utf8_lossy(worker).replace(RELEASE, &release()).into_bytes().into()
    });
    WORKER_OF_RELEASE.clone()
}

/// What tells one release of the page from another.
fn release() -> String {
    let parts: Vec<&[u8]> = FILES.iter().flat_map(|file| [file.name.as_bytes(), file.bytes]).collect();
    Digest::of(&parts).to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn on_disk() -> BTreeSet<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("web/field");
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn every_file_of_the_page_is_served_and_kept_by_the_phone() {
        let served: BTreeSet<String> = FILES.iter().map(|file| file.name.to_owned()).collect();
        let mut there = on_disk();
        there.remove("README.md");
        assert_eq!(served, there);
        // What the worker keeps is all but itself; the page goes by the address of the folder.
        let worker = String::from_utf8(worker().to_vec()).unwrap();
        let list = worker.split_once("const FILES = [").unwrap().1.split_once(']').unwrap().0;
        let kept: BTreeSet<String> = list.split('\'').skip(1).step_by(2).map(str::to_owned).collect();
        let wanted =
            served.into_iter().filter(|name| name != WORKER).map(|name| if name == INDEX { "./".into() } else { name });
        assert_eq!(kept, wanted.collect());
        assert!(worker.contains(&release()) && !worker.contains(RELEASE));
    }

    #[test]
    fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
        for file in FILES.iter().filter(|file| !file.name.starts_with("vendor-")) {
            let text = String::from_utf8(file.bytes.to_vec()).unwrap();
            for never in [
                "https://",
                "innerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                " style=",
                " onclick=",
                "import('",
            ] {
                assert!(!text.contains(never), "{}: {never}", file.name);
            }
            let addresses = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!addresses.contains("http://"), "{}", file.name);
        }
        let page = String::from_utf8(FILES[0].bytes.to_vec()).unwrap();
        assert!(
            !page.contains("<style")
                && page.matches("<script").count()
                    == page.matches("<script src=").count() + page.matches("<script type=\"module\" src=").count()
        );
    }
}
