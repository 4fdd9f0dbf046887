//! Operations: what the table of the core says of each, and its method of `Client`.

use syn::spanned::Spanned;

use super::declared::{In, parameters};
use super::macros::Entry;
use super::source::{Trouble, has_alias};
use super::{Reader, docs, structs};
use crate::model::{Argument, JobKind, Method, Operation, Struct, Type};

/// The word by which the core says that bindings raise the caller's own error in place of a code.
const RETHROWN: &str = "rethrown";

impl Reader<'_> {
    /// # Errors
    ///
    /// Also a call of the client that isn't in the table: no language would have it.
    pub fn operations(&self, structs: &[Struct]) -> Result<Vec<Operation>, Trouble> {
        let calls = self.declared.methods.get("Client").into_iter().flatten();
        for In { source, item } in calls.filter(|method| structs::is_call(method.item)) {
            let name = &item.sig.ident;
            let mut entries = self.declared.operations.iter();
            if entries.all(|entry| name != &entry.item.text.value()) {
                let what = "returns a Result, and isn't one of operations!";
                return Err(source.trouble(name.span(), format!("Client::{name}"), what));
            }
        }
        let texts = Type::List(Box::new(Type::String));
        let mut operations = Vec::new();
        for In { source, item } in &self.declared.operations {
            let Entry {
                name: variant,
                text,
                kind,
                parts,
                ..
            } = item;
            let name = text.value();
            let entry = |what: &str| source.trouble(variant.span(), variant, what);
            Self::only(source, &name, parts, &["needs"])?;
            let effect = kind.as_ref().ok_or_else(|| entry("has no effect"))?;
            let Some(method) = self.declared.method("Client", &name) else {
                return Err(entry("Client has no method of this name"));
            };
            let Method {
                mut doc,
                mut errors,
                ..
            } = self.method("Client", method)?;
            let In { source, item } = method;
            let mut arguments = Vec::new();
            for (argument, syntax) in parameters(item) {
                let wrong = |what: String| {
                    source.trouble(syntax.span(), format!("{name}({argument})"), what)
                };
                let ty = self.vocabulary.read(syntax).map_err(wrong)?;
                arguments.push(Argument {
                    reference: structs::is_reference(syntax),
                    optional: matches!(ty, Type::Option(_)) || ty == texts,
                    name: argument,
                    ty,
                    fields: None,
                });
            }
            docs::name_arguments(&mut doc, &arguments);
            for case in &mut errors {
                docs::name_arguments(&mut case.when, &arguments);
                case.rethrown = self.is_rethrown(&case.codes);
            }
            let job = self.job(&name, method, &arguments, structs)?;
            let returns = match &job {
                Some(job) if job.kind == JobKind::Within => job.result.clone(),
                Some(job) if job.is_paged() => Type::Pages(Box::new(job.result.clone())),
                _ => self.returns(source, item)?,
            };
            if let (true, Type::Struct(of)) = (effect == "Pays", &returns)
                && self.declared.hidden_method(of, "paid").is_none()
            {
                return Err(entry(&format!("{of} has no doc(hidden) paid()")));
            }
            let sink = arguments.iter().find(|given| given.ty == Type::Sink);
            operations.push(Operation {
                sink: sink.map(|sink| sink.name.clone()),
                paged: self.paged(&name, method, &arguments, &returns, job.as_ref())?,
                job,
                returns,
                effect: effect.to_string(),
                needs: parts.word("needs"),
                doc,
                errors,
                arguments,
                variant: variant.to_string(),
                name,
            });
        }
        Ok(operations)
    }

    /// Whether bindings raise the caller's own error in place of one of these codes.
    fn is_rethrown(&self, codes: &[String]) -> bool {
        let mut entries = self.declared.codes.iter().map(|entry| &entry.item);
        entries.any(|entry| {
            codes.contains(&entry.text.value()) && has_alias(&entry.attributes, RETHROWN)
        })
    }
}
