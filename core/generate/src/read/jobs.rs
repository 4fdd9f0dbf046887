//! Jobs: operations that the caller's own code is part of, and the hidden methods of the client
//! that a binding calls in their place.

use syn::ImplItemFn;

use super::Reader;
use super::declared::In;
use super::source::{Trouble, has_alias};
use crate::model::{Argument, Field, Job, JobKind, Struct, Type};

/// The word by which the core says that a job is a scope where a language has such a thing.
const SCOPE: &str = "scope";
/// The member that is the created key, of a result that says more.
const CREATED: &str = "created";

impl Reader<'_> {
    /// How a binding makes the call `name`, if the caller's code is part of it.
    ///
    /// # Errors
    ///
    /// The method for the first step is missing, or takes or returns something else than it must.
    pub fn job(
        &self,
        name: &str,
        operation: &In<&ImplItemFn>,
        arguments: &[Argument],
        structs: &[Struct],
    ) -> Result<Option<Job>, Trouble> {
        let code = arguments.iter().find_map(|given| match &given.ty {
            Type::Store => Some((JobKind::Stored, given)),
            Type::Within(_) => Some((JobKind::Within, given)),
            _ => None,
        });
        let Some((kind, code)) = code else {
            return Ok(None);
        };
        let method = format!("{name}_begin");
        let paged = format!("{name}_page");
        let hidden = |method: &str| self.declared.hidden_method("Client", method);
        let (method, found) = match (hidden(&method), hidden(&paged)) {
            (Some(found), _) => (method, found),
            (None, Some(found)) if kind == JobKind::Stored => (paged, found),
            _ => {
                let what = format!("is a job, and there is no doc(hidden) {method}");
                return Err(self.wrong_call(operation, what));
            }
        };
        let own: Vec<_> = (arguments.iter())
            .filter(|given| given.name != code.name)
            .cloned()
            .collect();
        // What the method for a page takes and returns is held against the operation elsewhere.
        let begun = match self.page(found.item) {
            Some((_, Some(begun))) => begun,
            _ => {
                self.takes(found, &own, false)?;
                self.returns(found.source, found.item)?
            }
        };
        let (result, created) = self
            .begun(kind, code, &begun, structs)
            .map_err(|what| self.wrong_call(found, what))?;
        Ok(Some(Job {
            kind,
            code: code.name.clone(),
            scope: kind == JobKind::Within || has_alias(&operation.item.attrs, SCOPE),
            method,
            arguments: own,
            begun,
            result,
            created,
        }))
    }

    /// What the caller gets of what a first step returns, and where in it the created key is.
    fn begun(
        &self,
        kind: JobKind,
        code: &Argument,
        begun: &Type,
        structs: &[Struct],
    ) -> Result<(Type, Option<String>), String> {
        if let (JobKind::Within, Type::Within(of)) = (kind, &code.ty) {
            return match begun == &**of {
                true => Ok((begun.clone(), None)),
                false => Err(format!("must return a Result of {}", of.rust())),
            };
        }
        let named = |ty: &Type| match ty {
            Type::Struct(name) => structs.iter().find(|found| found.name == *name),
            _ => None,
        };
        let result = named(begun)
            .filter(|found| found.internal)
            .map(|found| found.fields[0].ty.clone())
            .ok_or("must return a doc(hidden) struct of a result and a record")?;
        let members = named(&result).map_or(&[][..], |found| &found.fields);
        let is_secret = |field: &Field| *field.ty.innermost() == Type::Secret;
        if members.iter().any(is_secret) {
            return Ok((result, None));
        }
        match members.iter().any(|field| field.name == CREATED) {
            true => Ok((result, Some(CREATED.into()))),
            false => Err(format!("{} has no member {CREATED}", result.rust())),
        }
    }
}
