//! Settings of files that hang on records.

use clap::Args;
use serde::Deserialize;

use crate::actions::attachments::FileLimits;
use crate::domain::attachment::LARGEST_FILE;

const MIB: u32 = 1024 * 1024;

/// As they are given, on the command line, in the environment or in the file.
#[derive(Debug, Clone, Copy, Default, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesOptions {
    /// Cỡ lớn nhất của một tệp · most MiB of one photo or scan [default: 32]
    #[arg(long, env = "MOCGIOI_ATTACHMENT_MIB", value_name = "N")]
    pub attachment_mib: Option<u32>,
    /// Most MiB of all photos and scans together [default: what the disk holds]
    #[arg(long, env = "MOCGIOI_ATTACHMENTS_SPACE_MIB", value_name = "N")]
    pub attachments_space_mib: Option<u64>,
    /// Unfinished uploads of one account or device [default: 100]
    #[arg(long, env = "MOCGIOI_UPLOADS_PER_ACCOUNT", value_name = "N")]
    pub uploads_per_account: Option<u32>,
    /// Days that a file is kept which no record names [default: 30]
    #[arg(long, env = "MOCGIOI_ORPHAN_DAYS", value_name = "N")]
    pub orphan_days: Option<u32>,
}

#[derive(Debug, thiserror::Error)]
pub enum BadFiles {
    #[error("attachment_mib: must be 1 to {}", LARGEST_FILE / MIB)]
    Size,
    #[error("uploads_per_account: must be 1 or more")]
    NoUploads,
}

impl FilesOptions {
    /// Names of the settings in the file.
    pub const KEYS: [&str; 4] = ["attachment_mib", "attachments_space_mib", "uploads_per_account", "orphan_days"];

    /// These, and where they leave something open, those.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            attachment_mib: self.attachment_mib.or(file.attachment_mib),
            attachments_space_mib: self.attachments_space_mib.or(file.attachments_space_mib),
            uploads_per_account: self.uploads_per_account.or(file.uploads_per_account),
            orphan_days: self.orphan_days.or(file.orphan_days),
        }
    }

    /// # Errors
    /// [`BadFiles`], which names the setting.
    pub fn read(self) -> Result<FileLimits, BadFiles> {
        let usual = FileLimits::default();
        let file = self.attachment_mib.map_or(Some(usual.file), |mib| mib.checked_mul(MIB));
        let file = file.filter(|bytes| (1..=LARGEST_FILE).contains(bytes)).ok_or(BadFiles::Size)?;
        let open = self.uploads_per_account.unwrap_or(usual.open);
        if open == 0 {
            return Err(BadFiles::NoUploads);
        }
        let space = self.attachments_space_mib.map(|mib| mib.saturating_mul(u64::from(MIB)));
        Ok(FileLimits { file, open, space, orphan_days: self.orphan_days.unwrap_or(usual.orphan_days) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_within_bounds() {
        let with = |attachment_mib, uploads_per_account| {
            FilesOptions { attachment_mib, uploads_per_account, ..FilesOptions::default() }.read()
        };
        assert_eq!(with(None, None).unwrap(), FileLimits::default());
        assert_eq!(with(Some(512), Some(1)).unwrap().file, LARGEST_FILE);
        for mib in [0, 513, 5_000] {
            assert!(matches!(with(Some(mib), None), Err(BadFiles::Size)), "{mib}");
        }
        assert!(matches!(with(None, Some(0)), Err(BadFiles::NoUploads)));
    }
}
