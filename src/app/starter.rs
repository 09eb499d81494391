//! How a command runs: on a runtime of its own, to its end, which is an exit code.

use std::future::Future;
use std::process::ExitCode;

use tokio::runtime::{Builder, Runtime};

/// # Errors
/// When the system gives no threads.
pub fn runtime() -> Result<Runtime, std::io::Error> {
    Builder::new_multi_thread().enable_all().build()
}

/// Runs a command; `failed` says what went wrong, and how it is called.
pub fn run<E: From<std::io::Error>>(
    command: impl Future<Output = Result<ExitCode, E>>,
    failed: impl FnOnce(&E) -> ExitCode,
) -> ExitCode {
    let ran = runtime().map_err(E::from).and_then(|runtime| runtime.block_on(command));
    ran.unwrap_or_else(|error| failed(&error))
}
