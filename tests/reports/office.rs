//! A real `LibreOffice` opens the document, and what it prints is what the report says.

use std::path::Path;
use std::process::Command;

use crate::support::ENGINES;
use crate::world::{MONTH, month};

/// Runs a program that must be there.
fn run(program: &str, arguments: &[&str], home: &Path) -> Vec<u8> {
    let done = Command::new(program).args(arguments).env("HOME", home).output();
    let done = done.unwrap_or_else(|error| panic!("{program}: {error}; scripts/install-test-needs installs it"));
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

#[test]
fn libreoffice_prints_an_official_document_of_the_same_figures() {
    let posts = month(ENGINES[0]);
    let file = posts.get("ngoai-vu", &format!("{MONTH}?unit=son-la&f=docx")).body;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(at("bao-cao.docx"), file).unwrap();
    let arguments = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", &at("."), &at("bao-cao.docx")];
    run("soffice", &arguments, folder.path());
    // To be looked at by whoever asks for it.
    if let Ok(kept) = std::env::var("MOCGIOI_KEEP_REPORT") {
        std::fs::create_dir_all(&kept).unwrap();
        for name in ["bao-cao.docx", "bao-cao.pdf"] {
            std::fs::copy(at(name), Path::new(&kept).join(name)).unwrap();
        }
    }
    let text = String::from_utf8(run("pdftotext", &["-layout", &at("bao-cao.pdf"), "-"], folder.path())).unwrap();
    // Numbers cling to the word before them.
    let plain = text.replace('\u{a0}', " ");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "BÁO CÁO",
        "Tháng 11/2026 (từ ngày 15/10/2026 đến ngày 14/11/2026)",
        "Kính gửi: Ủy ban nhân dân tỉnh",
        "Tổng số lần kiểm tra: 4; trong đó: đơn phương 3; liên hợp 1.",
        "Tổng số lượt tuần tra: 4; trong đó: đơn phương 1; song phương 2; liên hợp 1.",
        "45/BC-",
        "Nơi nhận:",
    ] {
        assert!(plain.contains(part), "{part}: {text}");
    }
    let about = String::from_utf8(run("pdfinfo", &[&at("bao-cao.pdf")], folder.path())).unwrap();
    assert!(about.contains("A4"), "{about}");
    let fonts = String::from_utf8(run("pdffonts", &[&at("bao-cao.pdf")], folder.path())).unwrap();
    // Times New Roman, or the font of the same measures that stands for it where it is not installed.
    assert!(fonts.contains("Times") || fonts.contains("LiberationSerif"), "{fonts}");
    // The page number: none on the first page, 2 on top of the second.
    let page = |n: &str| {
        let text = run("pdftotext", &["-f", n, "-l", n, "-layout", &at("bao-cao.pdf"), "-"], folder.path());
        String::from_utf8(text)
            .unwrap()
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    assert_eq!(page("2"), "2");
    assert!(page("1").contains("CỘNG HÒA"), "{}", page("1"));
}
