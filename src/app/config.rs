//! Settings: command line, then environment, then file, then defaults.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::alert_options::{AlertConfig, AlertOptions};
use super::command::ServeOptions;
use super::edge_options::{BadEdge, EdgeConfig, EdgeOptions};
use super::files_options::{BadFiles, FilesOptions};
use super::people_options::{BadPeople, PeopleConfig, PeopleOptions};
use crate::actions::attachments::{FileLimits, Files};

/// Everything the server needs to know to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub listen: SocketAddr,
    pub database: String,
    pub data_dir: PathBuf,
    pub public_url: Option<String>,
    pub load_seeds: bool,
    pub access: Access,
    pub demo: bool,
    pub edge: EdgeConfig,
    pub files: FileLimits,
    pub people: PeopleConfig,
    pub alerts: AlertConfig,
}

/// Who may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever has an account or a token; others see what is public.
    Accounts,
    /// Everybody, to everything: for one machine and one person.
    Open,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<String>,
    database: Option<String>,
    data_dir: Option<PathBuf>,
    public_url: Option<String>,
    access: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{file}: {why}")]
    File { file: String, why: String },
    #[error("listen: \"{0}\" is not an address with a port, such as 127.0.0.1:8080")]
    Listen(String),
    #[error("database: folder {folder}: {why}")]
    Folder { folder: String, why: String },
    #[error("public_url: \"{0}\" must begin with http:// or https://")]
    PublicUrl(String),
    #[error("access: \"{0}\" is neither accounts nor open")]
    Access(String),
    #[error(transparent)]
    Edge(#[from] BadEdge),
    #[error(transparent)]
    Files(#[from] BadFiles),
    #[error(transparent)]
    People(#[from] BadPeople),
    #[error("public_url: is missing; oidc_issuer sends people back to it")]
    NoWayBack,
}

/// The settings of the edge, of files, of people and of alerts are read apart from the others; each refuses what it does not know.
type Apart = (File, EdgeOptions, FilesOptions, PeopleOptions, AlertOptions);

fn split(text: &str) -> Result<Apart, toml::de::Error> {
    let apart = |table: toml::Table, keys: &[&str]| -> (toml::Table, toml::Table) {
        table.into_iter().partition(|(name, _)| keys.contains(&name.as_str()))
    };
    let (edge, rest) = apart(toml::from_str::<toml::Table>(text)?, &EdgeOptions::KEYS);
    let (files, rest) = apart(rest, &FilesOptions::KEYS);
    let (people, rest) = apart(rest, &PeopleOptions::KEYS);
    let (alerts, rest) = apart(rest, &AlertOptions::KEYS);
    Ok((rest.try_into()?, edge.try_into()?, files.try_into()?, people.try_into()?, alerts.try_into()?))
}

impl Config {
    /// # Errors
    /// [`ConfigError`], which names the setting.
    pub fn read(options: ServeOptions) -> Result<Self, ConfigError> {
        let (file, edge, files, people, alerts) = match &options.config {
            None => Apart::default(),
            Some(path) => {
                let fault = |why: String| ConfigError::File { file: path.display().to_string(), why };
                let text = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
                split(&text).map_err(|error| fault(error.to_string()))?
            }
        };
        let listen = options.listen.or(file.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let data_dir = options.data_dir.or(file.data_dir).unwrap_or_else(|| PathBuf::from("var"));
        let public_url = options.public_url.or(file.public_url);
        if let Some(url) = public_url.as_ref().filter(|url| !url.starts_with("http://") && !url.starts_with("https://"))
        {
            return Err(ConfigError::PublicUrl(url.clone()));
        }
        let access = match options.access.or(file.access).as_deref() {
            None | Some("accounts") => Access::Accounts,
            Some("open") => Access::Open,
            Some(other) => return Err(ConfigError::Access(other.to_owned())),
        };
        let people = options.people.or(people).read()?;
        if people.oidc.is_some() && public_url.is_none() {
            return Err(ConfigError::NoWayBack);
        }
        Ok(Self {
            people,
            alerts: options.alerts.or(alerts).read(),
            access,
            demo: options.demo,
            listen: listen.parse().map_err(|_| ConfigError::Listen(listen))?,
            database: options
                .database
                .or(file.database)
                .unwrap_or_else(|| format!("sqlite:{}", data_dir.join("mocgioi.db").display())),
            data_dir,
            public_url,
            load_seeds: options.load_seeds,
            edge: options.edge.or(edge).read()?,
            files: options.files.or(files).read()?,
        })
    }

    /// Makes the data folder, if the database is to lie in it. Any other folder must be there: a name mistyped must not
    /// start an empty register beside the real one.
    ///
    /// # Errors
    /// The folder that is missing, or cannot be made.
    pub fn prepare_folder(&self) -> Result<(), ConfigError> {
        let Some(folder) = self.database_folder().filter(|folder| !folder.is_dir()) else { return Ok(()) };
        let fault = |why: String| ConfigError::Folder { folder: folder.display().to_string(), why };
        if folder == self.data_dir {
            std::fs::create_dir_all(&folder).map_err(|error| fault(error.to_string()))
        } else {
            Err(fault("there is no such folder; make it first, or check the name".to_owned()))
        }
    }

    /// Where files lie that hang on records: in the data folder, whatever the database.
    pub fn files(&self) -> Files {
        Files::new(self.data_dir.clone(), self.files)
    }

    /// Whether there is a database to open: of a server only opening it can tell.
    pub fn database_exists(&self) -> bool {
        self.database_file().is_none_or(Path::exists)
    }

    /// The folder that an SQLite database lies in.
    fn database_folder(&self) -> Option<PathBuf> {
        let folder = self.database_file()?.parent()?;
        // A bare file name lies where the program runs.
        (!folder.as_os_str().is_empty()).then(|| folder.to_owned())
    }

    fn database_file(&self) -> Option<&Path> {
        let path = self.database.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Some(Path::new(path.split('?').next().unwrap_or(path)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str) -> Result<Config, ConfigError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Config::read(ServeOptions { config: Some(file.path().to_owned()), ..ServeOptions::default() })
    }

    #[test]
    fn a_file_sets_what_the_command_line_leaves_open() {
        let config = with_file("listen = \"127.0.0.1:9000\"\ndata_dir = \"/srv/moc\"").unwrap();
        assert_eq!(config.listen.port(), 9000);
        assert_eq!(config.database, "sqlite:/srv/moc/mocgioi.db");
    }

    #[test]
    fn only_the_data_folder_is_made_any_other_must_be_there() {
        let home = tempfile::tempdir().unwrap();
        let config = |data: &str, database: Option<&str>| {
            Config::read(ServeOptions {
                data_dir: Some(home.path().join(data)),
                database: database.map(|name| format!("sqlite:{}", home.path().join(name).display())),
                ..ServeOptions::default()
            })
            .unwrap()
        };
        let error = config("data", Some("dta/mocgioi.db")).prepare_folder().unwrap_err().to_string();
        assert!(error.contains(&home.path().join("dta").display().to_string()), "{error}");
        assert!(!home.path().join("dta").exists() && !home.path().join("data").exists());
        config("data", None).prepare_folder().unwrap();
        assert!(home.path().join("data").is_dir());
        for database in ["data/other.db", "mocgioi.db", "new/mocgioi.db?mode=rwc"] {
            config("new", Some(database)).prepare_folder().unwrap();
        }
        for database in ["sqlite:mocgioi.db", "sqlite::memory:", "postgres://somebody@localhost/moc"] {
            let options = ServeOptions { database: Some(database.to_owned()), ..ServeOptions::default() };
            Config::read(options).unwrap().prepare_folder().unwrap();
        }
    }

    #[test]
    fn the_edge_is_set_in_the_same_file() {
        let config = with_file(
            "tls_certificate = \"c.pem\"\ntls_key = \"k.pem\"\ntrusted_proxies = [\"10.0.0.1\"]\n\
             cors_origins = [\"https://map.example\"]\nrate_limit_per_minute = 10\n\
             write_rate_limit_per_minute = 0\nconnections_per_address = 5\nlisten = \"127.0.0.1:9000\"",
        )
        .unwrap();
        let rates = config.edge.settings.per_minute;
        assert_eq!((rates.reads, rates.writes), (Some(10), None));
        assert_eq!((config.listen.port(), config.edge.connections_per_address), (9000, Some(5)));
        assert!(config.edge.tls.is_some() && config.edge.settings.proxies.trusts([10, 0, 0, 1].into()));
        let error = with_file("trusted_proxies = [\"nonsense\"]").unwrap_err().to_string();
        assert!(error.contains("nonsense"), "{error}");
        assert!(with_file("cors_origins = 7").unwrap_err().to_string().contains("sequence"));
    }

    #[test]
    fn an_unknown_key_is_an_error_that_names_it() {
        let error = with_file("listne = \"127.0.0.1:9000\"").unwrap_err().to_string();
        assert!(error.contains("listne"), "{error}");
    }
}
