//! Structs: their members, where they cross, and how an argument is spread.

use std::collections::HashSet;

use syn::spanned::Spanned;
use syn::{
    Attribute, GenericArgument, ImplItemFn, ItemStruct, PathArguments, ReturnType, Type as Syntax,
    Visibility,
};

use super::declared::{self, In, parameters, plain};
use super::macros::{KeySettings, Setting};
use super::source::{Source, Trouble, has_alias};
use super::values::trouble;
use super::{Reader, fingerprint};
use crate::model::{Field, Model, Struct, Type};

/// The word by which the core says that calls refuse a struct that says nothing.
const NONEMPTY: &str = "nonempty";

/// Whether users see a struct's members: whether it is a value, and no object.
pub fn is_open(item: &ItemStruct) -> bool {
    let mut fields = item.fields.iter();
    fields.any(|field| matches!(field.vis, Visibility::Public(_)))
}

/// Whether a method calls the server: it takes `self` and can fail.
pub fn is_call(method: &ImplItemFn) -> bool {
    match &method.sig.output {
        ReturnType::Type(_, ty) => method.sig.receiver().is_some() && within_result(ty).is_some(),
        ReturnType::Default => false,
    }
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
        let whole = self.whole(source, (&name, item.ident.span()), &item.attrs, fields)?;
        Ok(Struct {
            borrows: item.generics.lifetimes().next().is_some(),
            internal: declared::is_begun(item),
            ..whole
        })
    }

    /// The structs that `key_settings!` makes.
    fn made(&self, found: &In<KeySettings>) -> Result<Vec<Struct>, Trouble> {
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
                fields.extend(self.shared(source, &name, shared, update)?);
            }
            let place = (name.as_str(), head.name.span());
            let mut made = self.whole(source, place, &head.attributes, fields)?;
            // Where none is written, the macro makes one that takes nothing.
            let new = made.new.get_or_insert_default();
            for field in &mut made.fields {
                field.required = new.contains(&field.name);
            }
            structs.push(made);
        }
        Ok(structs)
    }

    /// An entry as a member of the struct `of`: of an update only if it says what clearing does.
    fn shared(
        &self,
        source: &Source,
        of: &str,
        shared: &Setting,
        update: bool,
    ) -> Result<Option<Field>, Trouble> {
        let name = plain(&shared.name);
        let path = format!("{of}.{name}");
        Self::only(
            source,
            &path,
            &shared.parts,
            &["cleared", "update", "check"],
        )?;
        let wrong = |what: String| source.trouble(shared.name.span(), &path, what);
        let place = (shared.name.span(), path.as_str());
        let mut comment = self.comment(source, place, &shared.attributes, Some(of))?;
        let read = |ty: &Syntax| self.vocabulary.read(ty).map(Box::new).map_err(wrong);
        let ty = match (update, shared.parts.text("cleared")) {
            (false, _) => Type::Option(read(&shared.ty)?),
            (true, None) => return Ok(None),
            (true, Some(cleared)) => {
                let cleared = super::docs::read(&cleared.value(), &self.names, Some(of));
                comment.append(cleared.map_err(wrong)?);
                Type::Change(read(shared.parts.ty("update").unwrap_or(&shared.ty))?)
            }
        };
        Ok(Some(Field {
            name,
            doc: comment.doc,
            ty,
            required: false,
            flat: false,
            deprecated: comment.deprecated,
        }))
    }

    fn field(&self, source: &Source, of: &str, field: &syn::Field) -> Result<Field, Trouble> {
        let name = field.ident.as_ref().map(plain).unwrap_or_default();
        let path = format!("{of}.{name}");
        let comment = self.comment(source, (field.span(), &path), &field.attrs, Some(of))?;
        let wrong = |what: String| source.trouble(field.ty.span(), &path, what);
        let ty = self.vocabulary.read(&field.ty).map_err(wrong)?;
        Ok(Field {
            required: !matches!(
                ty,
                Type::Option(_) | Type::List(_) | Type::Map(_) | Type::Change(_)
            ),
            flat: false,
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
                .all(|field| matches!(field.ty, Type::Change(_))),
            nonempty: has_alias(attributes, NONEMPTY),
            secret: false,
            text: text.map(|(parameter, _)| parameter),
            fields,
            input: false,
            output: false,
            internal: false,
            borrows: false,
            created: None,
            paid: false,
            new,
        })
    }
}

/// Whether a parameter is passed as `&T` or `Option<&T>`.
pub fn is_reference(ty: &Syntax) -> bool {
    match ty {
        Syntax::Reference(_) => true,
        Syntax::Path(path) => path
            .path
            .segments
            .iter()
            .any(|segment| match &segment.arguments {
                PathArguments::AngleBracketed(list) => list.args.iter().any(|argument| {
                    matches!(argument, GenericArgument::Type(Syntax::Reference(_)))
                }),
                _ => false,
            }),
        _ => false,
    }
}

/// Marks what is flat, and spreads the struct arguments of the operations.
pub fn spread(model: &mut Model) {
    let all_optional: HashSet<_> = model
        .structs
        .iter()
        .filter(|found| found.fields.iter().all(|field| !field.required))
        .map(|found| found.name.clone())
        .collect();
    let only_in = model
        .structs
        .iter_mut()
        .filter(|found| found.input && !found.output);
    for field in only_in.flat_map(|found| &mut found.fields) {
        field.flat = matches!(&field.ty, Type::Struct(of) if all_optional.contains(of));
    }
    let each = model.operations.iter_mut().flat_map(|operation| {
        let paged = operation.paged.iter_mut();
        let of_page = paged.flat_map(|paged| &mut paged.arguments);
        let jobs = operation.job.iter_mut();
        let of_job = jobs.flat_map(|job| &mut job.arguments);
        (operation.arguments.iter_mut())
            .chain(of_page)
            .chain(of_job)
    });
    for argument in each {
        let Type::Struct(of) = &argument.ty else {
            continue;
        };
        let is_text = |found: &Struct| found.name == *of && found.text.is_some();
        if !model.structs.iter().any(is_text) {
            let fields = members(of, &model.structs);
            argument.optional = fields.iter().all(|field| !field.required);
            argument.fields = Some(fields);
        }
    }
}

/// The members of a struct, with those of a flat one in its place.
fn members(of: &str, structs: &[Struct]) -> Vec<Field> {
    let found = structs.iter().find(|found| found.name == of);
    let fields = found.iter().flat_map(|found| &found.fields);
    let spread = fields.flat_map(|field| match &field.ty {
        Type::Struct(inner) if field.flat => members(inner, structs),
        _ => vec![field.clone()],
    });
    spread.collect()
}

/// Says of each struct whether it goes in and whether it comes out, and marks the shape of all.
///
/// # Errors
///
/// A struct that does neither: no language would have it.
pub fn place(model: &mut Model) -> Result<(), Trouble> {
    let mut input = HashSet::new();
    let mut output = HashSet::new();
    for operation in &model.operations {
        for argument in &operation.arguments {
            reach(&argument.ty, &model.structs, &mut input);
        }
        reach(&operation.returns, &model.structs, &mut output);
        if let Some(job) = &operation.job {
            reach(&job.begun, &model.structs, &mut output);
        }
    }
    let methods = model.objects.iter().flat_map(|object| &object.methods);
    for returned in methods.filter_map(|method| method.returns.as_ref()) {
        reach(returned, &model.structs, &mut output);
    }
    for ty in model.error.iter().map(|member| &member.ty) {
        reach(ty, &model.structs, &mut output);
    }
    for ty in model.settings.iter().map(|setting| &setting.ty) {
        reach(ty, &model.structs, &mut output);
    }
    let secret: Vec<_> = (model.structs.iter())
        .map(|found| holds_secret(&Type::Struct(found.name.clone()), &model.structs))
        .collect();
    for (found, secret) in model.structs.iter_mut().zip(secret) {
        found.secret = secret;
        found.input = input.contains(&found.name);
        found.output = output.contains(&found.name);
        let own = Type::Struct(found.name.clone());
        let returned_by = |effect: &str| {
            let mut operations = model.operations.iter();
            operations.any(|operation| operation.effect == effect && operation.returns == own)
        };
        found.paid = returned_by("Pays");
        if returned_by("CreatesKey") {
            let id = found.fields.iter().find(|field| field.ty == Type::String);
            found.created = id.map(|field| field.name.clone());
        }
    }
    let mut structs = model.structs.iter();
    if let Some(unused) = structs.find(|found| !found.input && !found.output) {
        return Err(trouble(&unused.name, "no call takes or returns it"));
    }
    model.fingerprint = fingerprint::of(model);
    Ok(())
}

fn holds_secret(ty: &Type, structs: &[Struct]) -> bool {
    match ty.innermost() {
        Type::Secret => true,
        Type::Struct(name) => {
            let members = structs.iter().find(|found| found.name == *name);
            let mut fields = members.iter().flat_map(|found| &found.fields);
            fields.any(|field| holds_secret(&field.ty, structs))
        }
        _ => false,
    }
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
