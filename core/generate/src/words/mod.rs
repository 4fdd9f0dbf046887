//! How each language writes names, types and documentation.

mod comment;
mod node;
mod python;
mod rust;
mod swift;

pub use venice_keys::camel_case as camel;

pub use self::comment::{Layout, Paragraph, Style};
use crate::model::{Block, Doc, ErrorCase, Model, Span, Target, Type};

/// The words of one language.
pub trait Words: Send + Sync {
    /// A member's, parameter's or operation's name.
    fn name(&self, name: &str) -> String;

    /// A type. `place` is the template's word for where it stands: `""` where a value comes out.
    fn ty(&self, ty: &Type, place: &str) -> String;

    /// What stands for no value.
    fn null(&self) -> &'static str;

    /// A name in a sentence, by itself or as a link; `text` is what a link says instead of it.
    fn mention(&self, target: &Target, text: Option<&str>, link: bool, model: &Model) -> String;

    /// How comments are written.
    fn style(&self) -> Style;

    /// The section on what a call takes: names as the core writes them, and what each is.
    fn arguments(&self, _: &[(String, String)]) -> Vec<Paragraph> {
        Vec::new()
    }

    /// The section that says which errors a call can meet, and when.
    fn errors(&self, cases: &[(&ErrorCase, String)], model: &Model) -> Vec<Paragraph>;

    /// The note that something is deprecated.
    fn deprecated(&self, why: &str) -> Paragraph;

    /// The first paragraph of a method's documentation, in the language's mood.
    fn mood(&self, text: String) -> String {
        text
    }
}

/// The words of the language that a file belongs to: `bindings-node/…`, `tests/node/…`.
pub fn of(path: &str) -> &'static dyn Words {
    let path = path
        .strip_prefix("bindings-")
        .or(path.strip_prefix("tests/"));
    match path.and_then(|path| path.split('/').next()) {
        Some("node") => &node::Node,
        Some("python") => &python::Python,
        Some("swift") => &swift::Swift,
        _ => &rust::Rust,
    }
}

/// The sentences of a documentation comment in a language's words, with links or without.
pub fn paragraphs(words: &dyn Words, doc: &Doc, links: bool, model: &Model) -> Vec<Paragraph> {
    let Doc(blocks) = doc;
    let paragraphs = blocks.iter().map(|Block { item, spans }| Paragraph {
        text: spans
            .iter()
            .map(|span| worded(words, span, links, model))
            .collect(),
        item: *item,
        ..Paragraph::default()
    });
    paragraphs.collect()
}

fn worded(words: &dyn Words, span: &Span, links: bool, model: &Model) -> String {
    match span {
        Span::Text { text } => text.clone(),
        Span::Null => comment::unbroken(words.null()),
        Span::Code { text } => comment::unbroken(&format!("`{text}`")),
        Span::Name { target, text, link } => match text {
            Some(text) if !links => text.clone(),
            Some(text) => words.mention(target, Some(text), *link, model),
            None => comment::unbroken(&words.mention(target, None, *link && links, model)),
        },
    }
}

/// The errors of a call as a language's paragraphs.
pub fn errors(words: &dyn Words, cases: &[ErrorCase], model: &Model) -> Vec<Paragraph> {
    if cases.is_empty() {
        return Vec::new();
    }
    let cases: Vec<_> = cases
        .iter()
        .map(|case| (case, sentence(words, &case.when, model)))
        .collect();
    words.errors(&cases, model)
}

/// A documentation comment in one line.
pub fn sentence(words: &dyn Words, doc: &Doc, model: &Model) -> String {
    let texts: Vec<_> = paragraphs(words, doc, true, model)
        .into_iter()
        .map(|paragraph| comment::broken(&paragraph.text))
        .collect();
    texts.join(" ")
}

/// The first sentence of a documentation comment, without links.
pub fn brief(words: &dyn Words, doc: &Doc, model: &Model) -> String {
    let first = paragraphs(words, doc, false, model).into_iter().next();
    let text = comment::broken(&first.unwrap_or_default().text);
    match text.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => text,
    }
}

/// `create_key` as `CreateKey`.
pub fn pascal(snake: &str) -> String {
    snake.split('_').map(capitalised).collect()
}

/// `CreateKey` or `createKey` as `create_key`.
pub fn snake(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters
        .next()
        .map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
