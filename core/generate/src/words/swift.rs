//! Swift.

use super::{Paragraph, Style, Words, camel};
use crate::model::{Model, Target, Type};

pub struct Swift;

impl Words for Swift {
    fn name(&self, name: &str) -> String {
        let mut words = name.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| match word {
            // Acronyms are of one case.
            "csv" | "id" | "url" | "usd" => name + &word.to_uppercase(),
            word => camel(&format!("{name}_{word}")),
        })
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
            Type::Enum(name) | Type::Struct(name) | Type::Object(name) => name.clone(),
            Type::Option(of) => format!("{}?", self.ty(of, "")),
            Type::List(of) => format!("[{}]", self.ty(of, "")),
            Type::Change(of) => format!("Change<{}>", self.ty(of, "")),
            Type::Map(of) => format!("[String: {}]", self.ty(of, "")),
            Type::Sink => "URL".into(),
            Type::Pages(of) => format!("Pages<{}>", self.ty(of, "")),
            Type::Scope(of) => format!("Scope<{}>", self.ty(of, "")),
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
            Target::Field(_, name) => return format!("`{}`", self.name(name)),
        };
        match text {
            Some(text) => text.to_owned(),
            None => format!("``{name}``"),
        }
    }

    fn style(&self) -> Style {
        Style::Slashes
    }

    fn errors(&self, cases: &[(Vec<String>, String)], _: &Model) -> Vec<Paragraph> {
        let items = cases.iter().map(|(codes, when)| {
            let codes: Vec<_> = codes
                .iter()
                .map(|code| format!("``VeniceError/{}(_:)``", camel(code)))
                .collect();
            Paragraph {
                close: true,
                lead: 2,
                hang: 4,
                ..Paragraph::new(format!("- {}: {when}", codes.join(", ")))
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
        let arguments = found.iter().flat_map(|found| &found.arguments);
        let labels = arguments
            .enumerate()
            .map(|(place, argument)| match argument.ty {
                _ if place == 0 && !matches!(argument.ty, Type::Option(_)) => "_:".to_owned(),
                Type::Struct(_) => "with:".to_owned(),
                _ => format!("{}:", self.name(&argument.name)),
            });
        format!("{}({})", self.name(name), labels.collect::<String>())
    }
}
