//! Geometry literals.

/// Two coordinates, in the order in which they were written.
pub type Corner = [f64; 2];

/// A geometry as it was written; heights are passed over.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    Point(Corner),
    Line(Vec<Corner>),
    Polygon(Vec<Vec<Corner>>),
    Points(Vec<Corner>),
    Lines(Vec<Vec<Corner>>),
    Polygons(Vec<Vec<Vec<Corner>>>),
    Collection(Vec<Self>),
    /// Lower corner, upper corner.
    Box(Corner, Corner),
}

impl Geometry {
    /// The same with every corner somewhere else. Boxes are not lines of corners: what becomes of one is for `of_box`.
    ///
    /// # Errors
    /// Those of the functions.
    pub fn moved<E>(
        &self,
        corner: &mut impl FnMut(Corner) -> Result<Corner, E>,
        of_box: &mut impl FnMut(Corner, Corner) -> Result<Self, E>,
    ) -> Result<Self, E> {
        Ok(match self {
            Self::Point(at) => Self::Point(corner(*at)?),
            Self::Line(line) => Self::Line(line.iter().map(|at| corner(*at)).collect::<Result<_, E>>()?),
            Self::Points(all) => Self::Points(all.iter().map(|at| corner(*at)).collect::<Result<_, E>>()?),
            Self::Polygon(rings) => Self::Polygon(lines(rings, corner)?),
            Self::Lines(all) => Self::Lines(lines(all, corner)?),
            Self::Polygons(all) => {
                Self::Polygons(all.iter().map(|rings| lines(rings, corner)).collect::<Result<_, E>>()?)
            }
            Self::Collection(all) => {
                let mut moved = Vec::with_capacity(all.len());
                for one in all {
                    moved.push(one.moved_within(corner, of_box)?);
                }
                Self::Collection(moved)
            }
            Self::Box(low, high) => of_box(*low, *high)?,
        })
    }

    /// Members of a collection, which hold no collection themselves.
    fn moved_within<E>(
        &self,
        corner: &mut impl FnMut(Corner) -> Result<Corner, E>,
        of_box: &mut impl FnMut(Corner, Corner) -> Result<Self, E>,
    ) -> Result<Self, E> {
        match self {
            Self::Collection(_) => Ok(self.clone()),
            other => other.moved(corner, of_box),
        }
    }
}

fn lines<E>(all: &[Vec<Corner>], corner: &mut impl FnMut(Corner) -> Result<Corner, E>) -> Result<Vec<Vec<Corner>>, E> {
    all.iter().map(|line| line.iter().map(|at| corner(*at)).collect()).collect()
}
