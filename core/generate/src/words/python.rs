//! Python: the stubs and the docstrings.

use super::{Paragraph, Style, Words, capitalised, pascal};
use crate::model::{ErrorCase, Model, Target, Type};

pub struct Python;

impl Words for Python {
    fn name(&self, name: &str) -> String {
        name.to_owned()
    }

    fn ty(&self, ty: &Type, place: &str) -> String {
        // What is given to a client whose calls are awaited may be awaited, too.
        let awaited = place == "awaited";
        let input = awaited || place == "input";
        match ty {
            Type::Unit => "None".into(),
            Type::String | Type::Operation => "str".into(),
            Type::ErrorCode => "ErrorCode".into(),
            Type::Bool => "bool".into(),
            Type::U16 | Type::U32 | Type::U64 => "int".into(),
            Type::Duration if input => "float | timedelta".into(),
            Type::Duration => "float".into(),
            Type::Path => "str | PathLike[str]".into(),
            Type::Timestamp => "datetime".into(),
            Type::Date if input => "date | str".into(),
            Type::Date => "date".into(),
            Type::Decimal if input => "MoneyInput".into(),
            Type::Decimal => "Decimal".into(),
            Type::Secret if input => "str | Secret".into(),
            Type::Secret => "Secret".into(),
            Type::Expiry => "ExpiryInput".into(),
            Type::Listener(of) => format!("Callable[[{of}], object]"),
            Type::Source(of) => {
                let given = self.ty(of, "input");
                // A keychain may have none: that is an error, and not one of types.
                match awaited {
                    true => format!("Callable[[], {given} | Awaitable[{given} | None] | None]"),
                    false => format!("Callable[[], {given} | None]"),
                }
            }
            Type::Enum(name) => name.clone(),
            Type::Struct(name) if input => format!("{name}Input"),
            Type::Struct(name) | Type::Object(name) => name.clone(),
            Type::Option(of) | Type::Change(of) => format!("{} | None", self.ty(of, place)),
            Type::List(of) if input => match &**of {
                // Its members are parameters elsewhere: a dict has them all.
                Type::Struct(name) => format!("Iterable[{name}]"),
                of => format!("Iterable[{}]", self.ty(of, place)),
            },
            Type::List(of) if place == "result" => format!("list[{}]", self.ty(of, "")),
            Type::List(of) => format!("tuple[{}, ...]", self.ty(of, place)),
            Type::Map(of) if input => format!("Mapping[str, {}]", self.ty(of, place)),
            Type::Map(of) => format!("dict[str, {}]", self.ty(of, place)),
            Type::Sink => "SinkInput".into(),
            Type::Store => "StoreInput".into(),
            Type::Within(of) => format!("Callable[[{}], object]", self.ty(of, "")),
            Type::Pages(of) => format!("Pages[{}]", self.ty(of, place)),
        }
    }

    fn null(&self) -> &'static str {
        "None"
    }

    fn mention(&self, target: &Target, text: Option<&str>, _link: bool, model: &Model) -> String {
        if let Some(text) = text {
            return text.to_owned();
        }
        match target {
            Target::Client => "Client".into(),
            Target::Error(None) => "VeniceError".into(),
            Target::Type(name) => name.clone(),
            Target::Method(of, name) => format!("`{of}.{name}`"),
            Target::Variant(of, name) => {
                let found = model.enums.iter().find(|found| found.name == *of);
                let mut variants = found.iter().flat_map(|found| &found.variants);
                match variants.find(|variant| variant.name == *name) {
                    Some(variant) => format!("\"{}\"", variant.text),
                    None => format!("`{name}`"),
                }
            }
            Target::Error(Some(name))
            | Target::Operation(name)
            | Target::Setting(name)
            | Target::Field(_, name)
            | Target::Argument(name, _)
            | Target::Code(name) => format!("`{name}`"),
        }
    }

    fn style(&self) -> Style {
        Style::Docstring
    }

    fn arguments(&self, arguments: &[(String, String)]) -> Vec<Paragraph> {
        section(
            "Args:",
            arguments
                .iter()
                .map(|(name, what)| format!("{name}: {what}")),
        )
    }

    fn errors(&self, cases: &[(&ErrorCase, String)], model: &Model) -> Vec<Paragraph> {
        let items = cases.iter().map(|(case, when)| {
            if case.rethrown {
                return format!("Exception: Your own, as it is: {when}");
            }
            let mut classes: Vec<_> = case.codes.iter().map(|code| class(code, model)).collect();
            classes.dedup();
            format!("{}: {}", classes.join(", "), capitalised(when))
        });
        section("Raises:", items)
    }

    /// Third person as imperative: "Creates a key." is "Create a key."
    fn mood(&self, text: String) -> String {
        let (verb, rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
        let stem = match verb {
            _ if verb.ends_with("ss") => verb.to_owned(),
            _ if verb.ends_with("ies") => format!("{}y", &verb[..verb.len() - 3]),
            _ if ["sses", "shes", "ches", "xes"]
                .iter()
                .any(|end| verb.ends_with(end)) =>
            {
                verb[..verb.len() - 2].to_owned()
            }
            _ => verb.strip_suffix('s').unwrap_or(verb).to_owned(),
        };
        // The second verbs that such sentences have.
        let mut text = stem + rest;
        for verb in ["return", "survive", "say", "sign", "find"] {
            for joined in ["and", "or"] {
                let second = format!(" {joined} {verb}s ");
                text = text.replacen(&second, &format!(" {joined} {verb} "), 1);
            }
        }
        text
    }

    fn deprecated(&self, why: &str) -> Paragraph {
        Paragraph::new(format!("Deprecated: {why}"))
    }
}

/// A section of a docstring; none without items.
fn section(title: &str, items: impl ExactSizeIterator<Item = String>) -> Vec<Paragraph> {
    if items.len() == 0 {
        return Vec::new();
    }
    let items = items.map(|item| Paragraph {
        close: true,
        lead: 4,
        hang: 8,
        ..Paragraph::new(item)
    });
    std::iter::once(Paragraph::new(title))
        .chain(items)
        .collect()
}

/// The class of a code: its group's, or its own.
fn class(text: &str, model: &Model) -> String {
    let code = model.codes.iter().find(|code| code.text == text);
    let name = match code.and_then(|code| code.group.clone()) {
        Some(group) => group,
        None => pascal(text),
    };
    match name.ends_with("Error") {
        true => name,
        false => name + "Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_described_in_the_imperative() {
        let imperative = |text: &str| Python.mood(text.to_owned());
        assert_eq!(imperative("Creates a key."), "Create a key.");
        assert_eq!(imperative("Fetches it."), "Fetch it.");
        assert_eq!(imperative("Carries it out."), "Carry it out.");
        assert_eq!(
            imperative("Changes a key and returns it."),
            "Change a key and return it."
        );
        assert_eq!(
            imperative("Creates a key, and survives crashes."),
            "Create a key, and survive crashes."
        );
    }
}
