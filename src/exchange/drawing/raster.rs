//! SVG as PNG, in the font that the program carries.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::{FONT, Svg};

const REGULAR: &[u8] = include_bytes!("../../../data/fonts/NotoSans-Regular.subset.ttf");
const BOLD: &[u8] = include_bytes!("../../../data/fonts/NotoSans-Bold.subset.ttf");
/// Pixels of the PNG for each of the picture: 200 to the inch where 96 are drawn.
const SCALE: f32 = 2.0;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    fonts.set_sans_serif_family(FONT);
    Arc::new(fonts)
});

/// A picture for documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    pub png: Vec<u8>,
    /// As it is to be shown, in pixels of CSS.
    pub width: u32,
    pub height: u32,
    pub alt: String,
}

/// Draws it. `None` for what is no picture, which our own drawings never are.
pub fn raster(svg: &Svg) -> Option<Raster> {
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: FONT.to_owned(), ..Options::default() };
    let tree = Tree::from_str(&svg.text, &options).ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred pixels")]
    let side = |length: f32| (length * SCALE).ceil() as u32;
    let mut pixels = Pixmap::new(side(tree.size().width()), side(tree.size().height()))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    let png = pixels.encode_png().ok()?;
    Some(Raster { png, width: svg.width, height: svg.height, alt: svg.alt.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::document::Bar;
    use crate::exchange::drawing::bars;

    #[test]
    fn vietnamese_is_drawn_in_the_embedded_font() {
        let bar = |text: &str| bars("x", &[Bar { text: text.to_owned(), count: 3 }]);
        let (written, blank) = (raster(&bar("Ế ộ ữ ỵ Đ")).unwrap(), raster(&bar("")).unwrap());
        assert_ne!(written.png, blank.png);
        assert!(written.png.starts_with(b"\x89PNG"));
        // The same picture, byte for byte.
        assert_eq!(raster(&bar("Ế ộ ữ ỵ Đ")).unwrap().png, written.png);
    }
}
