//! Any bytes are a zip archive, or refused; what is unpacked keeps to its bounds.

#![no_main]

use std::io::Write as _;

use libfuzzer_sys::fuzz_target;
use mocgioi::exchange::archive::Archive;

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("room for it");
    let Ok(mut archive) = Archive::open(file) else { return };
    for entry in 0..archive.names().len() {
        if let Ok(unpacked) = archive.unpack(entry) {
            let size = unpacked.metadata().expect("its size").len();
            assert!(size <= 16 << 20 || size <= 100 * bytes.len() as u64);
        }
    }
});
