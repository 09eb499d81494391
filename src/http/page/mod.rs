//! Pages for people: plain values in, HTML out.
//!
//! Pure: no axum, no SQL, no clock. The server draws every picture itself as SVG inside the page; there is no
//! script, no font or image from elsewhere, and no style attribute, so a strict content policy holds.
//!
//! | module | what it holds |
//! |---|---|
//! | [`view`] | what the pages are given |
//! | [`words`] | every word they say by themselves, Vietnamese and English; numbers and distances |
//! | [`style`] | the look, light and dark |
//! | [`frame`] | what is around every page |
//! | [`mod@landing`], [`collection`], [`items`], [`item`], [`plain`] | the pages |
//! | [`mod@login`] | the way in |
//! | [`mod@intake`] | who has sent its part of a report |
//! | [`mod@minutes`] | minutes to print and sign, with a style of their own |
//! | [`value`] | values of properties |
//! | [`picture`], [`small`] | the two pictures, put together from [`overview`], [`badges`], [`close_up`], [`dressing`], [`legend`] |
//! | [`symbols`], [`stretch`], [`placer`] | signs; which stretches are enlarged; room for labels |
//! | [`project`], [`trace`], [`path`] | from degrees to path data |

pub mod badges;
pub mod close_up;
pub mod collection;
pub mod dressing;
pub mod frame;
pub mod intake;
pub mod item;
pub mod items;
pub mod landing;
pub mod legend;
pub mod login;
pub mod minutes;
mod minutes_style;
pub mod overview;
pub mod path;
pub mod picture;
pub mod placer;
pub mod plain;
pub mod project;
pub mod report;
pub mod report_style;
pub mod small;
pub mod stretch;
pub mod style;
pub mod symbols;
pub mod trace;
pub mod value;
pub mod view;
pub mod words;

pub use collection::{collection_page, collections_page};
pub use item::item_page;
pub use items::items_page;
pub use landing::landing;
pub use login::login_page;
pub use minutes_style::PRINT_STYLE;
pub use plain::{api_page, conformance_page, problem_page, schema_page};
pub use small::small_picture;

#[cfg(test)]
mod tests;
