//! The files of the core, and where in them something is wrong.

use std::fmt;
use std::path::Path;

use proc_macro2::Span;
use syn::{Attribute, Expr, ExprLit, Item, Lit, LitStr, Meta};

/// One parsed file.
pub struct Source {
    /// As messages name it.
    pub path: String,
    pub items: Vec<Item>,
}

impl Source {
    /// # Errors
    ///
    /// A file that isn't Rust.
    pub fn parse(path: &str, text: &str) -> Result<Self, Trouble> {
        let file = syn::parse_file(text).map_err(|error| Trouble {
            path: path.to_owned(),
            line: error.span().start().line,
            item: "file".into(),
            what: error.to_string(),
        })?;
        Ok(Self {
            path: path.to_owned(),
            items: file.items,
        })
    }

    /// Every Rust file below `folder`, in the order of their paths; `shown` is what messages call
    /// the folder.
    ///
    /// # Errors
    ///
    /// A folder or file that can't be read, or isn't Rust.
    pub fn all(folder: &Path, shown: &str) -> Result<Vec<Self>, Trouble> {
        let unread = |error: std::io::Error| Trouble {
            path: shown.to_owned(),
            line: 0,
            item: "folder".into(),
            what: error.to_string(),
        };
        let mut found = Vec::new();
        let entries = std::fs::read_dir(folder).map_err(unread)?;
        let mut paths = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(unread)?;
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let shown = format!("{shown}/{name}");
            if path.is_dir() {
                found.extend(Self::all(&path, &shown)?);
            } else if name.ends_with(".rs") {
                let text = std::fs::read_to_string(&path).map_err(unread)?;
                found.push(Self::parse(&shown, &text)?);
            }
        }
        Ok(found)
    }

    pub fn trouble(&self, span: Span, item: impl fmt::Display, what: impl fmt::Display) -> Trouble {
        Trouble {
            path: self.path.clone(),
            line: span.start().line,
            item: item.to_string(),
            what: what.to_string(),
        }
    }
}

/// What is wrong, and where.
#[derive(Debug)]
pub struct Trouble {
    pub path: String,
    pub line: usize,
    pub item: String,
    pub what: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            item,
            what,
        } = self;
        write!(f, "{path}:{line}: {item}: {what}")
    }
}

impl std::error::Error for Trouble {}

/// The lines of a documentation comment, without the space that follows `///`.
pub fn doc_text(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(meta) = &attribute.meta else {
            return None;
        };
        match &meta.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) if meta.path.is_ident("doc") => Some(text.value()),
            _ => None,
        }
    });
    let lines: Vec<String> = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned())
        .collect();
    lines.join("\n")
}

/// Whether the documentation's search finds an item by this word, too: `#[doc(alias = "word")]`.
pub fn has_alias(attributes: &[Attribute], word: &str) -> bool {
    attributes.iter().any(|attribute| {
        let mut found = false;
        // What isn't in this form is something else that is said of the documentation.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("alias") {
                let text: LitStr = meta.value()?.parse()?;
                found = attribute.path().is_ident("doc") && text.value() == word;
            }
            Ok(())
        });
        found
    })
}

/// Whether an item is left out of the documentation, or exists for tests alone.
pub fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => {
            let tokens = list.tokens.to_string();
            (list.path.is_ident("doc") && tokens == "hidden")
                || (list.path.is_ident("cfg") && tokens.contains("test"))
        }
        _ => false,
    })
}
