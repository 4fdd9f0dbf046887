//! What the files declare, by name, before anything of it is resolved.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use syn::parse::Parse;
use syn::{
    Fields, FnArg, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Pat, Type, UseTree, Visibility,
};

use super::docs::Names;
use super::macros::{Entries, Entry, KeySettings, OpenEnum, Setting, Settings};
use super::source::{Source, Trouble, is_hidden};
use crate::model::Target;

/// An item and the file that it stands in.
pub struct In<'a, T> {
    pub source: &'a Source,
    pub item: T,
}

#[derive(Default)]
pub struct Declared<'a> {
    /// What lib.rs shows to users.
    pub exported: HashSet<String>,
    pub structs: Vec<In<'a, &'a ItemStruct>>,
    pub enums: Vec<In<'a, OpenEnum>>,
    pub plain_enums: Vec<In<'a, &'a syn::ItemEnum>>,
    pub codes: Vec<In<'a, Entry>>,
    pub operations: Vec<In<'a, Entry>>,
    pub settings: Vec<In<'a, Setting>>,
    pub key_settings: Vec<In<'a, KeySettings>>,
    /// The public methods of each type, by its name.
    pub methods: HashMap<String, Vec<In<'a, &'a ImplItemFn>>>,
}

impl<'a> Declared<'a> {
    /// # Errors
    ///
    /// The body of a macro that isn't in its form.
    pub fn read(sources: &'a [Source]) -> Result<Self, Trouble> {
        let mut declared = Self::default();
        for source in sources {
            for item in &source.items {
                declared.item(source, item)?;
            }
        }
        Ok(declared)
    }

    fn item(&mut self, source: &'a Source, item: &'a Item) -> Result<(), Trouble> {
        match item {
            Item::Use(item) if is_public(&item.vis) => self.exports(&item.tree),
            Item::Struct(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
                self.structs.push(In { source, item });
            }
            Item::Enum(item) if is_public(&item.vis) => {
                self.plain_enums.push(In { source, item });
            }
            Item::Impl(item) if item.trait_.is_none() && !is_hidden(&item.attrs) => {
                self.implementation(source, item);
            }
            Item::Macro(item) if item.ident.is_none() => {
                let name = item.mac.path.segments.last();
                let name = name.map(|name| name.ident.to_string()).unwrap_or_default();
                self.macro_body(source, &name, item.mac.tokens.clone())?;
            }
            _ => {}
        }
        Ok(())
    }

    fn macro_body(
        &mut self,
        source: &'a Source,
        name: &str,
        tokens: TokenStream,
    ) -> Result<(), Trouble> {
        match name {
            "open_enum" => self.enums.push(In::body(source, tokens)?),
            "codes" => self
                .codes
                .extend(In::<Entries>::body(source, tokens)?.each()),
            "operations" => self
                .operations
                .extend(In::<Entries>::body(source, tokens)?.each()),
            "settings" => self
                .settings
                .extend(In::<Settings>::body(source, tokens)?.each()),
            "key_settings" => self.key_settings.push(In::body(source, tokens)?),
            _ => {}
        }
        Ok(())
    }

    fn exports(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.exports(&path.tree),
            UseTree::Name(name) => {
                self.exported.insert(name.ident.to_string());
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.exports(tree)),
            UseTree::Rename(_) | UseTree::Glob(_) => {}
        }
    }

    fn implementation(&mut self, source: &'a Source, item: &'a ItemImpl) {
        let Type::Path(path) = &*item.self_ty else {
            return;
        };
        let Some(name) = path.path.segments.last() else {
            return;
        };
        let methods = self.methods.entry(name.ident.to_string()).or_default();
        for item in &item.items {
            match item {
                ImplItem::Fn(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
                    methods.push(In { source, item });
                }
                _ => {}
            }
        }
    }

    pub fn method(&self, of: &str, name: &str) -> Option<&In<'a, &'a ImplItemFn>> {
        let methods = self.methods.get(of)?;
        methods.iter().find(|method| method.item.sig.ident == name)
    }

    /// The names of a struct's fields, whether it is written out or made by `key_settings!`.
    fn fields(&self, of: &str) -> Option<Vec<String>> {
        let written = self.structs.iter().find(|found| found.item.ident == of);
        if let Some(found) = written {
            return Some(match &found.item.fields {
                Fields::Named(fields) => fields
                    .named
                    .iter()
                    .filter_map(|field| field.ident.as_ref().map(|name| plain(&name.to_string())))
                    .collect(),
                _ => Vec::new(),
            });
        }
        for settings in self.key_settings.iter().map(|found| &found.item) {
            if let Some(head) = settings.structs.iter().find(|head| head.name == of) {
                let own = head
                    .fields
                    .named
                    .iter()
                    .filter_map(|field| field.ident.as_ref());
                let shared = settings.shared.iter().map(|setting| &setting.name);
                return Some(
                    own.chain(shared)
                        .map(|name| plain(&name.to_string()))
                        .collect(),
                );
            }
        }
        None
    }

    fn is_field(&self, name: &str) -> bool {
        let made = self
            .key_settings
            .iter()
            .flat_map(|found| &found.item.structs);
        let structs = self
            .structs
            .iter()
            .filter(|found| self.exported.contains(&found.item.ident.to_string()));
        let names = structs.map(|found| found.item.ident.to_string());
        names
            .chain(made.map(|head| head.name.to_string()))
            .filter_map(|of| self.fields(&of))
            .any(|fields| fields.iter().any(|field| field == name))
    }
}

impl Names for Declared<'_> {
    fn link(&self, path: &str, within: Option<&str>) -> Option<Target> {
        let path = path.trim_end_matches("()");
        let (of, member) = match path.split_once("::") {
            Some(("Self", member)) => (within?, Some(member)),
            Some((of, member)) => (of, Some(member)),
            None if path == "Self" => (within?, None),
            None => (path, None),
        };
        let Some(member) = member.map(plain) else {
            return match of {
                "Client" | "ClientBuilder" => Some(Target::Client),
                "Error" => Some(Target::Error(None)),
                _ if self.exported.contains(of) => Some(Target::Type(of.to_owned())),
                _ => None,
            };
        };
        let own = |entries: &[In<Entry>]| {
            let found = entries.iter().find(|entry| entry.item.name == member);
            found.map(|entry| entry.item.text.value())
        };
        match of {
            "ErrorCode" => own(&self.codes).map(Target::Code),
            "Operation" => own(&self.operations).map(Target::Operation),
            "Error" => self
                .method(of, &member)
                .map(|_| Target::Error(Some(member))),
            "ClientBuilder" => {
                let mut names = self
                    .settings
                    .iter()
                    .map(|entry| plain(&entry.item.name.to_string()));
                match names.any(|name| name == member) {
                    true => Some(Target::Setting(member)),
                    false => self.method(of, &member).map(|_| Target::Client),
                }
            }
            _ if self.is_operation(of, &member) => Some(Target::Operation(member)),
            _ => {
                let variants = self.enums.iter().find(|found| found.item.name == of);
                let variants = variants.map(|found| &found.item.variants);
                let is_variant = variants.is_some_and(|variants| {
                    member == "Other" || variants.iter().any(|variant| variant.name == member)
                }) || self.plain_enums.iter().any(|found| {
                    found.item.ident == of
                        && found
                            .item
                            .variants
                            .iter()
                            .any(|variant| variant.ident == member)
                });
                let is_field = self
                    .fields(of)
                    .is_some_and(|fields| fields.contains(&member));
                match (is_variant, is_field) {
                    (true, _) => Some(Target::Variant(of.to_owned(), member)),
                    (_, true) => Some(Target::Field(Some(of.to_owned()), member)),
                    _ => {
                        let method = self.method(of, &member)?;
                        Some(Target::Method(
                            of.to_owned(),
                            method.item.sig.ident.to_string(),
                        ))
                    }
                }
            }
        }
    }

    fn word(&self, word: &str, within: Option<&str>) -> Option<Target> {
        if self.codes.iter().any(|code| code.item.text.value() == word) {
            return Some(Target::Code(word.to_owned()));
        }
        if self.is_operation("Client", word) {
            return Some(Target::Operation(word.to_owned()));
        }
        let within = within.filter(|of| {
            self.fields(of)
                .is_some_and(|fields| fields.iter().any(|field| field == word))
        });
        if within.is_some() || self.is_field(word) {
            return Some(Target::Field(within.map(str::to_owned), word.to_owned()));
        }
        let mut settings = self.settings.iter();
        settings
            .any(|setting| setting.item.name == word)
            .then(|| Target::Setting(word.to_owned()))
    }
}

impl Declared<'_> {
    fn is_operation(&self, of: &str, name: &str) -> bool {
        let mut operations = self.operations.iter();
        of == "Client" && operations.any(|entry| entry.item.text.value() == name)
    }
}

impl<'a, T: Parse> In<'a, T> {
    /// The body of a macro.
    fn body(source: &'a Source, tokens: TokenStream) -> Result<Self, Trouble> {
        let item = syn::parse2(tokens);
        let item = item.map_err(|error| source.trouble(error.span(), "macro", error))?;
        Ok(In { source, item })
    }
}

impl<'a, T> In<'a, T> {
    /// Each entry with the file that it stands in.
    fn each<E>(self) -> impl Iterator<Item = In<'a, E>>
    where
        T: IntoIterator<Item = E>,
    {
        let source = self.source;
        self.item.into_iter().map(move |item| In { source, item })
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// A name without what Rust needs around it: `r#type`, `type_`.
pub fn plain(name: &str) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    name.strip_suffix('_').unwrap_or(name).to_owned()
}

/// The parameters of a function besides `self`.
pub fn parameters(function: &ImplItemFn) -> Vec<(String, &Type)> {
    let typed = function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    let named = typed.filter_map(|typed| match &*typed.pat {
        Pat::Ident(name) => Some((plain(&name.ident.to_string()), &*typed.ty)),
        _ => None,
    });
    named.collect()
}
