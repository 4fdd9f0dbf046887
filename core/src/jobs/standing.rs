//! Where a description stands: who has it, who is about to get it, and who is first.

use super::look::{Contender, Look};
use super::name::Kind;
use super::pending::Fresh;
use crate::error::Error;
use crate::keys::ApiKey;

/// Where a description stands.
#[derive(Debug)]
pub(crate) enum Standing<'a> {
    /// A lasting key has it.
    Taken(&'a ApiKey),
    /// Two lasting keys have it.
    Twice(&'a ApiKey, &'a ApiKey),
    /// A lasting key is to get it, whose maker may have died.
    Unnamed(Contender<'a>),
    /// Another call makes a key that is to have it.
    Contended(Contender<'a>),
    /// Nobody has it.
    Free,
}

impl Look {
    /// Where a description stands, for a call of this name.
    pub(crate) fn standing(&self, description: &str, own_call: &str) -> Standing<'_> {
        let mut lasting = self.named(description).filter(|key| !self.is_retired(key));
        match (lasting.next(), lasting.next()) {
            (Some(one), Some(other)) => return Standing::Twice(one, other),
            (Some(one), None) => return Standing::Taken(one),
            _ => {}
        }
        let contenders: Vec<_> = self.contenders_for(description).collect();
        let is_ours = |it: &&Contender<'_>| !matches!(it.name.kind, Kind::Other(_));
        if let Some(unnamed) = contenders.iter().filter(is_ours).find(|it| it.committed) {
            return Standing::Unnamed(unnamed.clone());
        }
        if let Some(retired) = self.named(description).next() {
            return Standing::Taken(retired);
        }
        let others = contenders.iter().filter(|it| it.name.call != own_call);
        match others.min_by_key(|it| it.place()) {
            Some(first) => Standing::Contended(first.clone()),
            None => Standing::Free,
        }
    }
}

impl<'a> Contender<'a> {
    /// Who is smaller is first. Without a time of creation nobody can say, and so others give way.
    fn place(&self) -> impl Ord + use<'a> {
        (self.key.created_at, self.key.id.as_str())
    }
}

impl Fresh {
    /// Whether this key may get its description: nobody has it, and no other is before it.
    pub(crate) fn is_first(&self, look: &Look) -> Result<bool, Error> {
        let description = self.created.description.as_deref().unwrap_or_default();
        let Some(own) = self.seen_in(look)? else {
            return Ok(false);
        };
        if look.named(description).next().is_some() {
            return Ok(false);
        }
        let mut rivals = look.contenders_for(description);
        Ok(!rivals.any(|rival| {
            let is_other = rival.name.call != self.name.call;
            rival.committed || is_other && rival.place() < own.place()
        }))
    }
}
