//! Somebody whom an issuer vouches for comes in: as the account that he is linked with. Nobody is made an account for.

use super::issuer::Vouched;
use super::log_in::{LoggedIn, NotLoggedIn, Opening, open_session};
use crate::actions::Context;
use crate::domain::people::PeopleChange;
use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum NotAdmitted {
    #[error("no account here belongs to the subject")]
    Unknown,
    #[error("the account is disabled")]
    Disabled,
    #[error(transparent)]
    Store(StoreError),
}

/// Opens a session for somebody. Who comes for the first time is linked with the account that the claim names, where the
/// operator has said which claim does; later the name counts no more, since another may get it.
///
/// # Errors
/// [`NotAdmitted`].
pub async fn admit(context: &Context, vouched: &Vouched, agent: &str) -> Result<LoggedIn, NotAdmitted> {
    let directory = context.people.directory();
    let mut changes = Vec::new();
    let account = if let Some(account) = directory.links.get(&vouched.link) {
        directory.accounts.get(account)
    } else {
        let named = vouched.name.as_deref().and_then(|name| directory.account(name));
        // One who is known as somebody there already is not somebody else there, too.
        let free = |account: uuid::Uuid| {
            let mut links = directory.links.iter();
            !links.any(|(link, owner)| *owner == account && link.issuer == vouched.link.issuer)
        };
        let named = named.filter(|account| free(account.id));
        let link = vouched.link.clone();
        changes.extend(named.map(|account| PeopleChange::Link { account: account.id, link }));
        named
    };
    let account = account.ok_or(NotAdmitted::Unknown)?;
    if account.disabled {
        return Err(NotAdmitted::Disabled);
    }
    let opening =
        Opening { account: account.id, name: &account.name, agent, issuer: Some(vouched.link.issuer.as_str()) };
    open_session(context, opening, changes).await.map_err(|error| match error {
        NotLoggedIn::Store(error) => NotAdmitted::Store(error),
        _ => NotAdmitted::Unknown,
    })
}
