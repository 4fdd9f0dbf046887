//! TypeScript and JavaScript.

use super::{Paragraph, Style, Words, camel};
use crate::model::{ErrorCase, Field, Model, Target, Type};

pub struct Node;

impl Words for Node {
    fn name(&self, name: &str) -> String {
        camel(name)
    }

    fn ty(&self, ty: &Type, place: &str) -> String {
        let input = place == "input";
        match ty {
            Type::Unit => "void".into(),
            Type::String | Type::Path | Type::Operation => "string".into(),
            // A day, as Venice writes it.
            Type::Date => "string".into(),
            Type::Bool => "boolean".into(),
            Type::U16 | Type::U32 | Type::U64 | Type::Duration => "number".into(),
            Type::Timestamp if input => "TimeInput".into(),
            Type::Timestamp => "Date".into(),
            Type::Decimal if input => "MoneyInput".into(),
            Type::Decimal => "string".into(),
            Type::Secret if input => "string | Secret".into(),
            Type::Secret => "Secret".into(),
            Type::Expiry => "ExpiryInput".into(),
            Type::ErrorCode => "ErrorCode".into(),
            Type::Listener(of) => format!("(({}: {of}) => void)", camel(&of.to_lowercase())),
            Type::Source(of) => {
                let of = self.ty(of, "input");
                format!("(() => {of} | Promise<{of}>)")
            }
            Type::Enum(name) | Type::Struct(name) | Type::Object(name) => name.clone(),
            Type::Option(of) | Type::Change(of) if input => {
                format!("{} | null | undefined", self.ty(of, place))
            }
            Type::Option(of) | Type::Change(of) => format!("{} | null", self.ty(of, place)),
            Type::List(of) if input => format!("readonly {}[]", self.ty(of, place)),
            Type::List(of) => format!("{}[]", self.ty(of, place)),
            Type::Map(of) => format!("Record<string, {}>", self.ty(of, place)),
            Type::Sink => "Destination".into(),
            Type::Store => "Store".into(),
            Type::Within(of) => format!("((made: {}) => unknown)", self.ty(of, "")),
            Type::Pages(of) => format!("Pages<{}>", self.ty(of, place)),
        }
    }

    fn null(&self) -> &'static str {
        "`null`"
    }

    fn mention(&self, target: &Target, text: Option<&str>, link: bool, model: &Model) -> String {
        let name = match target {
            Target::Code(code) => return format!("`{code}`"),
            Target::Variant(of, name) => return format!("`'{}'`", value(of, name, model)),
            Target::Client => "Client".into(),
            Target::Operation(name) => format!("Client.{}", camel(name)),
            Target::Setting(name) => {
                let settings = model.settings.iter();
                let types = settings.map(|setting| (&setting.name, &setting.ty));
                format!("ClientOptions.{}", member(name, types))
            }
            Target::Type(name) => name.clone(),
            Target::Error(None) => "VeniceError".into(),
            Target::Error(Some(name)) => {
                format!("VeniceError.{}", member(name, types_of(&model.error)))
            }
            Target::Method(of, name) => format!("{of}.{}", camel(name)),
            Target::Argument(name, ty) => member(name, [(name, ty)].into_iter()),
            Target::Field(of, name) => {
                let mut structs = model.structs.iter();
                let found = structs.find(|known| Some(&known.name) == of.as_ref());
                let name = member(name, found.into_iter().flat_map(|of| types_of(&of.fields)));
                match of {
                    Some(of) if link => format!("{of}.{name}"),
                    _ => name,
                }
            }
        };
        match (link, text) {
            (true, Some(text)) => format!("{{@link {name} | {text}}}"),
            (true, None) => format!("{{@link {name}}}"),
            (false, _) => {
                let last = name.rsplit('.').next().unwrap_or(&name);
                format!("`{last}`")
            }
        }
    }

    fn style(&self) -> Style {
        Style::Block
    }

    fn errors(&self, cases: &[(&ErrorCase, String)], _: &Model) -> Vec<Paragraph> {
        let cases = cases.iter().map(|(case, when)| {
            let what = match case.rethrown {
                true => "Your own error, as it is".to_owned(),
                false => {
                    let codes: Vec<_> = case.codes.iter().map(|code| format!("`{code}`")).collect();
                    format!("{{VeniceError}} {}", codes.join(", "))
                }
            };
            Paragraph {
                close: true,
                ..Paragraph::new(format!("@throws {what}: {when}"))
            }
        });
        let mut cases: Vec<_> = cases.collect();
        if let Some(first) = cases.first_mut() {
            first.close = false;
        }
        cases
    }

    fn deprecated(&self, why: &str) -> Paragraph {
        let (first, rest) = why.split_at(why.chars().next().map_or(0, char::len_utf8));
        Paragraph::new(format!("@deprecated {}{rest}", first.to_uppercase()))
    }
}

fn types_of(fields: &[Field]) -> impl Iterator<Item = (&String, &Type)> {
    fields.iter().map(|field| (&field.name, &field.ty))
}

/// A member's name. A duration says that it is in milliseconds.
fn member<'a>(name: &str, mut types: impl Iterator<Item = (&'a String, &'a Type)>) -> String {
    let found = types.find(|(of, _)| of.as_str() == name);
    let unit = match found {
        Some((_, ty)) if *ty.innermost() == Type::Duration => "Ms",
        _ => "",
    };
    format!("{}{unit}", camel(name))
}

/// A value of an enumeration as it is sent.
fn value<'a>(of: &str, name: &'a str, model: &'a Model) -> &'a str {
    let found = model.enums.iter().find(|known| known.name == of);
    let mut variants = found.into_iter().flat_map(|known| &known.variants);
    let variant = variants.find(|variant| variant.name == name);
    variant.map_or(name, |variant| variant.text.as_str())
}
