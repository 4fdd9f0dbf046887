//! Reads the core's source into the [`Model`].

mod declared;
mod docs;
mod fingerprint;
mod jobs;
mod macros;
mod names;
mod operations;
mod paged;
mod source;
mod structs;
mod types;
mod values;

use std::path::Path;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Attribute, ImplItemFn, ReturnType};

use self::declared::{Declared, In, is_public, plain};
use self::docs::Comment;
use self::macros::Parts;
use self::names::Names;
pub use self::source::Trouble;
use self::source::{Source, doc_text};
use self::types::Vocabulary;
use crate::model::{
    Enum, ErrorCode, Field, Group, Member, Method, Model, Object, Setting, Type, Variant,
};

/// The model of the core in `folder`, checked against the core that is linked.
///
/// # Errors
///
/// What no language could print: with file, line and item.
pub fn read(folder: &Path) -> Result<Model, Trouble> {
    let sources = Source::all(folder, "core/src")?;
    let model = resolve(&sources)?;
    values::check(&model)?;
    Ok(model)
}

fn resolve(sources: &[Source]) -> Result<Model, Trouble> {
    let declared = Declared::read(sources)?;
    let mut reader = Reader {
        names: Names::of(&declared),
        vocabulary: Vocabulary::default(),
        declared,
    };
    reader.learn();
    let mut model = Model {
        enums: reader.enums()?,
        codes: reader.codes()?,
        structs: reader.structs()?,
        ..Model::default()
    };
    model.groups = reader.groups(&model.codes)?;
    model.settings = reader.settings()?;
    model.operations = reader.operations(&model.structs)?;
    model.objects = reader.objects()?;
    model.error = reader.error()?;
    model.shells = reader.declared.shells();
    structs::place(&mut model)?;
    structs::spread(&mut model);
    Ok(model)
}

struct Reader<'a> {
    names: Names,
    declared: Declared<'a>,
    vocabulary: Vocabulary,
}

impl Reader<'_> {
    /// Which names are structs, enumerations and objects.
    fn learn(&mut self) {
        let Self {
            declared,
            vocabulary,
            names: _,
        } = self;
        for found in &declared.enums {
            vocabulary.enums.insert(found.item.name.to_string());
        }
        for found in &declared.structs {
            let name = found.item.ident.to_string();
            // What holds anything at all has a handwritten shell in each language.
            let is_generic = found.item.generics.type_params().next().is_some();
            if declared.exported.contains(&name) && !is_generic {
                match structs::is_open(found.item) {
                    true => vocabulary.structs.insert(name),
                    false => vocabulary.objects.insert(name),
                };
            }
        }
        for head in declared
            .key_settings
            .iter()
            .flat_map(|found| &found.item.structs)
        {
            vocabulary.structs.insert(head.name.to_string());
        }
    }

    fn comment(
        &self,
        source: &Source,
        (span, item): (Span, &str),
        attributes: &[Attribute],
        within: Option<&str>,
    ) -> Result<Comment, Trouble> {
        docs::read(&doc_text(attributes), &self.names, within)
            .map_err(|what| source.trouble(span, item, what))
    }

    /// # Errors
    ///
    /// A part that isn't among the known ones.
    fn only(source: &Source, item: &str, parts: &Parts, known: &[&str]) -> Result<(), Trouble> {
        match parts.names().find(|(name, _)| !known.contains(name)) {
            Some((name, span)) => {
                let what = format!("an unknown part: {name}");
                Err(source.trouble(span, item, what))
            }
            None => Ok(()),
        }
    }

    fn enums(&self) -> Result<Vec<Enum>, Trouble> {
        let mut enums = Vec::new();
        for In { source, item } in &self.declared.enums {
            let name = item.name.to_string();
            let comment =
                self.comment(source, (item.name.span(), &name), &item.attributes, None)?;
            let mut variants = Vec::new();
            for variant in &item.variants {
                let path = format!("{name}::{}", variant.name);
                let place = (variant.name.span(), path.as_str());
                variants.push(Variant {
                    name: variant.name.to_string(),
                    text: variant.text.value(),
                    doc: self
                        .comment(source, place, &variant.attributes, Some(&name))?
                        .doc,
                });
            }
            enums.push(Enum {
                name,
                doc: comment.doc,
                variants,
            });
        }
        Ok(enums)
    }

    fn codes(&self) -> Result<Vec<ErrorCode>, Trouble> {
        let mut codes = Vec::new();
        for In { source, item } in &self.declared.codes {
            let name = item.name.to_string();
            let comment =
                self.comment(source, (item.name.span(), &name), &item.attributes, None)?;
            Self::only(source, &name, &item.parts, &["advice", "group"])?;
            codes.push(ErrorCode {
                name,
                text: item.text.value(),
                doc: comment.doc,
                advice: item.parts.text("advice").map(|text| text.value()),
                group: item.parts.word("group"),
            });
        }
        Ok(codes)
    }

    /// The groups that codes name, with the documentation of the enumeration's variants.
    fn groups(&self, codes: &[ErrorCode]) -> Result<Vec<Group>, Trouble> {
        let mut groups: Vec<Group> = Vec::new();
        for code in codes {
            let Some(name) = &code.group else { continue };
            if let Some(group) = groups.iter_mut().find(|group| group.name == *name) {
                group.codes.push(code.text.clone());
                continue;
            }
            let enums = self.declared.plain_enums.iter();
            let variant = enums
                .filter(|found| found.item.ident == "ErrorGroup")
                .flat_map(|found| {
                    found
                        .item
                        .variants
                        .iter()
                        .map(|variant| (found.source, variant))
                })
                .find(|(_, variant)| variant.ident == name);
            let doc = match variant {
                Some((source, variant)) => {
                    let place = (variant.ident.span(), name.as_str());
                    self.comment(source, place, &variant.attrs, None)?.doc
                }
                None => return Err(values::trouble(name, "no such variant of ErrorGroup")),
            };
            groups.push(Group {
                name: name.clone(),
                doc,
                codes: vec![code.text.clone()],
            });
        }
        Ok(groups)
    }

    fn settings(&self) -> Result<Vec<Setting>, Trouble> {
        let mut settings = Vec::new();
        for In { source, item } in &self.declared.settings {
            let name = plain(&item.name);
            let place = (item.name.span(), name.as_str());
            let comment = self.comment(source, place, &item.attributes, None)?;
            let wrong = |what: String| source.trouble(item.ty.span(), &name, what);
            settings.push(Setting {
                doc: comment.doc,
                ty: self.vocabulary.read(&item.ty).map_err(wrong)?,
                default: values::number(item.default.as_ref(), item.unit.as_ref())
                    .map_err(|what| source.trouble(item.name.span(), &name, what))?,
                derived: (self.declared.method("Client", &format!("with_{name}"))).is_some(),
                name,
            });
        }
        Ok(settings)
    }

    /// What a method's `Result` or the method itself returns.
    fn returns(&self, source: &Source, method: &ImplItemFn) -> Result<Type, Trouble> {
        let ReturnType::Type(_, ty) = &method.sig.output else {
            return Ok(Type::Unit);
        };
        let inner = structs::within_result(ty).unwrap_or(ty);
        self.vocabulary
            .read(inner)
            .map_err(|what| source.trouble(ty.span(), &method.sig.ident, what))
    }

    fn method(&self, of: &str, method: &In<&ImplItemFn>) -> Result<Method, Trouble> {
        let In { source, item } = method;
        let name = item.sig.ident.to_string();
        let path = format!("{of}::{name}");
        let place = (item.sig.ident.span(), path.as_str());
        let comment = self.comment(source, place, &item.attrs, Some(of))?;
        Ok(Method {
            name,
            doc: comment.doc,
            errors: comment.errors,
            returns: self.returns(source, item).ok(),
        })
    }

    fn objects(&self) -> Result<Vec<Object>, Trouble> {
        let mut objects = Vec::new();
        for In { source, item } in &self.declared.structs {
            let name = item.ident.to_string();
            let is_value = self.vocabulary.structs.contains(&name);
            if is_value || !self.declared.exported.contains(&name) {
                continue;
            }
            let comment =
                self.comment(source, (item.ident.span(), &name), &item.attrs, Some(&name))?;
            let mut members = Vec::new();
            for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                let member = field.ident.as_ref().map(plain).unwrap_or_default();
                let path = format!("{name}.{member}");
                let comment =
                    self.comment(source, (field.span(), &path), &field.attrs, Some(&name))?;
                let doc = comment.doc;
                members.push(Member { name: member, doc });
            }
            let methods = self.declared.methods.get(&name);
            let methods = methods.map(Vec::as_slice).unwrap_or_default();
            objects.push(Object {
                doc: comment.doc,
                members,
                methods: methods
                    .iter()
                    .map(|method| self.method(&name, method))
                    .collect::<Result<_, _>>()?,
                name,
            });
        }
        Ok(objects)
    }

    /// The getters of the error.
    fn error(&self) -> Result<Vec<Field>, Trouble> {
        let methods = self.declared.methods.get("Error");
        let mut members = Vec::new();
        for method in methods.map(Vec::as_slice).unwrap_or_default() {
            let In { source, item } = method;
            let Method { name, doc, .. } = self.method("Error", method)?;
            members.push(Field {
                doc,
                ty: self.returns(source, item)?,
                required: false,
                flat: false,
                deprecated: None,
                name,
            });
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests;
