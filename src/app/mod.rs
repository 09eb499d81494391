//! The program: command line, configuration, start and graceful stop.
//!
//! Not here: rules of the domain.

// First: its `println!` is that of all that follow.
#[macro_use]
mod console;

pub mod alert_client;
pub mod alert_options;
pub mod audit_command;
pub mod audit_options;
pub mod blobs_command;
pub mod bundle_command;
pub mod bundle_keys;
pub mod bundle_options;
pub mod chance;
pub mod command;
pub mod config;
pub mod connections;
pub mod crowd;
pub mod edge_options;
pub mod export_command;
pub mod export_options;
pub mod files_options;
pub mod follower;
pub mod http_client;
pub mod import_command;
pub mod import_options;
pub mod keys;
pub mod marker_command;
pub mod people_options;
pub mod place;
pub mod report_command;
pub mod serve;
pub mod stall;
pub mod starter;
pub mod tls;
pub mod user_command;
pub mod user_options;
#[cfg(feature = "oidc")]
pub mod web_client;
pub mod welcome;

use std::process::ExitCode;

use clap::Parser as _;

use command::{Command, Line, MarkerCommand};

/// Runs the command line to its end.
pub fn run() -> ExitCode {
    let line = Line::parse();
    tracing_subscriber::fmt().with_target(false).with_max_level(line.log_level()).with_writer(std::io::stderr).init();
    match line.command {
        Command::Serve(options) => match serve::serve(*options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("mocgioi: {error}");
                ExitCode::FAILURE
            }
        },
        Command::Marker(MarkerCommand::Parse(parse)) => marker_command::parse(&parse),
        Command::Import(import) => import_command::import(*import),
        Command::Export(export) => export_command::export(*export),
        Command::User(user) => user_command::user(&user),
        Command::Audit(audit) => audit_command::audit(audit),
        Command::Blobs(blobs) => blobs_command::blobs(&blobs),
        Command::Report(report) => report_command::report(*report),
        Command::Bundle(bundle) => bundle_command::bundle(&bundle),
    }
}
