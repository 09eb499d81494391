//! A line between phone and server that carries so many bytes upwards, then stands still until it is cut.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

#[derive(Debug, Default)]
struct State {
    /// How many bytes it still carries upwards; none is without end.
    left: Option<usize>,
    still: bool,
    cuts: usize,
    carried: usize,
}

#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) base: String,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl Line {
    pub(crate) fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Self { base: format!("http://{}", listener.local_addr().unwrap()), state: Arc::default() };
        let (server, carrying) = (server.trim_start_matches("http://").to_owned(), line.clone());
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(there) = TcpStream::connect(&server) else { continue };
                let (up, down) = ((client.try_clone().unwrap(), there.try_clone().unwrap()), (there, client));
                let carrying = carrying.clone();
                std::thread::spawn(move || carrying.carry_up(up.0, up.1));
                std::thread::spawn(move || {
                    let (mut from, mut to) = down;
                    let _ = std::io::copy(&mut from, &mut to);
                    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
                });
            }
        });
        line
    }

    fn carry_up(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut piece = [0; 16 * 1024];
        while let Ok(read @ 1..) = from.read(&mut piece) {
            if !self.lets_through(read) || to.write_all(&piece[..read]).is_err() {
                break;
            }
        }
        let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
    }

    /// Whether it carries so many more; where it does not, it is not known before the line is cut.
    fn lets_through(&self, bytes: usize) -> bool {
        let (state, changed) = &*self.state;
        let mut state = state.lock().unwrap();
        match state.left {
            Some(left) if left < bytes => {
                state.still = true;
                changed.notify_all();
                let cuts = state.cuts;
                let (state, _) =
                    changed.wait_timeout_while(state, Duration::from_mins(2), |state| state.cuts == cuts).unwrap();
                drop(state);
                false
            }
            left => {
                state.left = left.map(|left| left - bytes);
                state.carried += bytes;
                true
            }
        }
    }

    /// From now on it carries only so many.
    pub(crate) fn carries(&self, bytes: usize) {
        self.state.0.lock().unwrap().left = Some(bytes);
    }

    /// Waits until it stands still.
    pub(crate) fn wait_until_still(&self) {
        let (state, changed) = &*self.state;
        let limit = Duration::from_mins(1);
        let (state, waited) = changed.wait_timeout_while(state.lock().unwrap(), limit, |state| !state.still).unwrap();
        assert!(!waited.timed_out(), "nothing was sent: {state:?}");
    }

    /// Cuts what stands still; what comes then is carried. Says how much went up until now.
    pub(crate) fn cut(&self) -> usize {
        let mut state = self.state.0.lock().unwrap();
        (state.left, state.still, state.cuts) = (None, false, state.cuts + 1);
        self.state.1.notify_all();
        state.carried
    }

    pub(crate) fn carried(&self) -> usize {
        self.state.0.lock().unwrap().carried
    }
}
