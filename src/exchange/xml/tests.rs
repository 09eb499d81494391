//! XML that attacks, breaks off, or is written in another encoding.

use std::io::{BufReader, Read};

use super::*;

/// All texts and names of a document, or its fault.
fn walk(bytes: impl AsRef<[u8]>) -> Result<String, FileFault> {
    // A tiny buffer, so that every token is cut somewhere.
    let mut xml = Cursor::open(BufReader::with_capacity(5, bytes.as_ref()))?;
    let mut seen = String::new();
    loop {
        match xml.step()? {
            Step::Start => seen.extend(["<", xml.name(), ">"]),
            Step::End => seen.push_str("</>"),
            Step::Text => seen.push_str(&xml.text),
            Step::Eof => return Ok(seen),
        }
    }
}

fn fault(bytes: impl AsRef<[u8]>) -> (&'static str, Option<u64>) {
    let fault = walk(bytes).unwrap_err();
    assert!(fault.ends());
    (fault.code, fault.line)
}

#[test]
fn elements_texts_references_and_cdata_are_seen() {
    let text = "<?xml version='1.0'?><!-- c --><a>x&amp;&#273;<b/><![CDATA[<y>]]></a>\n";
    assert_eq!(walk(text).unwrap(), "<a>x&đ<b></><y></>");
}

#[test]
fn an_element_belongs_to_the_format_by_the_prefix_of_the_root() {
    assert_eq!(walk("<k:kml><k:a/><g:a/></k:kml>").unwrap(), "<kml><a></><g:a></></>");
    assert_eq!(walk("<kml><a/><g:a/></kml>").unwrap(), "<kml><a></><g:a></></>");
}

#[test]
fn a_billion_laughs_are_refused_before_the_first() {
    let laughs = r#"<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 <!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
 <!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">
]>
<gpx>&lol2;</gpx>"#;
    assert_eq!(fault(laughs), ("xml_doctype", Some(2)));
    assert_eq!(fault("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>").0, "xml_doctype");
    assert_eq!(fault("<gpx>\n&lol;</gpx>"), ("xml_entity", Some(2)));
    for reference in ["&#0;", "&#x1;", "&#xD800;", "&#xFFFF;", "&#x110000;", "&#;"] {
        assert_eq!(fault(format!("<a>{reference}</a>")).0, "xml_entity", "{reference}");
    }
}

#[test]
fn broken_and_truncated_files_are_refused_with_their_line() {
    for (text, code, line) in [
        ("", "xml_empty", None),
        ("<!-- nothing -->", "xml_empty", None),
        ("<a>\n<b>\n", "xml_truncated", Some(3)),
        ("<a>\n<b", "xml_truncated", Some(2)),
        ("<a>\n<b x=\"1", "xml_truncated", Some(2)),
        ("<a>\n<!-- ", "xml_truncated", Some(2)),
        ("<a>\n<![CDATA[", "xml_truncated", Some(2)),
        ("<a>\n</b>", "xml_syntax", Some(2)),
        ("<a/>\n</a>", "xml_syntax", Some(2)),
        ("<a/>\n<b/>", "xml_syntax", Some(2)),
        ("<a/>\nx", "xml_syntax", Some(2)),
        ("x<a/>", "xml_syntax", Some(1)),
        ("<a>\n& </a>", "xml_syntax", Some(2)),
        ("<a>\n<!x></a>", "xml_syntax", Some(2)),
        ("<a>\n\u{1}</a>", "xml_character", Some(2)),
        ("<a>\0</a>", "xml_character", Some(1)),
    ] {
        assert_eq!(fault(text), (code, line), "{text}");
    }
}

#[test]
fn attributes_are_read_and_broken_ones_refused() {
    let attributes = |text: &str| {
        let mut xml = Cursor::open(text.as_bytes()).unwrap();
        assert_eq!(xml.step(), Ok(Step::Start));
        xml.attributes(["lat", "lon"])
    };
    let [lat, lon] = attributes("<p lon = '2&#46;5' g:lat='9'  lat=\"1\"/>").unwrap();
    assert_eq!((lat.as_deref(), lon.as_deref()), (Some("1"), Some("2.5")));
    for broken in ["<p lat=1/>", "<p lat/>", "<p lat='1' lat='2'/>", "<p lat='&#xZ;'/>", "<p lat='&amp'/>"] {
        assert_eq!(attributes(broken).unwrap_err().code, "xml_syntax", "{broken}");
    }
    assert_eq!(attributes("<p lat='&lol;'/>").unwrap_err().code, "xml_entity");
}

#[test]
fn depth_tags_names_and_texts_are_bounded() {
    assert_eq!(fault("<a>".repeat(65)).0, "xml_too_deep");
    assert!(walk(format!("{}{}", "<a>".repeat(64), "</a>".repeat(64))).is_ok());
    assert_eq!(fault(format!("<a>\n<b x='{}'/></a>", "1".repeat(70_000))), ("xml_too_large", Some(2)));
    assert_eq!(fault(format!("<{}/>", "a".repeat(300))).0, "xml_too_large");
    let endless = std::io::Cursor::new(b"<a>".to_vec()).chain(std::io::repeat(b'x'));
    let mut xml = Cursor::open(BufReader::new(endless)).unwrap();
    assert_eq!(xml.step(), Ok(Step::Start));
    assert_eq!(xml.content().unwrap_err().code, "xml_too_large");
    let pieces = std::io::Cursor::new(format!("<a>{}</a>", format!("{}<!-- -->", "x".repeat(1_000)).repeat(20_000)));
    assert!(walk_bytes(pieces).is_ok(), "many small texts are no large one");
}

fn walk_bytes(input: impl BufRead) -> Result<(), FileFault> {
    let mut xml = Cursor::open(input)?;
    xml.finish()
}

#[test]
fn declared_encodings_are_decoded() {
    let text = "<a>Đường tuần tra Mốc</a>";
    let utf16 = |declaration: &str, bom: bool, big: bool| {
        let bom = if bom { "\u{feff}" } else { "" };
        let units = format!("{bom}{declaration}{text}");
        units
            .encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect::<Vec<u8>>()
    };
    let want = "<a>Đường tuần tra Mốc</>";
    let declaration = "<?xml version='1.0' encoding='UTF-16'?>";
    for (declaration, bom, big) in [
        ("", true, false),
        ("", true, true),
        (declaration, true, false),
        (declaration, true, true),
        (declaration, false, false),
        (declaration, false, true),
    ] {
        assert_eq!(walk(utf16(declaration, bom, big)).as_deref(), Ok(want), "{declaration} {bom} {big}");
    }
    assert_eq!(walk(format!("\u{feff}{text}")).as_deref(), Ok(want));
    assert_eq!(walk(format!("{declaration}{text}")).as_deref(), Ok(want), "converted, but not its declaration");
    let latin = b"<?xml version=\"1.0\" encoding = \"ISO-8859-1\" ?><a>caf\xe9</a>";
    assert_eq!(walk(latin).as_deref(), Ok("<a>café</>"));
    let vietnamese = b"<?xml version='1.0' encoding='windows-1258'?><a>\xd0\xfd</a>";
    assert_eq!(walk(vietnamese).as_deref(), Ok("<a>Đư</>"));
}

#[test]
fn wrong_encodings_are_refused_with_their_line() {
    assert_eq!(fault(b"<a>\n\xf4</a>"), ("xml_encoding", Some(2)));
    assert_eq!(fault("<?xml version='1.0' encoding='klingon'?><a/>"), ("xml_encoding", Some(1)));
    assert_eq!(fault(b"<?xml version='1.0' encoding='utf-8'?>\n<a>\xe9</a>"), ("xml_encoding", Some(2)));
    let odd: Vec<u8> = "\u{feff}<a/>".encode_utf16().flat_map(u16::to_le_bytes).chain([b'x']).collect();
    assert_eq!(fault(odd).0, "xml_encoding");
    let spaced = format!("<?xml version='1.0' {}encoding='latin1'?><a/>", " ".repeat(2_000));
    assert_eq!(walk(spaced).as_deref(), Ok("<a></>"), "a declaration out of reach leaves UTF-8");
}
