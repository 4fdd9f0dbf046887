//! The bodies of the core's few macros.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, FieldsNamed, Ident, LitStr, Token, Type, braced};

/// `Variant = "text"`, and what follows it: an entry of `codes!` or `operations!`, or a variant of
/// `open_enum!`.
pub struct Entry {
    pub attributes: Vec<Attribute>,
    pub name: Ident,
    pub text: LitStr,
    /// What stands after a colon, for `operations!`.
    pub kind: Option<Ident>,
    pub parts: Parts,
}

/// `name: value` or `name value`, separated by commas.
#[derive(Default)]
pub struct Parts(HashMap<String, (Span, Part)>);

pub enum Part {
    Text(LitStr),
    /// A word, a path or a type: `Web3`, `check::tags`, `Vec<String>`.
    Type(Box<Type>),
}

impl Parts {
    /// The names of the parts there are, which a reader checks against those that it knows.
    pub fn names(&self) -> impl Iterator<Item = (&str, Span)> {
        self.0
            .iter()
            .map(|(name, (span, _))| (name.as_str(), *span))
    }

    pub fn text(&self, name: &str) -> Option<&LitStr> {
        match self.0.get(name) {
            Some((_, Part::Text(text))) => Some(text),
            _ => None,
        }
    }

    pub fn ty(&self, name: &str) -> Option<&Type> {
        match self.0.get(name) {
            Some((_, Part::Type(ty))) => Some(ty),
            _ => None,
        }
    }

    pub fn word(&self, name: &str) -> Option<String> {
        match self.ty(name) {
            Some(Type::Path(path)) => path.path.get_ident().map(Ident::to_string),
            _ => None,
        }
    }

    /// Everything up to the semicolon.
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut parts = HashMap::new();
        while input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
            if input.peek(Token![;]) || input.is_empty() {
                break;
            }
            let name: Ident = input.parse()?;
            let _: Option<Token![:]> = input.parse()?;
            let part = match input.peek(LitStr) {
                true => Part::Text(input.parse()?),
                false => Part::Type(Box::new(input.parse()?)),
            };
            if parts
                .insert(name.to_string(), (name.span(), part))
                .is_some()
            {
                return Err(syn::Error::new(name.span(), format!("says {name} twice")));
            }
        }
        Ok(Self(parts))
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let text = input.parse()?;
        let mut kind = None;
        if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            kind = Some(input.parse()?);
        }
        Ok(Self {
            attributes,
            name,
            text,
            kind,
            parts: Parts::parse(input)?,
        })
    }
}

/// Entries that end in semicolons: the body of `codes!`, `operations!` or `settings!`.
pub struct Entries<T>(Vec<T>);

impl<T: Parse> Parse for Entries<T> {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let entries = Punctuated::<T, Token![;]>::parse_terminated(input)?;
        Ok(Self(entries.into_iter().collect()))
    }
}

impl<T> IntoIterator for Entries<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The body of `open_enum!`.
pub struct OpenEnum {
    pub attributes: Vec<Attribute>,
    pub name: Ident,
    pub variants: Vec<Variant>,
}

pub struct Variant {
    pub attributes: Vec<Attribute>,
    pub name: Ident,
    pub text: LitStr,
}

impl Parse for Variant {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let text = input.parse()?;
        Ok(Self {
            attributes,
            name,
            text,
        })
    }
}

impl Parse for OpenEnum {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        let body;
        braced!(body in input);
        let variants = Punctuated::<Variant, Token![,]>::parse_terminated(&body)?;
        Ok(Self {
            attributes,
            name,
            variants: variants.into_iter().collect(),
        })
    }
}

/// `name: Type = default, part: value`: an entry of `settings!` or `key_settings!`.
pub struct Setting {
    pub attributes: Vec<Attribute>,
    pub name: Ident,
    pub ty: Type,
    pub default: Option<Expr>,
    /// The unit after a default's number: `60 s`.
    pub unit: Option<Ident>,
    pub parts: Parts,
}

impl Parse for Setting {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        let (mut default, mut unit) = (None, None);
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            default = Some(input.parse()?);
            if input.peek(Ident) {
                unit = Some(input.parse()?);
            }
        }
        Ok(Self {
            attributes,
            name,
            ty,
            default,
            unit,
            parts: Parts::parse(input)?,
        })
    }
}

/// The body of `key_settings!`: the structs with their own fields, then the fields they share.
pub struct KeySettings {
    pub structs: Vec<Head>,
    pub shared: Vec<Setting>,
}

/// A struct that `key_settings!` makes, with the fields that it alone has.
pub struct Head {
    pub attributes: Vec<Attribute>,
    pub name: Ident,
    pub fields: FieldsNamed,
}

impl Parse for KeySettings {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut structs = Vec::new();
        loop {
            let ahead = input.fork();
            ahead.call(Attribute::parse_outer)?;
            if !(ahead.peek(Ident) && ahead.peek2(syn::token::Brace)) {
                break;
            }
            structs.push(Head {
                attributes: input.call(Attribute::parse_outer)?,
                name: input.parse()?,
                fields: input.parse()?,
            });
        }
        Ok(Self {
            structs,
            shared: Entries::parse(input)?.0,
        })
    }
}
