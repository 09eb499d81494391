//! TLS with certificate files of the operator, read anew when they change.
//!
//! One provider of cryptography (ring), installed before anything else. TLS 1.2 and 1.3, HTTP/1.1. A renewed certificate
//! holds for connections that come after it; those that are open go on. Files that do not fit together (a renewal writes
//! one after the other) are passed over, and the certificate that was in use stays.

use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwap;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{InconsistentKeys, ServerConfig};
use tokio::signal::unix::{SignalKind, signal};
use tokio_rustls::TlsAcceptor;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{setting}: {file}: {why}")]
    File { setting: &'static str, file: String, why: String },
    #[error("tls_key: {key} is not the key of the certificate in {certificate}")]
    NoPair { certificate: String, key: String },
    #[error("tls_certificate and tls_key: {0}")]
    Unusable(#[from] rustls::Error),
}

/// Where certificate and key are, in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// Makes ring the provider of everything here that knows TLS. A second call changes nothing.
pub fn install_provider() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The certificate in use.
#[derive(Debug)]
struct InUse(ArcSwap<CertifiedKey>);

impl ResolvesServerCert for InUse {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

/// What tells one state of the files from another.
type Stamp = [Option<(SystemTime, u64, u64)>; 2];

pub struct Tls {
    files: TlsFiles,
    in_use: Arc<InUse>,
    acceptor: TlsAcceptor,
    looked_at: Mutex<Stamp>,
}

impl Tls {
    /// # Errors
    /// [`TlsError`], which names the setting and the file.
    pub fn open(files: TlsFiles) -> Result<Self, TlsError> {
        let looked_at = Mutex::new(stamp(&files));
        let in_use = Arc::new(InUse(ArcSwap::from_pointee(load(&files)?)));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?
            .with_no_client_auth()
            .with_cert_resolver(Arc::<InUse>::clone(&in_use));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { files, in_use, acceptor: TlsAcceptor::from(Arc::new(config)), looked_at })
    }

    pub const fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }

    /// Reads the files anew.
    ///
    /// # Errors
    /// [`TlsError`]; the certificate in use stays.
    pub fn reload(&self) -> Result<(), TlsError> {
        *self.looked_at.lock().unwrap_or_else(PoisonError::into_inner) = stamp(&self.files);
        self.in_use.0.store(Arc::new(load(&self.files)?));
        Ok(())
    }

    fn changed(&self) -> bool {
        *self.looked_at.lock().unwrap_or_else(PoisonError::into_inner) != stamp(&self.files)
    }

    /// Reads the files anew whenever they change, and on SIGHUP.
    ///
    /// # Errors
    /// When the system does not tell of signals.
    pub fn keep_current(self: Arc<Self>) -> io::Result<impl Future<Output = ()> + Send + 'static> {
        let mut hangup = signal(SignalKind::hangup())?;
        Ok(async move {
            loop {
                let asked = tokio::select! {
                    asked = hangup.recv() => asked.is_some(),
                    () = tokio::time::sleep(LOOK) => false,
                };
                if !asked && !self.changed() {
                    continue;
                }
                match self.reload() {
                    Ok(()) => tracing::info!("certificate and key were read anew"),
                    Err(error) => tracing::error!(%error, "the certificate in use stays"),
                }
            }
        })
    }
}

/// Whether everybody on the machine may read the key.
pub fn key_is_open_to_all(files: &TlsFiles) -> bool {
    std::fs::metadata(&files.key).is_ok_and(|held| held.mode() & 0o004 != 0)
}

fn stamp(files: &TlsFiles) -> Stamp {
    let of = |held: Metadata| Some((held.modified().ok()?, held.len(), held.ino()));
    [&files.certificate, &files.key].map(|path| std::fs::metadata(path).ok().and_then(of))
}

fn load(files: &TlsFiles) -> Result<CertifiedKey, TlsError> {
    let certificate = |error| fault("tls_certificate", &files.certificate, error);
    let chain: Vec<_> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .and_then(|chain: Vec<_>| if chain.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(chain) })
        .map_err(certificate)?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| fault("tls_key", &files.key, error))?;
    CertifiedKey::from_der(chain, key, &rustls::crypto::ring::default_provider()).map_err(|error| match error {
        rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => TlsError::NoPair {
            certificate: files.certificate.display().to_string(),
            key: files.key.display().to_string(),
        },
        error => TlsError::Unusable(error),
    })
}

/// What is wrong with a file, without a word of what is in it.
fn fault(setting: &'static str, file: &Path, error: pem::Error) -> TlsError {
    let why = match error {
        pem::Error::Io(error) => error.to_string(),
        pem::Error::NoItemsFound if setting == "tls_key" => "there is no private key (PEM) in it".to_owned(),
        pem::Error::NoItemsFound => "there is no certificate (PEM) in it".to_owned(),
        _ => "it is not PEM, or was cut off".to_owned(),
    };
    TlsError::File { setting, file: file.display().to_string(), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str) -> (String, String) {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        (made.cert.pem(), made.signing_key.serialize_pem())
    }

    fn opened(certificate: &str, key: &str) -> Result<(Tls, tempfile::TempDir), String> {
        let folder = tempfile::tempdir().unwrap();
        let files = TlsFiles { certificate: folder.path().join("c.pem"), key: folder.path().join("k.pem") };
        std::fs::write(&files.certificate, certificate).unwrap();
        std::fs::write(&files.key, key).unwrap();
        Tls::open(files).map(|tls| (tls, folder)).map_err(|error| error.to_string())
    }

    #[test]
    fn files_that_do_not_fit_are_refused_with_the_reason() {
        let ((certificate, key), (_, other)) = (pair("a.example"), pair("b.example"));
        assert!(opened(&certificate, &key).is_ok());
        for (certificate, key, told) in [
            (certificate.as_str(), other.as_str(), "is not the key of the certificate"),
            ("", &key, "there is no certificate"),
            (&key, &key, "there is no certificate"),
            (&certificate, "", "there is no private key"),
            (&certificate, &certificate, "there is no private key"),
            (&certificate[..200], &key, "cut off"),
            (&certificate, &key[..60], "cut off"),
        ] {
            let error = opened(certificate, key).err().unwrap();
            assert!(error.contains(told), "{error}");
            let secret = key.lines().nth(1).unwrap_or("BEGIN");
            assert!(!error.contains("BEGIN") && !error.contains(secret), "nothing of the key is told: {error}");
        }
        let nowhere = TlsFiles { certificate: "nowhere.pem".into(), key: "nowhere.key".into() };
        let error = Tls::open(nowhere).err().unwrap().to_string();
        assert!(error.starts_with("tls_certificate: nowhere.pem: No such file"), "{error}");
    }

    #[test]
    fn a_renewal_is_noticed_and_a_broken_one_leaves_the_certificate_in_use() {
        let (certificate, key) = pair("a.example");
        let (tls, _folder) = opened(&certificate, &key).unwrap();
        let first = tls.in_use.0.load_full();
        assert!(!tls.changed());
        let (certificate, key) = pair("b.example");
        std::fs::write(&tls.files.certificate, certificate + "\n").unwrap();
        assert!(tls.changed() && tls.reload().is_err(), "the key is not there yet");
        assert!(Arc::ptr_eq(&first, &tls.in_use.0.load_full()) && !tls.changed());
        std::fs::write(&tls.files.key, key + "\n").unwrap();
        assert!(tls.changed());
        tls.reload().unwrap();
        assert_ne!(first.cert, tls.in_use.0.load().cert);
    }
}
