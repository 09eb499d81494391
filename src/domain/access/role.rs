//! Roles, and the one table of what each may do.

/// What somebody is in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Viewer,
    Inspector,
    Commander,
    Supervisor,
    Planner,
    ForeignAffairs,
    Auditor,
    Administrator,
}

/// One thing that can be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Read records labelled internal.
    ReadInternal,
    /// Read records labelled restricted.
    ReadRestricted,
    /// Read records of the own unit that are not approved yet.
    ReadUnapproved,
    /// Log inspections, patrols, hazards and incidents.
    Record,
    /// Approve or return records of the own unit.
    Approve,
    /// Give records another label, of the own unit and of those below it.
    SetLabel,
    /// Put files into the register and the layers, and take imports back.
    Import,
    /// Read the history of records and who read what.
    Audit,
    /// Enrol and revoke devices of the own unit.
    ManageDevices,
    /// Manage accounts, roles, units and everybody's tokens.
    ManagePeople,
    /// Hand signed files to the other side, and take theirs in.
    Exchange,
    /// Set how often what is inspected, plan campaigns, follow works and tasks.
    Plan,
    /// Remind agencies of what is due (đôn đốc); that orders nothing.
    Urge,
    /// Give tasks to units below (giao).
    Assign,
    /// Send the part of the own unit, write what a report says in words, and issue it.
    Report,
    /// Say where alerts are sent to.
    ManageAlerts,
}

impl Permission {
    pub const ALL: [Self; 16] = [
        Self::ReadInternal,
        Self::ReadRestricted,
        Self::ReadUnapproved,
        Self::Record,
        Self::Approve,
        Self::SetLabel,
        Self::Import,
        Self::Audit,
        Self::ManageDevices,
        Self::ManagePeople,
        Self::Exchange,
        Self::Plan,
        Self::Urge,
        Self::Assign,
        Self::Report,
        Self::ManageAlerts,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadInternal => "read_internal",
            Self::ReadRestricted => "read_restricted",
            Self::ReadUnapproved => "read_unapproved",
            Self::Record => "record",
            Self::Approve => "approve",
            Self::SetLabel => "set_label",
            Self::Import => "import",
            Self::Audit => "audit",
            Self::ManageDevices => "manage_devices",
            Self::ManagePeople => "manage_people",
            Self::Exchange => "exchange",
            Self::Plan => "plan",
            Self::Urge => "urge",
            Self::Assign => "assign",
            Self::Report => "report",
            Self::ManageAlerts => "manage_alerts",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == name)
    }
}

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Permissions(u16);

impl Permissions {
    pub const NONE: Self = Self(0);

    pub const fn of(all: &[Permission]) -> Self {
        let (mut bits, mut n) = (0, 0);
        while n < all.len() {
            bits |= 1 << all[n] as u16;
            n += 1;
        }
        Self(bits)
    }

    pub const fn all() -> Self {
        Self::of(&Permission::ALL)
    }

    pub const fn has(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u16) != 0
    }

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both: a token can do no more than its owner, and no more than it was made for.
    #[must_use]
    pub const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |permission| self.has(*permission))
    }
}

use Permission::{
    Approve, Assign, Audit, Exchange, Import, ManageAlerts, ManageDevices, ManagePeople, Plan, ReadInternal,
    ReadRestricted, ReadUnapproved, Record, Report, SetLabel, Urge,
};

impl Role {
    pub const ALL: [Self; 8] = [
        Self::Viewer,
        Self::Inspector,
        Self::Commander,
        Self::Supervisor,
        Self::Planner,
        Self::ForeignAffairs,
        Self::Auditor,
        Self::Administrator,
    ];

    /// What a role may do. What is not here is not allowed.
    ///
    /// | | read internal | read restricted | read unapproved (own unit) | record | approve | set label | import | audit | devices | people | exchange | plan | urge | assign | report | alerts |
    /// |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
    /// | viewer | × | | | | | | | | | | | | | | | |
    /// | inspector | × | | × | × | | | | | | | | | | | | |
    /// | commander | × | × | × | × | × | × | | | × | | | | | | × | |
    /// | supervisor | × | × | | | | × | | | | | | | | × | | |
    /// | planner | × | | | | | | × | | | | | × | | | × | |
    /// | foreign affairs | × | × | × | × | | × | × | | | | × | × | × | | × | |
    /// | auditor | × | × | | | | | | × | | | | | | | | |
    /// | administrator | × | | | | | | × | | × | × | | | | | | × |
    pub const fn permissions(self) -> Permissions {
        match self {
            Self::Viewer => Permissions::of(&[ReadInternal]),
            Self::Inspector => Permissions::of(&[ReadInternal, ReadUnapproved, Record]),
            Self::Commander => Permissions::of(&[
                ReadInternal,
                ReadRestricted,
                ReadUnapproved,
                Record,
                Approve,
                SetLabel,
                ManageDevices,
                Report,
            ]),
            Self::Supervisor => Permissions::of(&[ReadInternal, ReadRestricted, SetLabel, Assign]),
            Self::Planner => Permissions::of(&[ReadInternal, Import, Plan, Report]),
            Self::ForeignAffairs => Permissions::of(&[
                ReadInternal,
                ReadRestricted,
                ReadUnapproved,
                Record,
                SetLabel,
                Import,
                Exchange,
                Plan,
                Urge,
                Report,
            ]),
            Self::Auditor => Permissions::of(&[ReadInternal, ReadRestricted, Audit]),
            Self::Administrator => Permissions::of(&[ReadInternal, Import, ManageDevices, ManagePeople, ManageAlerts]),
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Inspector => "inspector",
            Self::Commander => "commander",
            Self::Supervisor => "supervisor",
            Self::Planner => "planner",
            Self::ForeignAffairs => "foreign_affairs",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_may_what_the_table_does_not_say() {
        assert!(Permission::ALL.into_iter().all(|permission| !Permissions::NONE.has(permission)));
        assert!(!Role::Viewer.permissions().has(Record));
        assert!(!Role::Administrator.permissions().has(ReadRestricted));
        assert_eq!(Role::ALL.into_iter().filter(|role| role.permissions().has(ManagePeople)).count(), 1);
        assert_eq!(Role::ALL.into_iter().filter(|role| role.permissions().has(Approve)).count(), 1);
    }

    #[test]
    fn a_token_may_no_more_than_its_owner() {
        let token = Permissions::of(&[Record, ManagePeople]);
        assert_eq!(Role::Inspector.permissions().within(token), Permissions::of(&[Record]));
    }
}
