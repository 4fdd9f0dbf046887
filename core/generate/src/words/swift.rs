//! Swift.

use super::{Paragraph, Style, Words, camel};
use crate::model::{ErrorCase, Model, Target, Type};

pub struct Swift;

impl Words for Swift {
    fn name(&self, name: &str) -> String {
        venice_keys::swift_case(name)
    }

    fn ty(&self, ty: &Type, _: &str) -> String {
        match ty {
            Type::Unit => "Void".into(),
            // A day, as Venice writes it.
            Type::String | Type::Path | Type::Operation | Type::Date => "String".into(),
            Type::Bool => "Bool".into(),
            Type::U16 | Type::U32 | Type::U64 => "Int".into(),
            Type::Timestamp => "Date".into(),
            Type::Duration => "TimeInterval".into(),
            Type::Decimal => "Decimal".into(),
            Type::Secret => "Secret".into(),
            Type::Expiry => "Expiry".into(),
            Type::ErrorCode => "ErrorCode".into(),
            Type::Listener(of) => format!("(@Sendable ({of}) -> Void)"),
            Type::Source(of) => format!("(@Sendable () async throws -> {})", self.ty(of, "")),
            Type::Enum(name) | Type::Struct(name) | Type::Object(name) => name.clone(),
            Type::Option(of) => format!("{}?", self.ty(of, "")),
            Type::List(of) => format!("[{}]", self.ty(of, "")),
            Type::Change(of) => format!("Change<{}>", self.ty(of, "")),
            Type::Map(of) => format!("[String: {}]", self.ty(of, "")),
            Type::Sink => "URL".into(),
            Type::Store => "Store".into(),
            Type::Within(of) => format!("({}) async throws -> Value", self.ty(of, "")),
            Type::Pages(of) => format!("Pages<{}>", self.ty(of, "")),
        }
    }

    fn null(&self) -> &'static str {
        "`nil`"
    }

    fn mention(&self, target: &Target, text: Option<&str>, link: bool, model: &Model) -> String {
        let name = match target {
            Target::Client => "Client".into(),
            Target::Error(None) => "VeniceError".into(),
            Target::Error(Some(name)) => format!("VeniceError/{}", self.name(name)),
            Target::Code(code) => format!("VeniceError/{}(_:)", camel(code)),
            Target::Operation(name) => format!("Client/{}", self.signature(name, model)),
            Target::Setting(name) => format!("Client/Configuration/{}", self.name(name)),
            Target::Type(name) => name.clone(),
            Target::Variant(of, name) => format!("{of}/{}", camel(&super::snake(name))),
            Target::Method(of, name) => format!("{of}/{}", self.name(name)),
            Target::Field(Some(of), name) if link => format!("{of}/{}", self.name(name)),
            Target::Field(_, name) | Target::Argument(name, _) => {
                return format!("`{}`", self.name(name));
            }
        };
        match text {
            Some(text) => text.to_owned(),
            None => format!("``{name}``"),
        }
    }

    fn style(&self) -> Style {
        Style::Slashes
    }

    fn errors(&self, cases: &[(&ErrorCase, String)], _: &Model) -> Vec<Paragraph> {
        let items = cases.iter().map(|(case, when)| {
            let what = match case.rethrown {
                true => "Your own error, as it is".to_owned(),
                false => {
                    let codes: Vec<_> = case
                        .codes
                        .iter()
                        .map(|code| format!("``VeniceError/{}(_:)``", camel(code)))
                        .collect();
                    codes.join(", ")
                }
            };
            Paragraph {
                close: true,
                lead: 2,
                hang: 4,
                ..Paragraph::new(format!("- {what}: {when}"))
            }
        });
        std::iter::once(Paragraph::new("- Throws:"))
            .chain(items)
            .collect()
    }

    fn deprecated(&self, why: &str) -> Paragraph {
        Paragraph::new(format!("Deprecated: {why}"))
    }
}

impl Swift {
    /// `getKey(_:)`: an operation with the labels of its arguments, as DocC wants it.
    fn signature(&self, name: &str, model: &Model) -> String {
        let found = model.operations.iter().find(|found| found.name == name);
        let is_paged = found.is_some_and(|found| found.paged.is_some());
        let arguments = found.iter().flat_map(|found| &found.arguments);
        let labels = arguments
            .enumerate()
            .map(|(place, argument)| match argument.ty {
                // What runs where its caller does says so by an argument of its own.
                Type::Store if !is_paged => format!("isolation:{}:", self.name(&argument.name)),
                Type::Within(_) => format!("isolation:{}:", self.name(&argument.name)),
                Type::Duration | Type::Option(_) => format!("{}:", self.name(&argument.name)),
                _ if place == 0 => "_:".to_owned(),
                Type::Struct(_) => "with:".to_owned(),
                _ => format!("{}:", self.name(&argument.name)),
            });
        format!("{}({})", self.name(name), labels.collect::<String>())
    }
}
