//! The coordinate reference systems that people bring coordinates in.
//!
//! A closed list: WGS 84 and VN-2000, each as longitude and latitude and in its metre grids. What is not on it is refused
//! with the list, because a wrong system shifts every point by metres or kilometres and nobody sees it in the numbers.
//!
//! | file | noun |
//! |---|---|
//! | [`system`](Crs) | the list, and what each system is made of |
//! | [`text`](Crs::parse) | reads codes, URNs and what people write, with `words` (known words) |
//! | [`wkt`](Crs::wkt1) | writes well-known text, with and without ESRI's names |
//! | [`from_wkt`](Crs::from_wkt) | recognises a system in well-known text, with `wkt_node` (text → tree) |
//! | [`provinces`](Crs::provinces) | which provinces used a TM-3 system: help for people, never a rule |
//! | [`shift`](Shift) | the published parameters between the two datums |
//! | [`height`](VerticalDatum) | what a height is counted from |
//! | [`fault`](CrsFault) | why a text names no system, in Vietnamese and in English |
//!
//! Deliberately absent: the formulas. [`geo::datum`](crate::geo::datum) goes from one system to another.
//!
//! **Axes.** Whatever a system's own definition says, here `x` is always easting or longitude and `y` northing or
//! latitude. Surveyors write the other way round: their X is the northing.
//!
//! ```
//! use mocgioi::domain::crs::Crs;
//!
//! let son_la = Crs::parse("VN-2000, kinh tuyến trục 104°00'")?;
//! assert_eq!(son_la, Crs::parse("EPSG:9206")?);
//! assert_eq!(son_la.epsg_name(), "VN-2000 / TM-3 104-00");
//! // Zone 48 exists on both datums, 222 m apart.
//! assert!(Crs::parse("UTM 48N").is_err());
//! # Ok::<(), mocgioi::domain::crs::CrsFault>(())
//! ```

mod fault;
mod from_wkt;
#[cfg(test)]
mod from_wkt_tests;
mod height;
mod provinces;
mod shift;
mod system;
mod text;
#[cfg(test)]
mod text_tests;
mod wkt;
mod wkt_node;
mod words;

pub use fault::CrsFault;
pub use height::VerticalDatum;
pub use shift::Shift;
pub use system::{Crs, Datum, Family, Meridian, Projection};
