//! What the files declare, by name, before anything of it is resolved.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use syn::parse::Parse;
use syn::{
    Field, FnArg, Ident, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Pat, Type, UseTree,
    Visibility,
};

use super::macros::{Entries, Entry, KeySettings, OpenEnum, Setting};
use super::source::{Source, Trouble, is_hidden};

/// An item and the file that it stands in.
pub struct In<'a, T> {
    pub source: &'a Source,
    pub item: T,
}

#[derive(Default)]
pub struct Declared<'a> {
    /// What lib.rs shows to users.
    pub exported: HashSet<String>,
    /// Those for bindings alone among them: what the first step of a job returns.
    pub structs: Vec<In<'a, &'a ItemStruct>>,
    /// What pages are made of.
    shells: Vec<&'a ItemStruct>,
    pub enums: Vec<In<'a, OpenEnum>>,
    pub plain_enums: Vec<In<'a, &'a syn::ItemEnum>>,
    pub codes: Vec<In<'a, Entry>>,
    pub operations: Vec<In<'a, Entry>>,
    pub settings: Vec<In<'a, Setting>>,
    pub key_settings: Vec<In<'a, KeySettings>>,
    /// The public methods of each type, by its name.
    pub methods: HashMap<String, Vec<In<'a, &'a ImplItemFn>>>,
    /// Those that users aren't shown: what bindings call.
    hidden: HashMap<String, Vec<In<'a, &'a ImplItemFn>>>,
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
        if let Item::Struct(item) = item
            && ["Page", "Chunk"].contains(&item.ident.to_string().as_str())
        {
            self.shells.push(item);
        }
        match item {
            Item::Use(item) if is_public(&item.vis) => self.exports(&item.tree),
            Item::Struct(item)
                if is_public(&item.vis) && (!is_hidden(&item.attrs) || is_begun(item)) =>
            {
                self.structs.push(In { source, item });
            }
            Item::Enum(item) if is_public(&item.vis) => {
                self.plain_enums.push(In { source, item });
            }
            Item::Impl(item) if item.trait_.is_none() => {
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
                .extend(In::<Entries<_>>::body(source, tokens)?.each()),
            "operations" => self
                .operations
                .extend(In::<Entries<_>>::body(source, tokens)?.each()),
            "settings" => self
                .settings
                .extend(In::<Entries<_>>::body(source, tokens)?.each()),
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
        let all_hidden = is_hidden(&item.attrs);
        for item in &item.items {
            let (ImplItem::Fn(item), name) = (item, name.ident.to_string()) else {
                continue;
            };
            if is_public(&item.vis) {
                let methods = match all_hidden || is_hidden(&item.attrs) {
                    true => &mut self.hidden,
                    false => &mut self.methods,
                };
                let found = In { source, item };
                methods.entry(name).or_default().push(found);
            }
        }
    }

    pub fn method(&self, of: &str, name: &str) -> Option<&In<'a, &'a ImplItemFn>> {
        named(self.methods.get(of)?, name)
    }

    /// A method that users aren't shown.
    pub fn hidden_method(&self, of: &str, name: &str) -> Option<&In<'a, &'a ImplItemFn>> {
        named(self.hidden.get(of)?, name)
    }

    /// The structs that users see, written out or made by `key_settings!`, and their members.
    pub fn fields(&self) -> Vec<(String, Vec<String>)> {
        let written = self.structs.iter().map(|found| found.item);
        let written = written.map(|item| (&item.ident, item.fields.iter().collect()));
        let made = self
            .key_settings
            .iter()
            .flat_map(|found| &found.item.structs);
        let made = made.map(|head| (&head.name, head.fields.named.iter().collect()));
        let all = written
            .chain(made)
            .filter(|(name, _)| self.exported.contains(&name.to_string()));
        let shared = |of: &Ident| {
            let mut made = self.key_settings.iter().map(|found| &found.item);
            let made = made.find(|found| found.structs.iter().any(|head| head.name == *of));
            made.map(|found| found.shared.as_slice())
                .unwrap_or_default()
        };
        let named = all.map(|(name, fields): (_, Vec<&Field>)| {
            let own = fields.into_iter().filter_map(|field| field.ident.as_ref());
            let shared = shared(name).iter().map(|setting| &setting.name);
            (name.to_string(), own.chain(shared).map(plain).collect())
        });
        named.collect()
    }

    /// What pages are made of: structs that a binding reads by hand, and their members.
    pub fn shells(&self) -> Vec<(String, Vec<String>)> {
        let shells = self.shells.iter().map(|item| {
            let members = item.fields.iter().filter_map(|field| field.ident.as_ref());
            (item.ident.to_string(), members.map(plain).collect())
        });
        shells.collect()
    }

    /// The enumerations, and their variants.
    pub fn variants(&self) -> Vec<(String, Vec<String>)> {
        let open = self.enums.iter().map(|found| &found.item);
        let open = open.map(|item| {
            let names = item.variants.iter().map(|variant| variant.name.to_string());
            (
                item.name.to_string(),
                names.chain(["Other".to_owned()]).collect(),
            )
        });
        let plain = self.plain_enums.iter().map(|found| found.item);
        let plain = plain.map(|item| {
            let names = item
                .variants
                .iter()
                .map(|variant| variant.ident.to_string());
            (item.ident.to_string(), names.collect())
        });
        open.chain(plain).collect()
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

fn named<'a, 'b>(
    methods: &'b [In<'a, &'a ImplItemFn>],
    name: &str,
) -> Option<&'b In<'a, &'a ImplItemFn>> {
    methods.iter().find(|method| method.item.sig.ident == name)
}

/// Whether a struct that users aren't shown is what the first step of a job returns: a result, and
/// the record that the later steps need.
pub fn is_begun(item: &ItemStruct) -> bool {
    let members = item.fields.iter().filter_map(|field| field.ident.as_ref());
    is_hidden(&item.attrs) && members.eq(["result", "record"])
}

pub fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// A name without what Rust needs around it: `r#type`, `type_`.
pub fn plain(name: impl ToString) -> String {
    let name = name.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    name.strip_suffix('_').unwrap_or(name).to_owned()
}

/// The parameters of a function besides `self`.
pub fn parameters(function: &ImplItemFn) -> Vec<(String, &Type)> {
    let typed = function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    let named = typed.filter_map(|typed| match &*typed.pat {
        Pat::Ident(name) => Some((plain(&name.ident), &*typed.ty)),
        _ => None,
    });
    named.collect()
}
