//! The closed vocabulary of types.

use std::collections::HashSet;

use syn::{GenericArgument, PathArguments, ReturnType, Type as Syntax, TypeParamBound};

use crate::model::Type;

/// Which names are whose.
#[derive(Default)]
pub struct Vocabulary {
    pub structs: HashSet<String>,
    pub enums: HashSet<String>,
    pub objects: HashSet<String>,
}

impl Vocabulary {
    /// # Errors
    ///
    /// The name of the type that is no part of the vocabulary.
    pub fn read(&self, ty: &Syntax) -> Result<Type, String> {
        match ty {
            Syntax::Reference(reference) => self.read(&reference.elem),
            Syntax::Paren(inner) => self.read(&inner.elem),
            Syntax::Slice(slice) => Ok(Type::List(Box::new(self.read(&slice.elem)?))),
            Syntax::Tuple(tuple) if tuple.elems.is_empty() => Ok(Type::Unit),
            Syntax::Path(path) => {
                let Some(last) = path.path.segments.last() else {
                    return Err("an empty path".into());
                };
                self.named(&last.ident.to_string(), &last.arguments)
            }
            Syntax::BareFn(function) if !function.inputs.is_empty() => {
                self.listener(function.inputs.first().map(|input| &input.ty))
            }
            Syntax::BareFn(function) if function.inputs.is_empty() => match &function.output {
                ReturnType::Type(_, asked_for) => Ok(Type::Source(Box::new(self.read(asked_for)?))),
                ReturnType::Default => Err("a function is asked for something".into()),
            },
            Syntax::ImplTrait(listener) => self.bounds(&listener.bounds),
            Syntax::TraitObject(listener) => self.bounds(&listener.bounds),
            _ => Err("no language knows this kind of type".into()),
        }
    }

    fn named(&self, name: &str, arguments: &PathArguments) -> Result<Type, String> {
        let part = |place| match arguments {
            PathArguments::AngleBracketed(list) => match list.args.iter().nth(place) {
                Some(GenericArgument::Type(ty)) => self.read(ty).map(Box::new),
                _ => Err(format!("{name} of what?")),
            },
            _ => Err(format!("{name} of what?")),
        };
        let inner = || part(0);
        Ok(match name {
            "String" | "str" => Type::String,
            "bool" => Type::Bool,
            "u16" => Type::U16,
            "u32" => Type::U32,
            "u64" => Type::U64,
            "Timestamp" => Type::Timestamp,
            "Date" => Type::Date,
            "Duration" => Type::Duration,
            "Decimal" => Type::Decimal,
            "Secret" => Type::Secret,
            "Expiry" => Type::Expiry,
            "PathBuf" | "Path" => Type::Path,
            "ErrorCode" => Type::ErrorCode,
            "Operation" => Type::Operation,
            "Option" => Type::Option(inner()?),
            "Vec" => Type::List(inner()?),
            "Change" => Type::Change(inner()?),
            "BTreeMap" if *inner()? == Type::String => Type::Map(part(1)?),
            "Pages" => Type::Pages(inner()?),
            "Arc" | "Box" => *inner()?,
            name if self.structs.contains(name) => Type::Struct(name.to_owned()),
            name if self.enums.contains(name) => Type::Enum(name.to_owned()),
            name if self.objects.contains(name) => Type::Object(name.to_owned()),
            name => return Err(format!("no language knows the type {name}")),
        })
    }

    /// A function that is told something: `Fn(&Attempt<'_>) + Send + Sync`; one that works with
    /// something: `FnOnce(&CreatedKey) -> R`; `Store`, or `Write`.
    fn bounds<'a>(
        &self,
        bounds: impl IntoIterator<Item = &'a TypeParamBound>,
    ) -> Result<Type, String> {
        for bound in bounds {
            let TypeParamBound::Trait(bound) = bound else {
                continue;
            };
            let Some(last) = bound.path.segments.last() else {
                continue;
            };
            match &last.arguments {
                PathArguments::None if last.ident == "Write" => return Ok(Type::Sink),
                PathArguments::None if last.ident == "Store" => return Ok(Type::Store),
                PathArguments::Parenthesized(function)
                    if matches!(function.output, ReturnType::Default) =>
                {
                    return self.listener(function.inputs.first());
                }
                PathArguments::Parenthesized(function) if last.ident == "FnOnce" => {
                    return match function
                        .inputs
                        .first()
                        .map(|ty| self.read(ty))
                        .transpose()?
                    {
                        Some(with @ Type::Struct(_)) => Ok(Type::Within(Box::new(with))),
                        _ => Err("a function works with one struct".into()),
                    };
                }
                _ => {}
            }
        }
        Err("no language knows this kind of function or trait".into())
    }

    fn listener(&self, told: Option<&Syntax>) -> Result<Type, String> {
        match told.map(|ty| self.read(ty)).transpose()? {
            Some(Type::Struct(name)) => Ok(Type::Listener(name)),
            _ => Err("a function is told of one struct".into()),
        }
    }
}
