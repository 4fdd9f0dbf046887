//! The names that documentation may use, and what each means.

use std::collections::HashMap;

use super::declared::{Declared, plain};
use crate::model::Target;

#[derive(Default)]
pub struct Names {
    /// By the path that an intra-doc link writes: `Client::get_key`.
    paths: HashMap<String, Target>,
    /// By the word in backticks that languages write in cases of their own.
    words: HashMap<String, Target>,
}

impl Names {
    /// Every name that something shown to users has. What is learned later goes before what was
    /// learned first: a member before the method that sets it, a code before a member.
    pub fn of(declared: &Declared) -> Self {
        let mut names = Self::default();
        for name in &declared.exported {
            names.path(name, Target::Type(name.clone()));
        }
        for (of, methods) in &declared.methods {
            for method in methods {
                let name = method.item.sig.ident.to_string();
                let target = match of.as_str() {
                    "Error" => Target::Error(Some(name.clone())),
                    "ClientBuilder" => Target::Client,
                    _ => Target::Method(of.clone(), name.clone()),
                };
                names.member(of, &name, target);
            }
        }
        for (of, fields) in declared.fields() {
            for field in fields {
                names.member(&of, &field, Target::Field(Some(of.clone()), field.clone()));
                names.word(&field, Target::Field(None, field.clone()));
            }
        }
        for (of, variants) in declared.variants() {
            for variant in variants {
                names.member(&of, &variant, Target::Variant(of.clone(), variant.clone()));
            }
        }
        for setting in &declared.settings {
            let name = plain(&setting.item.name);
            names.member("ClientBuilder", &name, Target::Setting(name.clone()));
            names
                .words
                .entry(name.clone())
                .or_insert(Target::Setting(name));
        }
        for entry in &declared.operations {
            let (name, target) = (entry.item.text.value(), Target::Operation);
            names.member(
                "Operation",
                &entry.item.name.to_string(),
                target(name.clone()),
            );
            names.member("Client", &name, target(name.clone()));
            names.word(&name, target(name.clone()));
        }
        for entry in &declared.codes {
            let target = Target::Code(entry.item.text.value());
            names.member("ErrorCode", &entry.item.name.to_string(), target.clone());
            names.word(&entry.item.text.value(), target);
        }
        names.path("Client", Target::Client);
        names.path("ClientBuilder", Target::Client);
        names.path("Error", Target::Error(None));
        names
    }

    fn path(&mut self, path: &str, target: Target) {
        self.paths.insert(path.to_owned(), target);
    }

    fn member(&mut self, of: &str, name: &str, target: Target) {
        self.path(&format!("{of}::{name}"), target);
    }

    fn word(&mut self, word: &str, target: Target) {
        self.words.insert(word.to_owned(), target);
    }

    /// What a path means in the documentation of the type `within`, or of its member.
    pub fn link(&self, path: &str, within: Option<&str>) -> Option<&Target> {
        // Where a method has the member's name, rustdoc wants to be told which of the two.
        let path = path.replace("#structfield.", "::");
        let path = path.trim_start_matches("crate::").trim_end_matches("()");
        let (of, member) = match path.split_once("::") {
            Some((of, member)) => (of, Some(plain(member))),
            None => (path, None),
        };
        let of = if of == "Self" { within? } else { of };
        match member {
            Some(member) => self.paths.get(&format!("{of}::{member}")),
            None => self.paths.get(of),
        }
    }

    /// What a word means there.
    pub fn known(&self, word: &str, within: Option<&str>) -> Option<&Target> {
        let own = within.and_then(|of| self.paths.get(&format!("{of}::{word}")));
        match (self.words.get(word)?, own) {
            (Target::Field(..), Some(own @ Target::Field(..))) => Some(own),
            (target, _) => Some(target),
        }
    }
}
