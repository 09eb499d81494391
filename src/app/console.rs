//! What the commands tell on standard output.
//!
//! `println!` of the standard library panics when nobody reads any more (`mocgioi audit verify | head`). In this folder
//! the macro of that name is the one below.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write as _};

/// What a shell reports of a program whose reader went away: 128 and the number of SIGPIPE.
const NOBODY_READS: i32 = 141;
/// `EX_IOERR` of sysexits.h.
const CANNOT_WRITE: i32 = 74;

macro_rules! println {
    () => { $crate::app::console::line(format_args!("")) };
    ($($argument:tt)*) => { $crate::app::console::line(format_args!($($argument)*)) };
}

/// Writes one line. Where that fails the program ends: quietly when its reader has seen enough, otherwise with the reason.
pub(super) fn line(text: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let Err(error) = out.write_fmt(text).and_then(|()| out.write_all(b"\n")) else { return };
    if error.kind() == ErrorKind::BrokenPipe {
        std::process::exit(NOBODY_READS);
    }
    eprintln!("mocgioi: {error}");
    std::process::exit(CANNOT_WRITE);
}
