//! Somebody who plans for everybody records the decision that approves the method of attention levels, or takes that back.

use super::Context;
use super::rules::{NotSet, name};
use super::submit::submit;
use crate::domain::access::Permission;
use crate::domain::fault::{Code, Fault};
use crate::domain::people::Identity;
use crate::domain::receipt::Receipt;
use crate::domain::record::{Body, Record};

/// Records a decision. It must name the very file that this program carries: nobody approves what he did not see.
///
/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn approve(context: &Context, identity: &Identity, mut record: Record) -> Result<Receipt, NotSet> {
    // Every unit reads levels by it: whoever plans for one, or for a part of the line, decides nothing for the others.
    if !identity.everywhere(Permission::Plan) {
        return Err(NotSet::NotOverEverything);
    }
    if let Body::MethodApproval(decision) = &record.body {
        let (digest, version) = (context.method.digest.to_string(), &context.method.version);
        let fault = |pointer: &str, right: &str| Fault::new(pointer, Code::NotOneOf).with(right);
        let mut faults = Vec::new();
        if decision.digest != digest {
            faults.push(fault("/digest", &digest));
        }
        if decision.version != *version {
            faults.push(fault("/version", version));
        }
        if !faults.is_empty() {
            return Err(NotSet::Faults(faults));
        }
    }
    name(identity, &mut record);
    Ok(submit(context, &identity.actor, record).await?)
}
