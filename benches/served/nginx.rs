//! A plain nginx with answers of ours as files: `sendfile`, kept connections, no log, as many workers as processors.
//!
//! A file has a short name of its own, so that nginx pays nothing for our query strings. It adds its own headers, fewer
//! than ours.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::support::free_port;

pub struct Nginx {
    master: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Nginx {
    pub fn start() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let files = folder.path().join("b");
        std::fs::create_dir(&files).unwrap();
        let port = free_port();
        let config = folder.path().join("nginx.conf");
        std::fs::write(&config, settings(folder.path(), port)).unwrap();
        let master = Command::new("nginx").arg("-c").arg(&config).arg("-p").arg(folder.path()).spawn();
        let master = master.expect("nginx is there: scripts/install-bench-needs");
        let patience = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < patience, "nginx does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { master, port, folder }
    }

    /// Puts an answer where it is served; returns its path there.
    pub fn put(&self, n: usize, body: &[u8]) -> String {
        let file = format!("{n:05}.json");
        std::fs::write(self.files().join(&file), body).unwrap();
        format!("/b/{file}")
    }

    fn files(&self) -> PathBuf {
        self.folder.path().join("b")
    }

    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The master and its workers.
    pub fn pids(&self) -> Vec<u32> {
        let master = self.master.id();
        let told = std::fs::read_to_string(format!("/proc/{master}/task/{master}/children")).unwrap();
        told.split_whitespace().map(|pid| pid.parse().unwrap()).chain([master]).collect()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked to end, so that its workers do, too.
        let _ = Command::new("kill").arg(self.master.id().to_string()).status();
        let _ = self.master.wait();
    }
}

fn settings(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("  {name}_temp_path {folder}/{name};\n"))
        .concat();
    // `user` is heeded by root alone, and there keeps the workers able to read the files.
    format!(
        "daemon off;\n{user}worker_processes {workers};\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n\
         events {{ worker_connections 256; }}\nhttp {{\n{temporary}  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  \
         keepalive_requests 1000000000;\n  types {{}}\n  default_type application/geo+json;\n  \
         server {{ listen 127.0.0.1:{port}; root {folder}; }}\n}}\n",
        user = if is_root() { "user root;\n" } else { "" },
    )
}

fn is_root() -> bool {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    told.lines().any(|line| line.starts_with("Uid:\t0\t"))
}
