//! Rust: the core's own words.

use super::{Paragraph, Style, Words};
use crate::model::{ErrorCase, Model, Target, Type};

pub struct Rust;

impl Words for Rust {
    fn name(&self, name: &str) -> String {
        match name {
            // As the core escapes the one keyword that it needs.
            "type" => "type_".into(),
            name => name.to_owned(),
        }
    }

    fn ty(&self, ty: &Type, _place: &str) -> String {
        ty.rust()
    }

    fn null(&self) -> &'static str {
        "`None`"
    }

    fn mention(&self, target: &Target, text: Option<&str>, _link: bool, _: &Model) -> String {
        if let Some(text) = text {
            return text.to_owned();
        }
        match target {
            Target::Client => "`Client`".into(),
            Target::Error(None) => "`Error`".into(),
            Target::Variant(of, name) | Target::Method(of, name) => format!("`{of}::{name}`"),
            Target::Error(Some(name))
            | Target::Operation(name)
            | Target::Setting(name)
            | Target::Type(name)
            | Target::Field(_, name)
            | Target::Argument(name, _)
            | Target::Code(name) => format!("`{name}`"),
        }
    }

    fn style(&self) -> Style {
        Style::Slashes
    }

    fn errors(&self, cases: &[(&ErrorCase, String)], _: &Model) -> Vec<Paragraph> {
        let items = cases.iter().map(|(case, when)| {
            let codes: Vec<_> = case.codes.iter().map(|code| format!("`{code}`")).collect();
            Paragraph {
                item: true,
                ..Paragraph::new(format!("{}: {when}", codes.join(", ")))
            }
        });
        std::iter::once(Paragraph::new("# Errors"))
            .chain(items)
            .collect()
    }

    fn deprecated(&self, why: &str) -> Paragraph {
        Paragraph::new(format!("Deprecated: {why}"))
    }
}
