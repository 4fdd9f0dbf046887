//! What is fetched page by page: an operation that returns `Pages<T>` or writes to a sink, and the
//! hidden method of the client that fetches one page of it.

use syn::{GenericArgument, ImplItemFn, PathArguments, ReturnType, Type as Syntax};

use super::declared::{In, parameters};
use super::source::Trouble;
use super::{Reader, structs};
use crate::model::{Argument, Job, Paged, Type};

/// The parameter by which both methods are told where to begin.
const CURSOR: &str = "cursor";

impl Reader<'_> {
    /// How the operation `name` is fetched, if that is page by page.
    ///
    /// # Errors
    ///
    /// The method for a page is missing, or takes or returns something else than it must.
    pub fn paged(
        &self,
        name: &str,
        operation: &In<&ImplItemFn>,
        arguments: &[Argument],
        returns: &Type,
        job: Option<&Job>,
    ) -> Result<Option<Paged>, Trouble> {
        let item = match (job.map(|job| &job.begun), returns) {
            (Some(begun), Type::Pages(_)) => Some(begun),
            (None, Type::Pages(of)) => Some(&**of),
            _ if arguments.iter().any(|given| given.ty == Type::Sink) => None,
            _ => return Ok(None),
        };
        if !matches!(item, None | Some(Type::Struct(_))) {
            return Err(self.wrong_call(operation, "pages are lists of a struct".into()));
        }
        let method = format!("{name}_page");
        let Some(found) = self.declared.hidden_method("Client", &method) else {
            let what = format!("comes in pages, and there is no doc(hidden) {method}");
            return Err(self.wrong_call(operation, what));
        };
        let own = |given: &&Argument| {
            !matches!(given.ty, Type::Sink | Type::Store) && given.name != CURSOR
        };
        let own: Vec<_> = arguments.iter().filter(own).cloned().collect();
        self.takes(found, &own, true)?;
        let (page, of) = self.page(found.item).unwrap_or_default();
        let must = match item {
            Some(item) if page == "Page" && of.as_ref() == Some(item) => None,
            None if page == "Chunk" => None,
            Some(item) => Some(format!("Page<{}>", item.rust())),
            None => Some("Chunk".into()),
        };
        if let Some(must) = must {
            return Err(self.wrong_call(found, format!("must return a Result of {must}")));
        }
        Ok(Some(Paged {
            method,
            item: item.cloned(),
            endless: own.iter().any(|given| given.ty == Type::Duration),
            arguments: own,
            cursor: arguments
                .iter()
                .find(|given| given.name == CURSOR)
                .map(|given| given.name.clone()),
        }))
    }

    /// Holds what a hidden method takes against what it must take.
    pub fn takes(
        &self,
        method: &In<&ImplItemFn>,
        own: &[Argument],
        and_cursor: bool,
    ) -> Result<(), Trouble> {
        let own = own.iter().map(|own| (own.name.clone(), own.ty.clone()));
        let mut expected: Vec<_> = own.collect();
        if and_cursor {
            expected.push((CURSOR.into(), Type::Option(Box::new(Type::String))));
        }
        let mut takes = Vec::new();
        for (name, syntax) in parameters(method.item) {
            let ty = self.vocabulary.read(syntax);
            takes.push((name, ty.map_err(|what| self.wrong_call(method, what))?));
        }
        if takes == expected {
            return Ok(());
        }
        let takes = (expected.iter()).map(|(name, ty)| format!("{name}: {}", ty.rust()));
        let takes: Vec<_> = takes.collect();
        Err(self.wrong_call(method, format!("must take {}", takes.join(", "))))
    }

    /// What is wrong with a method of the client.
    pub fn wrong_call(&self, method: &In<&ImplItemFn>, what: String) -> Trouble {
        let name = &method.item.sig.ident;
        (method.source).trouble(name.span(), format!("Client::{name}"), what)
    }

    /// `Page` and `T` of `Result<Page<T>, Error>`.
    pub fn page(&self, method: &ImplItemFn) -> Option<(String, Option<Type>)> {
        let ReturnType::Type(_, ty) = &method.sig.output else {
            return None;
        };
        let Syntax::Path(path) = structs::within_result(ty)? else {
            return None;
        };
        let last = path.path.segments.last()?;
        let of = match &last.arguments {
            PathArguments::AngleBracketed(list) => match list.args.first()? {
                GenericArgument::Type(ty) => self.vocabulary.read(ty).ok(),
                _ => None,
            },
            _ => None,
        };
        Some((last.ident.to_string(), of))
    }
}
