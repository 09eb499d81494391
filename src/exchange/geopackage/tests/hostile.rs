//! Damaged and hostile files: a clear fault, nothing of theirs is run, nothing is written.

use super::{Package, open};
use crate::exchange::rows::{DeclaredCrs, OutPlace, SourcePlace};
use crate::exchange::testing::{at, layer, row};

/// Three points.
fn three() -> Package {
    let points = [1.0, 2.0, 3.0].map(|x| row("a", OutPlace::Point(at(x, 20.0, None))));
    Package::written(&layer(false), &points)
}

fn code(package: &Package) -> String {
    package.codes().join(" ")
}

#[test]
fn a_file_with_triggers_is_read_and_nothing_runs() {
    let package = three();
    package.alter(
        "CREATE TABLE spy (a); \
         CREATE TRIGGER t1 AFTER INSERT ON markers BEGIN INSERT INTO spy VALUES (1); END; \
         CREATE TRIGGER t2 BEFORE UPDATE ON gpkg_contents BEGIN INSERT INTO spy VALUES (2); END; \
         CREATE VIEW v AS SELECT * FROM markers;",
    );
    let before = std::fs::read(&package.path).unwrap();
    let file = open(&package.path, None).unwrap();
    assert!(file.notes.iter().any(|note| note.contains("triggers or views (3)")), "{:?}", file.notes);
    assert_eq!(file.rows.map(Result::unwrap).count(), 3);
    assert_eq!(std::fs::read(&package.path).unwrap(), before, "not a byte of the file has changed");
    let beside = package.path.parent().unwrap().read_dir().unwrap().count();
    assert_eq!(beside, 1, "and nothing lies beside it");
}

#[test]
fn views_and_virtual_tables_are_no_layers() {
    let package = three();
    package.alter("ALTER TABLE markers RENAME TO hidden; CREATE VIEW markers AS SELECT * FROM hidden;");
    assert_eq!(package.codes(), ["geopackage_not_a_table"]);
    let package = three();
    package.alter("DROP TABLE markers; CREATE VIRTUAL TABLE markers USING fts5(fid, geom, id);");
    assert_eq!(package.codes(), ["geopackage_not_a_table"]);
    let package = three();
    package.alter(
        "ALTER TABLE gpkg_geometry_columns RENAME TO h; \
         CREATE VIEW gpkg_geometry_columns AS SELECT * FROM h;",
    );
    assert_eq!(package.codes(), ["geopackage_not_a_table"]);
}

#[test]
fn a_schema_that_lies_is_refused() {
    let hidden = "CREATE TABLE hidden (fid INTEGER PRIMARY KEY, geom, id)";
    let view = "CREATE VIEW markers AS SELECT fid, geom, printf(''%.*c'', 100000000, ''x'') AS id FROM hidden";
    for (set, code) in [
        (format!("sql = '{hidden}'"), "geopackage_damaged"),
        (format!("sql = '{view}', rootpage = 0"), "geopackage_damaged"),
        (format!("sql = '{view}', rootpage = 0, type = 'view'"), "geopackage_not_a_table"),
        ("sql = replace(sql, 'CREATE TABLE', 'CREATE/* */TABLE')".to_owned(), "geopackage_not_a_table"),
        ("rootpage = 1".to_owned(), "geopackage_damaged"),
    ] {
        let package = three();
        package.alter(&format!(
            "CREATE TABLE hidden (fid INTEGER PRIMARY KEY, geom, id); PRAGMA writable_schema = ON; \
             UPDATE sqlite_schema SET {set} WHERE name = 'markers';"
        ));
        assert_eq!(package.codes(), [code], "{set}");
    }
}

#[test]
fn a_tree_that_leads_in_circles_is_refused() {
    let package = three();
    let filler = "INSERT INTO markers (id) SELECT printf('%.*c', 3000, 'x') FROM (SELECT 1 UNION SELECT 2 UNION SELECT 3 \
        UNION SELECT 4);";
    package.alter(filler);
    assert_eq!(package.codes(), ["ok"; 7]);
    // All cells of the root lead to the page that its first cell leads to.
    let mut bytes = std::fs::read(&package.path).unwrap();
    let root = bytes.chunks(4096).position(|page| page[0] == 5).unwrap() * 4096;
    let short = |bytes: &[u8], at: usize| usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
    let cells = short(&bytes, root + 3);
    let first: [u8; 4] = {
        let cell = root + short(&bytes, root + 12);
        bytes[cell..cell + 4].try_into().unwrap()
    };
    bytes[root + 8..root + 12].copy_from_slice(&first);
    for n in 0..cells {
        let cell = root + short(&bytes, root + 12 + 2 * n);
        bytes[cell..cell + 4].copy_from_slice(&first);
    }
    let codes = Package::of(&bytes).codes();
    assert!(matches!(codes.last(), Some(&("geopackage_order" | "geopackage_damaged"))), "{codes:?}");
}

#[test]
fn computed_columns_are_passed_over() {
    let package = three();
    package.alter(
        "ALTER TABLE markers ADD COLUMN evil TEXT GENERATED ALWAYS AS (printf('%.*c', 1000000000, 'x')) VIRTUAL;",
    );
    let file = open(&package.path, None).unwrap();
    assert!(file.notes.iter().any(|note| note.contains("evil")), "{:?}", file.notes);
    assert!(file.rows.map(Result::unwrap).all(|row| row.field("evil").is_none()));
}

#[test]
fn long_and_binary_values_are_faults_of_their_row() {
    let package = three();
    package.alter(
        "UPDATE markers SET number = printf('%.*c', 65537, 'x') WHERE fid = 1; \
         UPDATE markers SET number = x'ff00' WHERE fid = 2; \
         UPDATE markers SET number = CAST(x'ff' AS TEXT) WHERE fid = 3;",
    );
    assert_eq!(package.codes(), ["geopackage_value"; 3]);
    package.alter("UPDATE markers SET geom = zeroblob(8388609), number = printf('%.*c', 65536, 'x');");
    assert_eq!(package.codes(), ["geometry_unreadable"; 3]);
}

#[test]
fn geometries_that_lie_are_faults_of_their_row() {
    let package = three();
    let header = "47500001e6100000";
    let nan = "000000000000f87f";
    package.alter(&format!(
        "UPDATE markers SET geom = x'{header}0102000000ffffffff' WHERE fid = 1; \
         UPDATE markers SET geom = x'{header}0101000000{nan}{nan}' WHERE fid = 2; \
         UPDATE markers SET geom = x'{header}010300000000000000' WHERE fid = 3;"
    ));
    let [first, second, third] = package.all(None).try_into().unwrap();
    assert_eq!(first.unwrap_err().code, "geometry_length");
    assert_eq!(second.unwrap_err().code, "coordinate_not_finite");
    assert_eq!(third.unwrap().place, SourcePlace::Other("Polygon".into()));
    package.alter("UPDATE markers SET geom = 'POINT(1 2)';");
    assert_eq!(package.codes(), ["geometry_unreadable"; 3]);
    package.alter("UPDATE markers SET geom = NULL;");
    assert_eq!(package.codes(), ["ok"; 3]);
}

#[test]
fn a_file_may_be_cut_anywhere() {
    let bytes = std::fs::read(three().path).unwrap();
    for end in (0..bytes.len()).step_by(509) {
        let code = code(&Package::of(&bytes[..end]));
        assert!(matches!(code.as_str(), "geopackage_not_one" | "geopackage_cut_short"), "{end}: {code}");
    }
    // A file whose writer did not count its pages, cut between two of them.
    let mut unstated = bytes.clone();
    unstated[28..32].fill(0);
    for end in (4096..bytes.len()).step_by(4096) {
        let codes = Package::of(&unstated[..end]).codes();
        let is_whole = codes == ["ok"; 3];
        assert!(is_whole || codes.last().is_some_and(|code| code.starts_with("geopackage_")), "{end}: {codes:?}");
    }
}

#[test]
fn any_byte_may_be_wrong() {
    let bytes = std::fs::read(three().path).unwrap();
    for n in 0..300_usize {
        let mut wrong = bytes.clone();
        let at = (n * 7_919 * 31) % bytes.len();
        wrong[at] ^= 1 << (n % 8);
        assert!(Package::of(&wrong).codes().len() < 1_000, "byte {at}");
    }
}

#[test]
fn other_files_are_none() {
    for bytes in [&b""[..], b"SQLite format 3\0", b"PK\x03\x04", &[0; 200]] {
        assert_eq!(Package::of(bytes).codes(), ["geopackage_not_one"]);
    }
    let package = three();
    package.alter("DROP TABLE gpkg_contents;");
    assert_eq!(package.codes(), ["geopackage_missing_table"]);
}

#[test]
fn a_journal_beside_the_file_is_refused() {
    let package = three();
    let mut name = package.path.clone().into_os_string();
    name.push("-wal");
    std::fs::write(&name, b"rows").unwrap();
    assert_eq!(package.codes(), ["geopackage_in_use"]);
    std::fs::write(&name, b"").unwrap();
    assert_eq!(package.codes(), ["ok"; 3]);
}

#[test]
fn several_layers_are_listed_and_one_can_be_chosen() {
    let package = three();
    package.alter(
        "CREATE TABLE roads AS SELECT * FROM markers; DROP TABLE roads; \
         CREATE TABLE roads (fid INTEGER PRIMARY KEY, geom LINESTRING, ten TEXT); \
         INSERT INTO roads (ten) VALUES ('Đường 1'); \
         INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('roads', 'features', 'r', 4326); \
         INSERT INTO gpkg_geometry_columns VALUES ('roads', 'geom', 'LINESTRING', 4326, 0, 0);",
    );
    let fault = open(&package.path, None).err().unwrap();
    assert_eq!(fault.code, "several_layers");
    assert!(fault.vi.contains("markers, roads") || fault.vi.contains("roads, markers"), "{}", fault.vi);
    let rows = package.all(Some("roads"));
    assert_eq!(rows[0].as_ref().unwrap().field("ten"), Some("Đường 1"));
}

#[test]
fn a_layer_whose_table_is_not_as_it_should_be_is_refused() {
    for sql in [
        "ALTER TABLE markers RENAME COLUMN geom TO shape;",
        "DROP TABLE markers; CREATE TABLE markers (fid TEXT PRIMARY KEY, geom BLOB);",
        "DROP TABLE markers; CREATE TABLE markers (fid INTEGER, geom BLOB);",
        "DROP TABLE markers; CREATE TABLE markers (a INTEGER, b INTEGER, geom BLOB, PRIMARY KEY (a, b));",
    ] {
        let package = three();
        package.alter(sql);
        assert_eq!(package.codes(), ["geopackage_layer_form"], "{sql}");
    }
    let package = three();
    package.alter("DROP TABLE markers;");
    assert_eq!(package.codes(), ["geopackage_missing_table"]);
}

#[test]
fn the_reference_system_is_what_the_file_says() {
    let crs = |sql: &str| {
        let package = three();
        package.alter(sql);
        open(&package.path, None).unwrap().crs
    };
    let layer = |srs: &str| format!("UPDATE gpkg_geometry_columns SET srs_id = {srs};");
    assert_eq!(crs(&layer("-1")), DeclaredCrs::Undeclared);
    assert_eq!(crs(&layer("77")), DeclaredCrs::Undeclared, "not in its own table");
    let system = "INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 100001, 'epsg', 9206, 'WKT', NULL);";
    assert_eq!(crs(&format!("{system} {}", layer("100001"))), DeclaredCrs::Epsg(9206));
    let system = "INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 100001, 'NONE', 1, 'PROJCS[…]', NULL);";
    assert_eq!(crs(&format!("{system} {}", layer("100001"))), DeclaredCrs::Wkt("PROJCS[…]".into()));
}
