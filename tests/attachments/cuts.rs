//! A line that breaks: a proxy that lets so many bytes of each connection through and then cuts it, both ways at once.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) struct BreakingLine {
    pub(crate) base: String,
    pub(crate) cuts: Arc<AtomicUsize>,
}

impl BreakingLine {
    /// Cuts the first `cuts` connections that bring more than `after` bytes; later ones stay whole.
    pub(crate) fn to(base: &str, after: usize, cuts: usize) -> Self {
        let there = base.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = listener.local_addr().unwrap();
        let made = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&made);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(&there) else { continue };
                let (back_from, back_to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                std::thread::spawn(move || pass(&back_from, &back_to, usize::MAX, &AtomicUsize::new(0), 0));
                let count = Arc::clone(&count);
                std::thread::spawn(move || pass(&client, &server, after, &count, cuts));
            }
        });
        Self { base: format!("http://{here}"), cuts: made }
    }

    pub(crate) fn made(&self) -> usize {
        self.cuts.load(Ordering::SeqCst)
    }
}

fn pass(mut from: &TcpStream, mut to: &TcpStream, after: usize, count: &AtomicUsize, cuts: usize) {
    let (mut piece, mut passed) = ([0; 4096], 0);
    while let Ok(read) = from.read(&mut piece) {
        if read == 0 || to.write_all(&piece[..read]).is_err() {
            break;
        }
        passed += read;
        if passed > after
            && count.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| (n < cuts).then_some(n + 1)).is_ok()
        {
            break;
        }
    }
    for end in [from, to] {
        let _ = end.shutdown(Shutdown::Both);
    }
}

/// A line that passes so many bytes a second towards the server, until it is told to hurry.
pub(crate) struct SlowLine {
    pub(crate) base: String,
    passed: Arc<AtomicUsize>,
    speed: Arc<AtomicUsize>,
}

impl SlowLine {
    pub(crate) fn to(base: &str, bytes_a_second: usize) -> Self {
        let there = base.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = listener.local_addr().unwrap();
        let passed = Arc::new(AtomicUsize::new(0));
        let speed = Arc::new(AtomicUsize::new(bytes_a_second));
        let shared = (Arc::clone(&passed), Arc::clone(&speed));
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                // A server that is down is a line that is cut.
                let Ok(server) = TcpStream::connect(&there) else { continue };
                let (back_from, back_to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                std::thread::spawn(move || pass(&back_from, &back_to, usize::MAX, &AtomicUsize::new(0), 0));
                let (passed, speed) = (Arc::clone(&shared.0), Arc::clone(&shared.1));
                std::thread::spawn(move || trickle(&client, &server, &passed, &speed));
            }
        });
        Self { base: format!("http://{here}"), passed, speed }
    }

    /// Waits until so many bytes have passed.
    pub(crate) fn wait_for(&self, bytes: usize) {
        while self.passed.load(Ordering::SeqCst) < bytes {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }

    pub(crate) fn hurry(&self) {
        self.speed.store(usize::MAX, Ordering::SeqCst);
    }
}

fn trickle(mut from: &TcpStream, mut to: &TcpStream, passed: &AtomicUsize, speed: &AtomicUsize) {
    let mut piece = [0; 4096];
    while let Ok(read) = from.read(&mut piece) {
        if read == 0 || to.write_all(&piece[..read]).is_err() {
            break;
        }
        passed.fetch_add(read, Ordering::SeqCst);
        let pause = (read as u64).saturating_mul(1_000_000) / speed.load(Ordering::SeqCst) as u64;
        std::thread::sleep(std::time::Duration::from_micros(pause));
    }
    for end in [from, to] {
        let _ = end.shutdown(Shutdown::Both);
    }
}
