//! Options of `mocgioi bundle`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::audit_options::Place;

#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Nhập gói của một thiết bị, ghi biên nhận · take a device's bundle in, and write its receipts
    Import(BringOptions),
    /// Khóa công khai để mã hóa gói cho máy chủ này · the public key that bundles are encrypted to
    Key(KeyOptions),
}

#[derive(Debug, Args)]
pub struct BringOptions {
    pub file: PathBuf,
    /// File to write the receipts to, for the device [default: FILE.receipts.json]
    #[arg(long, value_name = "JSON")]
    pub receipts: Option<PathBuf>,
    /// Account that vouches for the records, with what it may [default: the console itself; its records are no unit's]
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// Take in approvals, returns, labels and withdrawals, too: you know whose they are
    #[arg(long)]
    pub decisions: bool,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, Args)]
pub struct KeyOptions {
    /// Make a new key; the older ones still open bundles that were encrypted to them
    #[arg(long)]
    pub new: bool,
    #[command(flatten)]
    pub place: Place,
}
