//! What is fetched page by page: an operation that returns `Pages<T>` or writes to a sink, and the
//! hidden method of the client that fetches one page of it.

use syn::{GenericArgument, ImplItemFn, PathArguments, ReturnType, Type as Syntax};

use super::declared::{In, parameters};
use super::source::Trouble;
use super::{Reader, structs};
use crate::model::{Argument, Paged, Type};

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
    ) -> Result<Option<Paged>, Trouble> {
        let item = match returns {
            Type::Pages(of) => Some(&**of),
            _ if arguments.iter().any(|given| given.ty == Type::Sink) => None,
            _ => return Ok(None),
        };
        let wrong = |method: &In<&ImplItemFn>, what: String| {
            let name = &method.item.sig.ident;
            (method.source).trouble(name.span(), format!("Client::{name}"), what)
        };
        if !matches!(item, None | Some(Type::Struct(_))) {
            return Err(wrong(operation, "pages are lists of a struct".into()));
        }
        let method = format!("{name}_page");
        let Some(found) = self.declared.hidden_method("Client", &method) else {
            let what = format!("comes in pages, and there is no doc(hidden) {method}");
            return Err(wrong(operation, what));
        };
        let own = |given: &&Argument| given.ty != Type::Sink && given.name != CURSOR;
        let own: Vec<_> = arguments.iter().filter(own).cloned().collect();
        let mut expected: Vec<_> = own
            .iter()
            .map(|own| (own.name.clone(), own.ty.clone()))
            .collect();
        expected.push((CURSOR.into(), Type::Option(Box::new(Type::String))));
        let mut takes = Vec::new();
        for (name, syntax) in parameters(found.item) {
            let ty = self.vocabulary.read(syntax);
            takes.push((name, ty.map_err(|what| wrong(found, what))?));
        }
        if takes != expected {
            let takes = expected
                .iter()
                .map(|(name, ty)| format!("{name}: {}", ty.rust()));
            let takes: Vec<_> = takes.collect();
            return Err(wrong(found, format!("must take {}", takes.join(", "))));
        }
        let (page, of) = self.page(found.item).unwrap_or_default();
        let must = match item {
            Some(item) if page == "Page" && of.as_ref() == Some(item) => None,
            None if page == "Chunk" => None,
            Some(item) => Some(format!("Page<{}>", item.rust())),
            None => Some("Chunk".into()),
        };
        if let Some(must) = must {
            return Err(wrong(found, format!("must return a Result of {must}")));
        }
        Ok(Some(Paged {
            method,
            item: item.cloned(),
            arguments: own,
            cursor: arguments
                .iter()
                .find(|given| given.name == CURSOR)
                .map(|given| given.name.clone()),
        }))
    }

    /// `Page` and `T` of `Result<Page<T>, Error>`.
    fn page(&self, method: &ImplItemFn) -> Option<(String, Option<Type>)> {
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
