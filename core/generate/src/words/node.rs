//! TypeScript and JavaScript.

use super::{Paragraph, Style, Words, camel};
use crate::model::{Model, Target, Type};

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
            Type::Bool => "boolean".into(),
            Type::U16 | Type::U32 | Type::U64 | Type::Duration => "number".into(),
            Type::Timestamp => "Date".into(),
            Type::Decimal if input => "MoneyInput".into(),
            Type::Decimal => "string".into(),
            Type::Secret => "Secret".into(),
            Type::Expiry => "ExpiryInput".into(),
            Type::ErrorCode => "ErrorCode".into(),
            Type::Listener(of) => format!("(({}: {of}) => void)", camel(&of.to_lowercase())),
            Type::Enum(name) | Type::Struct(name) | Type::Object(name) => name.clone(),
            Type::Option(of) | Type::Change(of) if input => {
                format!("{} | null | undefined", self.ty(of, place))
            }
            Type::Option(of) | Type::Change(of) => format!("{} | null", self.ty(of, place)),
            Type::List(of) if input => format!("readonly {}[]", self.ty(of, place)),
            Type::List(of) => format!("{}[]", self.ty(of, place)),
            Type::Pages(of) => format!("Pages<{}>", self.ty(of, place)),
            Type::Scope(of) => format!("Scope<{}>", self.ty(of, place)),
        }
    }

    fn null(&self) -> &'static str {
        "`null`"
    }

    fn mention(&self, target: &Target, text: Option<&str>, link: bool, _: &Model) -> String {
        let name = match target {
            Target::Code(code) => return format!("`{code}`"),
            Target::Variant(_, name) => return format!("`{name}`"),
            Target::Client => "Client".into(),
            Target::Operation(name) => format!("Client.{}", camel(name)),
            Target::Setting(name) => format!("ClientOptions.{}", camel(name)),
            Target::Type(name) => name.clone(),
            Target::Error(None) => "VeniceError".into(),
            Target::Error(Some(name)) => format!("VeniceError.{}", camel(name)),
            Target::Method(of, name) => format!("{of}.{}", camel(name)),
            Target::Field(Some(of), name) if link => format!("{of}.{}", camel(name)),
            Target::Field(_, name) => camel(name),
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

    fn errors(&self, cases: &[(Vec<String>, String)], _: &Model) -> Vec<Paragraph> {
        let cases = cases.iter().map(|(codes, when)| {
            let codes: Vec<_> = codes.iter().map(|code| format!("`{code}`")).collect();
            Paragraph {
                close: true,
                ..Paragraph::new(format!(
                    "@throws {{VeniceError}} {}: {when}",
                    codes.join(", ")
                ))
            }
        });
        let mut cases: Vec<_> = cases.collect();
        if let Some(first) = cases.first_mut() {
            first.close = false;
        }
        cases
    }

    fn deprecated(&self, why: &str) -> Paragraph {
        Paragraph::new(format!("@deprecated {why}"))
    }
}
