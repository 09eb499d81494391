//! A bad line: a proxy that decides for each connection, by numbers that are the same in every run, what becomes of it.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::thread::sleep;
use std::time::Duration;

use super::dice::Dice;

/// What became of connections.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) connections: AtomicU64,
    pub(crate) delayed: AtomicU64,
    pub(crate) dropped: AtomicU64,
    pub(crate) cut: AtomicU64,
    pub(crate) swallowed: AtomicU64,
    pub(crate) replayed: AtomicU64,
    /// The server did not answer: it was dead, or died meanwhile.
    pub(crate) dead: AtomicU64,
    under_way: AtomicU64,
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::SeqCst);
}

#[derive(Debug, Clone, Copy)]
enum Fate {
    Pass,
    Delay,
    Drop,
    CutRequest,
    CutAnswer,
    /// The server answers, and nobody hears it.
    Swallow,
    /// The same bytes once more on a connection of their own, perhaps long after.
    Twice,
}

impl Fate {
    fn of(dice: &mut Dice) -> Self {
        match dice.below(100) {
            0..50 => Self::Pass,
            50..62 => Self::Delay,
            62..68 => Self::Drop,
            68..77 => Self::CutRequest,
            77..85 => Self::CutAnswer,
            85..92 => Self::Swallow,
            _ => Self::Twice,
        }
    }
}

pub(crate) struct BadLine {
    pub(crate) base: String,
    pub(crate) told: Arc<Told>,
    server: Arc<RwLock<String>>,
}

impl BadLine {
    pub(crate) fn new(seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let line = Self { base, told: Arc::default(), server: Arc::default() };
        let (told, server) = (Arc::clone(&line.told), Arc::clone(&line.server));
        std::thread::spawn(move || {
            for (n, client) in (0..).zip(listener.incoming().map_while(Result::ok)) {
                let (told, server) = (Arc::clone(&told), Arc::clone(&server));
                count(&told.connections);
                count(&told.under_way);
                let dice = Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(n));
                std::thread::spawn(move || {
                    // A connection that breaks by itself is one more that is cut.
                    let _ = carry(&client, dice, &server, &told);
                    let _ = client.shutdown(Shutdown::Both);
                    told.under_way.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        line
    }

    /// The server may come back elsewhere.
    pub(crate) fn leads_to(&self, base: &str) {
        base.trim_start_matches("http://").clone_into(&mut self.server.write().unwrap());
    }

    /// Waits until nothing is on its way any more, late repetitions included.
    pub(crate) fn settle(&self) {
        while self.told.under_way.load(Ordering::SeqCst) > 0 {
            sleep(Duration::from_millis(10));
        }
    }
}

fn carry(client: &TcpStream, mut dice: Dice, server: &RwLock<String>, told: &Arc<Told>) -> io::Result<()> {
    let request = request_of(client)?;
    let there = || server.read().unwrap().clone();
    let ask = |request: &[u8]| {
        let answer = exchange(&there(), request);
        if !answer.as_ref().is_ok_and(|answer| !answer.is_empty()) {
            count(&told.dead);
        }
        answer
    };
    let wait = |dice: &mut Dice, most: u64| sleep(Duration::from_millis(dice.below(most)));
    let mut to_client = client;
    match Fate::of(&mut dice) {
        Fate::Pass => to_client.write_all(&ask(&request)?),
        Fate::Delay => {
            count(&told.delayed);
            wait(&mut dice, 200);
            let answer = ask(&request)?;
            wait(&mut dice, 200);
            to_client.write_all(&answer)
        }
        Fate::Drop => {
            count(&told.dropped);
            Ok(())
        }
        Fate::CutRequest => {
            count(&told.cut);
            let mut to_server = TcpStream::connect(there())?;
            to_server.write_all(&request[..dice.index(request.len())])?;
            wait(&mut dice, 50);
            to_server.shutdown(Shutdown::Both)
        }
        Fate::CutAnswer => {
            count(&told.cut);
            let answer = ask(&request)?;
            to_client.write_all(&answer[..dice.index(answer.len())])
        }
        Fate::Swallow => {
            count(&told.swallowed);
            ask(&request).map(drop)
        }
        Fate::Twice => {
            count(&told.replayed);
            count(&told.under_way);
            let (late, there, told) = (Duration::from_millis(dice.below(400)), there(), Arc::clone(told));
            let again = request.clone();
            std::thread::spawn(move || {
                sleep(late);
                let _ = exchange(&there, &again);
                told.under_way.fetch_sub(1, Ordering::SeqCst);
            });
            to_client.write_all(&ask(&request)?)
        }
    }
}

/// One request whole: its head and as many bytes as that announces.
fn request_of(mut client: &TcpStream) -> io::Result<Vec<u8>> {
    client.set_read_timeout(Some(Duration::from_secs(30)))?;
    let (mut request, mut piece) = (Vec::new(), [0; 16_384]);
    let mut whole = None;
    while whole.is_none_or(|whole| request.len() < whole) {
        let read = client.read(&mut piece)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        request.extend_from_slice(&piece[..read]);
        if whole.is_none()
            && let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n")
        {
            let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            whole = Some(end + 4 + length.map_or(0, |length| length.trim().parse::<usize>().unwrap()));
        }
    }
    Ok(request)
}

/// Asks, and hears everything until the server ends the connection, as the request bids it to.
fn exchange(server: &str, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut to = TcpStream::connect(server)?;
    to.set_read_timeout(Some(Duration::from_secs(30)))?;
    to.write_all(request)?;
    let mut answer = Vec::new();
    to.read_to_end(&mut answer)?;
    Ok(answer)
}
