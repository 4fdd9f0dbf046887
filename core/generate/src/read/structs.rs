//! Structs: their members, where they cross, and how an argument is spread.

use std::collections::HashSet;

use syn::spanned::Spanned;
use syn::{Attribute, GenericArgument, ItemStruct, PathArguments, Type as Syntax, Visibility};

use super::Reader;
use super::declared::{In, parameters, plain};
use super::source::{Source, Trouble, attribute_has};
use crate::model::{Argument, Field, Model, Struct, Type};

/// Whether users see a struct's members: whether it is a value, and no object.
pub fn is_open(item: &ItemStruct) -> bool {
    let mut fields = item.fields.iter();
    fields.any(|field| matches!(field.vis, Visibility::Public(_)))
}

/// `T` of `Result<T, E>`.
pub fn within_result(ty: &Syntax) -> Option<&Syntax> {
    let Syntax::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(list) if last.ident == "Result" => match list.args.first()? {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}

impl Reader<'_> {
    pub fn structs(&self) -> Result<Vec<Struct>, Trouble> {
        let mut structs = Vec::new();
        for found in &self.declared.structs {
            if self
                .vocabulary
                .structs
                .contains(&found.item.ident.to_string())
            {
                structs.push(self.written(found)?);
            }
        }
        for found in &self.declared.key_settings {
            structs.extend(self.made(found)?);
        }
        let without_default: Vec<_> = structs
            .iter()
            .filter(|found| found.fields.iter().any(|field| field.required))
            .map(|found| found.name.clone())
            .collect();
        for found in structs.iter_mut().filter(|found| found.new.is_none()) {
            for field in &mut found.fields {
                if let Type::Struct(name) = &field.ty {
                    field.required = without_default.contains(name);
                }
            }
        }
        Ok(structs)
    }

    /// A struct that stands in the source.
    fn written(&self, found: &In<&ItemStruct>) -> Result<Struct, Trouble> {
        let In { source, item } = found;
        let name = item.ident.to_string();
        let mut fields = Vec::new();
        for field in &item.fields {
            fields.push(self.field(source, &name, field)?);
        }
        self.whole(source, (&name, item.ident.span()), &item.attrs, fields)
    }

    /// The structs that `key_settings!` makes.
    fn made(&self, found: &In<super::macros::KeySettings>) -> Result<Vec<Struct>, Trouble> {
        let In { source, item } = found;
        let mut structs = Vec::new();
        for head in &item.structs {
            let name = head.name.to_string();
            let mut fields = Vec::new();
            for field in &head.fields.named {
                fields.push(self.field(source, &name, field)?);
            }
            let update = fields
                .iter()
                .any(|field| matches!(field.ty, Type::Change(_)));
            for shared in &item.shared {
                let (field, path) = (plain(&shared.name.to_string()), &shared.name);
                Self::only(source, &field, &shared.parts, &["cleared", "check"])?;
                let wrong =
                    |what: String| source.trouble(path.span(), format!("{name}.{path}"), what);
                let ty = Box::new(self.vocabulary.read(&shared.ty).map_err(wrong)?);
                let (doc, ty) = match (update, shared.parts.text("cleared")) {
                    (false, _) => {
                        let place = (path.span(), field.as_str());
                        let comment =
                            self.comment(source, place, &shared.attributes, Some(&name))?;
                        (comment.doc, Type::Option(ty))
                    }
                    (true, Some(text)) => {
                        let read = super::docs::read(&text.value(), &self.declared, Some(&name));
                        (read.map_err(wrong)?.doc, Type::Change(ty))
                    }
                    (true, None) => {
                        return Err(wrong("doesn't say what it is when cleared".into()));
                    }
                };
                fields.push(Field {
                    name: field,
                    doc,
                    ty,
                    required: false,
                    flat: false,
                    deprecated: None,
                });
            }
            structs.push(self.whole(
                source,
                (&name, head.name.span()),
                &head.attributes,
                fields,
            )?);
        }
        Ok(structs)
    }

    fn field(&self, source: &Source, of: &str, field: &syn::Field) -> Result<Field, Trouble> {
        let name = field
            .ident
            .as_ref()
            .map(|name| plain(&name.to_string()))
            .unwrap_or_default();
        let path = format!("{of}.{name}");
        let comment = self.comment(source, (field.span(), &path), &field.attrs, Some(of))?;
        let wrong = |what: String| source.trouble(field.ty.span(), &path, what);
        let ty = self.vocabulary.read(&field.ty).map_err(wrong)?;
        Ok(Field {
            required: !matches!(ty, Type::Option(_) | Type::List(_) | Type::Change(_)),
            flat: attribute_has(&field.attrs, "serde", "flatten"),
            doc: comment.doc,
            deprecated: comment.deprecated,
            name,
            ty,
        })
    }

    fn whole(
        &self,
        source: &Source,
        (name, span): (&str, proc_macro2::Span),
        attributes: &[Attribute],
        mut fields: Vec<Field>,
    ) -> Result<Struct, Trouble> {
        let comment = self.comment(source, (span, name), attributes, Some(name))?;
        let new = self.declared.method(name, "new").map(|new| {
            let given = parameters(new.item).into_iter();
            given.map(|(name, _)| name).collect::<Vec<_>>()
        });
        if let Some(given) = &new {
            if let Some(unknown) = given
                .iter()
                .find(|given| fields.iter().all(|field| field.name != **given))
            {
                let what = format!("new() takes {unknown}, which is no member");
                return Err(source.trouble(span, name, what));
            }
            for field in &mut fields {
                field.required = given.contains(&field.name);
            }
        }
        let text = self.declared.method(name, "from_text");
        let text = text.and_then(|method| parameters(method.item).into_iter().next());
        Ok(Struct {
            name: name.to_owned(),
            doc: comment.doc,
            update: fields
                .iter()
                .any(|field| matches!(field.ty, Type::Change(_))),
            secret: fields
                .iter()
                .any(|field| *field.ty.innermost() == Type::Secret),
            text: text.map(|(parameter, _)| parameter),
            fields,
            input: false,
            output: false,
            new,
        })
    }
}

/// An argument, with the members of a struct spread out.
pub fn argument(name: String, ty: Type, structs: &[Struct]) -> Argument {
    let fields = match &ty {
        Type::Struct(of) => spread(of, structs).filter(|_| text_of(of, structs).is_none()),
        _ => None,
    };
    let optional = match &fields {
        Some(fields) => fields.iter().all(|field| !field.required),
        None => matches!(ty, Type::Option(_)),
    };
    Argument {
        name,
        ty,
        optional,
        fields,
    }
}

fn text_of<'a>(of: &str, structs: &'a [Struct]) -> Option<&'a String> {
    structs.iter().find(|found| found.name == of)?.text.as_ref()
}

/// The members of a struct, with those of a flat one in its place.
fn spread(of: &str, structs: &[Struct]) -> Option<Vec<Field>> {
    let found = structs.iter().find(|found| found.name == of)?;
    let mut fields = Vec::new();
    for field in &found.fields {
        match &field.ty {
            Type::Struct(inner) if field.flat => fields.extend(spread(inner, structs)?),
            _ => fields.push(field.clone()),
        }
    }
    Some(fields)
}

/// Says of each struct whether it goes in and whether it comes out, and marks the shape of all.
pub fn place(model: &mut Model) {
    let mut input = HashSet::new();
    let mut output = HashSet::new();
    for operation in &model.operations {
        for argument in &operation.arguments {
            reach(&argument.ty, &model.structs, &mut input);
        }
        reach(&operation.returns, &model.structs, &mut output);
    }
    for ty in model.error.iter().map(|member| &member.ty) {
        reach(ty, &model.structs, &mut output);
    }
    for ty in model.settings.iter().map(|setting| &setting.ty) {
        reach(ty, &model.structs, &mut output);
    }
    for found in &mut model.structs {
        found.input = input.contains(&found.name);
        found.output = output.contains(&found.name);
    }
    model.structs.retain(|found| found.input || found.output);
    model.fingerprint = fingerprint(&model.structs);
}

fn reach(ty: &Type, structs: &[Struct], found: &mut HashSet<String>) {
    let (Type::Struct(name) | Type::Listener(name)) = ty.innermost() else {
        return;
    };
    if found.insert(name.clone()) {
        let members = structs.iter().find(|found| found.name == *name);
        for field in members.iter().flat_map(|found| &found.fields) {
            reach(&field.ty, structs, found);
        }
    }
}

/// A hash (FNV-1a) of every name and type that rows are read by.
fn fingerprint(structs: &[Struct]) -> String {
    let mut shape = String::new();
    for found in structs {
        shape.push_str(&found.name);
        for field in &found.fields {
            shape.push_str(&format!(",{}:{}", field.name, field.ty.rust()));
        }
        shape.push(';');
    }
    let hash = shape.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}
