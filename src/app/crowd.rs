//! How many connections one address holds.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::http::edge::client::Proxies;
use crate::http::edge::rates::network;

/// Counts the connections of each address. This machine and trusted proxies, which speak for many, are not counted.
pub struct Crowd {
    most: usize,
    proxies: Proxies,
    held: Mutex<HashMap<IpAddr, usize>>,
}

/// One connection that is counted, until it is dropped.
pub struct Counted {
    crowd: Arc<Crowd>,
    address: Option<IpAddr>,
}

impl Crowd {
    pub fn new(most: usize, proxies: Proxies) -> Arc<Self> {
        Arc::new(Self { most, proxies, held: Mutex::default() })
    }

    /// One more connection of this address; none when it holds as many as it may.
    pub fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Counted> {
        let crowd = Arc::clone(self);
        if address.to_canonical().is_loopback() || self.proxies.trusts(address) {
            return Some(Counted { crowd, address: None });
        }
        let address = network(address);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(address).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Counted { crowd, address: Some(address) })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut held = self.crowd.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                held.remove(&address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_holds_so_many_and_no_more() {
        let crowd = Crowd::new(2, Proxies::read(&["10.0.0.1"]).unwrap());
        let enter = |text: &str| crowd.enter(text.parse().unwrap());
        let first = enter("203.0.113.7").unwrap();
        let second = enter("::ffff:203.0.113.7").unwrap();
        assert!(enter("203.0.113.7").is_none() && enter("203.0.113.8").is_some());
        drop(first);
        let third = enter("203.0.113.7").unwrap();
        assert!(enter("203.0.113.7").is_none());
        let free: Vec<_> =
            (0..9).flat_map(|_| ["127.0.0.1", "::1", "10.0.0.1"]).map(|text| enter(text).unwrap()).collect();
        drop((second, third, free));
        assert!(crowd.held.lock().unwrap().is_empty(), "nothing is remembered of who is gone");
    }
}
