//! Prints the templates: each mirrors the place of what it prints in the repository.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, context};
use serde::Deserialize;

use crate::format::formatted;
use crate::model::{Doc, ErrorCase, Model, Type};
use crate::words::{self, Layout, Paragraph, Style, Words};

/// What every printed file says of itself.
const GENERATED: &str = "Generated from core/src by `make generate`";

type Printed<T> = Result<T, Box<dyn Error>>;

/// The text that a file must have.
pub struct Output {
    root: PathBuf,
    path: String,
    text: String,
}

impl Output {
    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn is_stale(&self) -> bool {
        std::fs::read_to_string(self.root.join(&self.path))
            .ok()
            .as_ref()
            != Some(&self.text)
    }

    pub fn write(&self) -> std::io::Result<()> {
        let path = self.root.join(&self.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, &self.text)
    }
}

/// Every file that the templates print.
///
/// # Errors
///
/// A mistake in a template, with its line, or a formatter that refuses what was printed.
pub fn all(root: &Path, templates: &Path, model: Model) -> Printed<Vec<Output>> {
    let mut sources = BTreeMap::new();
    collect(templates, "", &mut sources)?;
    let model = Arc::new(model);
    let context = context(&model);
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for name in sources.keys() {
        let Some(target) = name.strip_suffix(".j2") else {
            return Err(format!("{name}: a template ends in .j2").into());
        };
        let (folder, file) = target.rsplit_once('/').unwrap_or(("", target));
        // What other templates include or import.
        if file.starts_with('_') && !file.contains('.') {
            continue;
        }
        let language = words::of(target);
        let environment = environment(root, &sources, language, &model)?;
        let text = environment
            .get_template(name)?
            .render(&context)
            .map_err(explained)?;
        let whole = !root.join(folder).is_file();
        if whole {
            if !text.contains(GENERATED) {
                return Err(format!("{name}: doesn't say {{{{ generated }}}}").into());
            }
            files.insert(target.to_owned(), formatted(root, target, text)?);
        } else {
            let text_before = match files.remove(folder) {
                Some(text) => text,
                None => std::fs::read_to_string(root.join(folder))?,
            };
            files.insert(
                folder.to_owned(),
                with_region(&text_before, file, &text).ok_or_else(|| {
                    format!("{folder}: no line <!-- generated: {file} --> and <!-- /generated -->")
                })?,
            );
        }
    }
    let outputs = files.into_iter().map(|(path, text)| Output {
        root: root.to_owned(),
        path,
        text,
    });
    Ok(outputs.collect())
}

/// The text with what stands between the markers of `name` replaced.
fn with_region(text: &str, name: &str, region: &str) -> Option<String> {
    let (start, end) = (
        format!("<!-- generated: {name} -->\n"),
        "<!-- /generated -->",
    );
    let at = text.find(&start)? + start.len();
    let to = at + text[at..].find(end)?;
    Some(format!(
        "{}{}\n{}",
        &text[..at],
        region.trim_end(),
        &text[to..]
    ))
}

fn collect(folder: &Path, path: &str, found: &mut BTreeMap<String, String>) -> Printed<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = match path {
            "" => name,
            path => format!("{path}/{name}"),
        };
        match entry.path().is_dir() {
            true => collect(&entry.path(), &path, found)?,
            false => {
                found.insert(path, std::fs::read_to_string(entry.path())?);
            }
        }
    }
    Ok(())
}

fn context(model: &Model) -> Value {
    let model = Value::from_serialize(model);
    context! { generated => GENERATED, ..model }
}

fn explained(error: minijinja::Error) -> Box<dyn Error> {
    error.to_string().into()
}

fn environment<'a>(
    root: &Path,
    sources: &BTreeMap<String, String>,
    language: &'static dyn Words,
    model: &Arc<Model>,
) -> Printed<Environment<'a>> {
    let mut environment = Environment::new();
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_keep_trailing_newline(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    for (name, source) in sources {
        environment
            .add_template_owned(name.clone(), source.clone())
            .map_err(explained)?;
    }
    environment.add_filter("camel", |text: &str| words::camel(text));
    environment.add_filter("pascal", |text: &str| words::pascal(text));
    environment.add_filter("snake", |text: &str| words::snake(text));
    // Not as for a web page, where `<` is written in another way.
    environment.add_filter("json", |value: Value| {
        serde_json::to_string(&value)
            .map_err(|error| minijinja::Error::new(ErrorKind::BadSerialization, error.to_string()))
    });
    environment.add_filter("name", |text: &str| language.name(text));
    environment.add_filter("type", |ty: Value, place: Option<&str>| {
        Type::deserialize(ty).map(|ty| language.ty(&ty, place.unwrap_or_default()))
    });
    environment.add_filter("rust", |ty: Value| {
        Type::deserialize(ty).map(|ty| ty.rust())
    });
    let known = model.clone();
    environment.add_filter("doc", move |doc: Value, options: Kwargs| {
        documentation(language, &known, doc, &options)
    });
    let known = model.clone();
    environment.add_filter("brief", move |doc: Value| {
        Doc::deserialize(doc).map(|doc| words::brief(language, &doc, &known))
    });
    let root = root.to_owned();
    environment.add_function("example", move |path: &str, region: &str| {
        example(&root, path, region)
    });
    Ok(environment)
}

/// The filter `doc(indent=0, width=100, style=…, method=false, arguments=…, errors=…, deprecated=…,
/// extra=…, example=…)`.
fn documentation(
    language: &dyn Words,
    model: &Model,
    doc: Value,
    options: &Kwargs,
) -> Result<String, minijinja::Error> {
    let given = |name: &str| {
        let value = options.get::<Option<Value>>(name)?;
        Ok::<_, minijinja::Error>(value.filter(|value| !value.is_none()))
    };
    let style = match options.get::<Option<&str>>("style")? {
        Some(name) => Style::named(name).ok_or_else(|| {
            minijinja::Error::new(ErrorKind::InvalidOperation, format!("no style {name}"))
        })?,
        None => language.style(),
    };
    let doc = Doc::deserialize(doc)?;
    let mut paragraphs = words::paragraphs(language, &doc, style != Style::Plain, model);
    if options.get("method").unwrap_or_default()
        && let Some(first) = paragraphs.first_mut()
    {
        first.text = language.mood(std::mem::take(&mut first.text));
    }
    if let Some(extra) = given("extra")? {
        let texts = match extra.as_str() {
            Some(text) => vec![text.to_owned()],
            None => Vec::<String>::deserialize(extra)?,
        };
        paragraphs.extend(texts.into_iter().map(Paragraph::new));
    }
    if let Some(arguments) = given("arguments")? {
        let told = |argument: Value| {
            let doc = Doc::deserialize(argument.get_attr("doc")?)?;
            let name = argument.get_attr("name")?.to_string();
            Ok((name, words::sentence(language, &doc, model)))
        };
        let told: Result<Vec<_>, minijinja::Error> = arguments.try_iter()?.map(told).collect();
        paragraphs.extend(language.arguments(&told?));
    }
    if let Some(errors) = given("errors")? {
        let errors = Vec::<ErrorCase>::deserialize(errors)?;
        paragraphs.extend(words::errors(language, &errors, model));
    }
    if let Some(why) = given("deprecated")? {
        let why = words::sentence(language, &Doc::deserialize(why)?, model);
        paragraphs.push(language.deprecated(&why));
    }
    if let Some(code) = given("example")? {
        let code = code.to_string();
        if !code.is_empty() {
            paragraphs.push(Paragraph {
                verbatim: true,
                ..Paragraph::new(code)
            });
        }
    }
    let layout = Layout {
        style,
        indent: options.get::<Option<usize>>("indent")?.unwrap_or_default(),
        width: options.get::<Option<usize>>("width")?.unwrap_or(100),
    };
    options.assert_all_used()?;
    Ok(layout.set(&paragraphs))
}

/// What stands between `region: NAME` and `endregion` in a file, without its common margin; nothing
/// if the file has no such region.
fn example(root: &Path, path: &str, region: &str) -> Result<String, minijinja::Error> {
    let text = std::fs::read_to_string(root.join(path)).map_err(|error| {
        minijinja::Error::new(ErrorKind::InvalidOperation, format!("{path}: {error}"))
    })?;
    let start = format!("region: {region}");
    let lines = text
        .lines()
        .skip_while(|line| !line.trim_end().ends_with(&start))
        .skip(1);
    let lines: Vec<_> = lines
        .take_while(|line| !line.trim_end().ends_with("endregion"))
        .collect();
    let margins = lines.iter().filter(|line| !line.trim().is_empty());
    let margin = margins
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let lines: Vec<_> = lines
        .iter()
        .map(|line| line.get(margin..).unwrap_or_default())
        .collect();
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_replaced_between_its_markers() {
        let text = "a\n<!-- generated: x -->\nold\n<!-- /generated -->\nb\n";
        let new = with_region(text, "x", "new\n\n").unwrap();
        assert_eq!(
            new,
            "a\n<!-- generated: x -->\nnew\n<!-- /generated -->\nb\n"
        );
        assert_eq!(with_region(&new, "x", "new").as_ref(), Some(&new));
        assert_eq!(with_region(text, "y", "new"), None);
    }
}
