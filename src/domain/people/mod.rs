//! People, their units, and the devices and tokens by which they are known.
//!
//! | module | what it holds |
//! |---|---|
//! | [`mod@unit`] | the tree of units, valid in time, with succession |
//! | [`account`] | accounts, what they are where, devices, tokens, sessions, who somebody is elsewhere |
//! | [`change`] | what can be changed about them |
//! | [`directory`] | all of it together: who somebody is and what he may do now |
//! | [`mod@line`] | the log of changes to people, and what its lines state of rows |
//! | [`province`] | which province a unit is of, and whose word counts beside what a province's document orders |
//! | [`replay`] | rows held against that log |
//! | [`password`] | which passwords are taken |
//!
//! Secrets are known here by their digests only.

pub mod account;
pub mod change;
pub mod directory;
pub mod line;
pub mod password;
pub mod province;
pub mod replay;
pub mod unit;

pub use account::{Account, Device, Link, Membership, Session, Token};
pub use change::PeopleChange;
pub use directory::{Belonging, Denied, Directory, Identity, Way};
pub use unit::{Unit, UnitTree};
