use super::*;
use crate::model::Span;

/// A core in little: what every one needs, and `more`.
fn core(more: &str) -> Result<Model, String> {
    let text = format!(
        "{}\n{more}",
        r#"pub use keys::{Client, Key};
codes! {
    /// No such key.
    NotFound = "not_found", group: Lost, advice: "look again";
}
/// Groups.
pub enum ErrorGroup {
    /// What isn't there.
    Lost,
}
/// A client.
pub struct Client {
    hidden: u8,
}"#
    );
    let source = Source::parse("core/src/keys.rs", &text).map_err(|it| it.to_string())?;
    resolve(&[source]).map_err(|it| it.to_string())
}

const KEY: &str = "/// A key.\npub struct Key {\n/// Its id.\npub id: String, }\n";

fn operation(method: &str) -> Result<Model, String> {
    core(&format!(
        "{KEY} operations! {{ GetKey = \"get_key\": Reads, needs AdminKey; }}
        impl Client {{ {method} }}"
    ))
}

/// `core` fails, and says where and what.
fn refused(more: &str, says: &str) {
    let wrong = core(more).expect_err(says);
    assert!(wrong.starts_with("core/src"), "{wrong}");
    assert!(wrong.contains(says), "{wrong}");
}

#[test]
fn what_is_declared_is_resolved() {
    let model = operation(
        "/// Shows one key, or [`Key`] of `None`.
        ///
        /// # Errors
        ///
        /// * `not_found`: there is
        ///   none.
        pub fn get_key(&self, id: &str) -> Result<Vec<Key>, Error> {}",
    )
    .unwrap();
    let [found] = &model.operations[..] else {
        panic!("{:?}", model.operations)
    };
    assert_eq!(
        (found.effect.as_str(), found.needs.as_deref()),
        ("Reads", Some("AdminKey"))
    );
    assert_eq!(found.returns.rust(), "Vec<Key>");
    assert!(found.arguments[0].reference && !found.arguments[0].optional);
    assert_eq!(found.errors[0].codes, ["not_found"]);
    let when = Span::Text {
        text: "there is none.".into(),
    };
    assert_eq!(found.errors[0].when.0[0].spans, [when]);
    assert!(found.doc.0[0].spans.contains(&Span::Null));
    assert!(model.structs[0].output && !model.structs[0].input);
    assert_eq!(model.groups[0].codes, ["not_found"]);
}

#[test]
fn a_mistake_is_named_with_file_line_and_item() {
    refused(
        "/// A key.\npub struct Key {\npub id: String, }",
        ":17: Key.id: has no documentation",
    );
    refused(
        "/// A key.\npub struct Key {\n/// Its tags.\npub tags: HashSet<String>, }",
        ":18: Key.tags: no language knows the type HashSet",
    );
    refused(
        "/// A key, as [`Door`] has.\npub struct Key {\n/// Its id.\npub id: String, }",
        "Key: a link to what no language knows: Door",
    );
    refused(
        "/// A key, or not `Some`.\npub struct Key {\n/// Its id.\npub id: String, }",
        "Key: a word of Rust alone, for four languages: Some",
    );
    refused(
        "codes! {\n/// Gone.\nGone = \"gone\", colour: \"red\"; }",
        ":17: Gone: an unknown part: colour",
    );
    refused(
        "codes! { /// Gone.\nGone: \"gone\"; }",
        ":16: macro: expected `=`",
    );
    refused(
        "operations! { GetKey = \"get_key\"; }",
        "GetKey: has no effect",
    );
    refused(
        "impl Client { pub fn get_key(&self) -> Result<(), Error> {} }",
        ":15: Client::get_key: returns a Result, and isn't one of operations!",
    );
    refused(KEY, "Key: no call takes or returns it");
    refused(
        "operations! { GetKey = \"get_key\": Reads; }",
        "Client has no method of this name",
    );
    refused(
        "settings! { /// How many.\ncount: u32 = many; }",
        "count: a default that no language can print",
    );
}

#[test]
fn an_errors_section_is_a_list_of_codes() {
    for (section, says) in [
        ("`not_found` if there is none.", "not an item of a list"),
        (
            "* there is none: `not_found`.",
            "an item begins with a code",
        ),
        ("* `not_found` there is none.", "a colon follows the codes"),
        ("* `found`: there is one.", "an item begins with a code"),
    ] {
        let method = format!(
            "/// Shows one.\n///\n/// # Errors\n///\n/// {section}\npub fn get_key(&self) {{}}"
        );
        let wrong = operation(&method).expect_err(section);
        assert!(
            wrong.contains("Client::get_key") && wrong.contains(says),
            "{wrong}"
        );
    }
}

#[test]
fn what_is_read_is_what_is_linked() {
    let model = core("").unwrap();
    let wrong = values::check(&model).unwrap_err().to_string();
    assert!(
        wrong.contains("codes") && wrong.contains("outcome_unknown"),
        "{wrong}"
    );
}

#[test]
fn a_members_name_type_and_place_change_the_fingerprint() {
    let print = |fields: &str| {
        let key = format!("/// A key.\npub struct Key {{ {fields} }}\n");
        let call = "/// Shows one.\npub fn get_key(&self) -> Result<Key, Error> {}";
        let model = core(&format!(
            "{key} operations! {{ GetKey = \"get_key\": Reads; }} impl Client {{ {call} }}"
        ));
        model.unwrap().fingerprint
    };
    let (a, b) = ("/// A.\npub a: String,", "/// B.\npub b: bool,");
    let prints = [
        print(&[a, b].concat()),
        print(&[b, a].concat()),
        print(a),
        print(&a.replace("String", "u32")),
        print(&a.replace("a:", "c:")),
    ];
    for (number, one) in prints.iter().enumerate() {
        assert!(!prints[..number].contains(one), "{prints:?}");
    }
    assert_eq!(
        print(a),
        print(&a.replace("/// A.", "/// Another sentence."))
    );
}
