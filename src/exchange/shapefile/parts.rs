//! The files that make up one shapefile: beside each other in a folder, or in a zip archive.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use crate::exchange::archive::Archive;
use crate::exchange::encoding::EncodingHint;
use crate::exchange::rows::FileFault;

/// A `.prj` or `.cpg` is a line of text.
const MOST_TEXT: u64 = 1 << 16;

/// Where a part is read from.
pub trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// The parts of one shapefile.
pub struct Parts {
    pub shp: Box<dyn Source>,
    pub shx: Option<Box<dyn Source>>,
    pub dbf: Option<Box<dyn Source>>,
    pub prj: Option<String>,
    pub cpg: Option<String>,
    /// What the person says of the table's encoding.
    pub encoding: EncodingHint,
}

impl Parts {
    /// A `.shp` alone.
    pub fn new(shp: impl Source + 'static) -> Self {
        Self { shp: Box::new(shp), shx: None, dbf: None, prj: None, cpg: None, encoding: EncodingHint::Detect }
    }

    /// In a zip archive, or as the `.shp` at the path and what lies beside it. `layer` is the name without an ending.
    ///
    /// # Errors
    /// No such file or layer, several layers and none chosen, an archive that [`Archive`] refuses.
    pub fn find(path: &Path, layer: Option<&str>) -> Result<Self, FileFault> {
        let mut file = File::open(path).map_err(|error| FileFault::unreadable(&error))?;
        let mut start = Vec::new();
        let read = file.by_ref().take(2).read_to_end(&mut start);
        read.and_then(|_| file.rewind()).map_err(|error| FileFault::unreadable(&error))?;
        if start == b"PK" { Self::in_archive(file, layer) } else { Self::beside(path, file, layer) }
    }

    fn beside(path: &Path, shp: File, layer: Option<&str>) -> Result<Self, FileFault> {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if layer.is_some_and(|layer| layer != stem) {
            return Err(no_layer(layer.unwrap_or_default(), &[stem.as_str()]));
        }
        let open = |ending: &str| {
            let candidates = [path.with_extension(ending), path.with_extension(ending.to_ascii_uppercase())];
            let found = candidates.iter().find(|candidate| candidate.is_file());
            found.map(File::open).transpose().map_err(|error| FileFault::unreadable(&error))
        };
        Self::gather(shp, open)
    }

    fn in_archive(file: File, layer: Option<&str>) -> Result<Self, FileFault> {
        let mut archive = Archive::open(file)?;
        let names: Vec<String> = archive.names().to_vec();
        let shapes: Vec<&str> =
            names.iter().filter(|name| !is_shadow(name)).filter_map(|name| stem(name, "shp")).collect();
        let chosen = match (layer, shapes.as_slice()) {
            (None, [one]) => *one,
            (None, []) => return Err(no_shapes(&names)),
            (None, several) => return Err(several_layers(&base_names(several))),
            (Some(layer), all) => {
                let of_layer = |stem: &&&str| base(stem) == layer;
                all.iter().find(of_layer).ok_or_else(|| no_layer(layer, &base_names(all)))?
            }
        };
        let mut open = |ending: &str| {
            let is_it = |name: &String| stem(name, ending).is_some_and(|stem| stem.eq_ignore_ascii_case(chosen));
            names.iter().position(is_it).map(|entry| archive.unpack(entry)).transpose()
        };
        let shp = open("shp")?.ok_or_else(|| no_shapes(&names))?;
        Self::gather(shp, open)
    }

    fn gather(shp: File, mut open: impl FnMut(&str) -> Result<Option<File>, FileFault>) -> Result<Self, FileFault> {
        let mut parts = Self::new(shp);
        parts.shx = open("shx")?.map(|file| Box::new(file) as Box<dyn Source>);
        parts.dbf = open("dbf")?.map(|file| Box::new(file) as Box<dyn Source>);
        parts.prj = open("prj")?.map(text).transpose()?;
        parts.cpg = open("cpg")?.map(text).transpose()?;
        Ok(parts)
    }
}

/// A short text. Names inside a `.prj` may be in any encoding and matter to nobody, so what is not UTF-8 is replaced.
fn text(file: File) -> Result<String, FileFault> {
    let mut bytes = Vec::new();
    file.take(MOST_TEXT + 1).read_to_end(&mut bytes).map_err(|error| FileFault::unreadable(&error))?;
    if bytes.len() as u64 > MOST_TEXT {
        return Err(FileFault::fatal(
            "shapefile_text_too_long",
            "tệp .prj hoặc .cpg dài quá 64 KiB",
            "the .prj or .cpg is longer than 64 KiB",
        ));
    }
    Ok(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').trim().to_owned())
}

/// What a Mac puts beside each file: not the file.
fn is_shadow(name: &str) -> bool {
    name.starts_with("__MACOSX/") || base(name).starts_with("._")
}

/// The name without its ending, when it has that ending.
fn stem<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let (stem, found) = name.rsplit_once('.')?;
    found.eq_ignore_ascii_case(ending).then_some(stem)
}

fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn base_names<'a>(stems: &[&'a str]) -> Vec<&'a str> {
    stems.iter().map(|stem| base(stem)).collect()
}

fn no_shapes(names: &[String]) -> FileFault {
    let found: Vec<&str> = names.iter().map(|name| base(name)).filter(|name| !name.is_empty()).take(10).collect();
    let found = found.join(", ");
    FileFault::fatal(
        "shapefile_missing",
        format!("tệp zip không có tệp .shp nào, chỉ có: {found}"),
        format!("there is no .shp in the zip archive, only: {found}"),
    )
}

fn several_layers(layers: &[&str]) -> FileFault {
    let list = layers.join(", ");
    FileFault::fatal(
        "several_layers",
        format!("tệp có nhiều lớp, hãy chọn một: {list}"),
        format!("the file has several layers, choose one: {list}"),
    )
}

fn no_layer(layer: &str, layers: &[&str]) -> FileFault {
    let list = layers.join(", ");
    FileFault::fatal(
        "no_such_layer",
        format!("tệp không có lớp \"{layer}\", chỉ có: {list}"),
        format!("the file has no layer \"{layer}\", only: {list}"),
    )
}
