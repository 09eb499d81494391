//! What a filter may cost. Every limit is far above what maps ask for, and far below what would be felt.

use super::fault::Cql2Fault;

/// Bytes of a filter.
pub const LONGEST: usize = 8 * 1024;
/// Levels of nesting: parentheses, `NOT`, functions, members of JSON.
pub const DEEPEST: usize = 32;
/// Operators, properties and literals.
pub const MOST_NODES: usize = 512;
/// Corners of all geometries together.
pub const MOST_VERTICES: usize = 1_000;

/// What is left to spend while a filter is read.
#[derive(Debug)]
pub struct Budget {
    depth: usize,
    nodes: usize,
    vertices: usize,
}

impl Budget {
    /// # Errors
    /// When the text is longer than any filter may be.
    pub fn of(text: &str) -> Result<Self, Cql2Fault> {
        if text.len() > LONGEST {
            return Err(Cql2Fault::costly(
                format!("bộ lọc dài quá {LONGEST} byte"),
                format!("the filter is longer than {LONGEST} bytes"),
            ));
        }
        Ok(Self { depth: DEEPEST, nodes: MOST_NODES, vertices: MOST_VERTICES })
    }

    /// One level down; [`up`](Self::up) again when it is done.
    ///
    /// # Errors
    /// When nothing may be nested deeper.
    pub fn down(&mut self) -> Result<(), Cql2Fault> {
        self.depth = self.depth.checked_sub(1).ok_or_else(|| {
            Cql2Fault::costly(
                format!("lồng nhau sâu quá {DEEPEST} tầng"),
                format!("it is nested deeper than {DEEPEST} levels"),
            )
        })?;
        Ok(())
    }

    pub const fn up(&mut self) {
        self.depth += 1;
    }

    /// # Errors
    /// When it has more nodes than a filter may have.
    pub fn node(&mut self) -> Result<(), Cql2Fault> {
        self.nodes = self.nodes.checked_sub(1).ok_or_else(|| {
            Cql2Fault::costly(
                format!("nhiều hơn {MOST_NODES} thành phần"),
                format!("it has more than {MOST_NODES} operators, properties and values"),
            )
        })?;
        Ok(())
    }

    /// # Errors
    /// When its geometries have more corners than those of a filter may have.
    pub fn vertex(&mut self) -> Result<(), Cql2Fault> {
        self.vertices = self.vertices.checked_sub(1).ok_or_else(|| {
            Cql2Fault::costly(
                format!("hình có nhiều hơn {MOST_VERTICES} đỉnh"),
                format!("its geometries have more than {MOST_VERTICES} vertices"),
            )
        })?;
        Ok(())
    }
}
