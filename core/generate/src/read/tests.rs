use super::*;
use crate::model::Span;

mod jobs;
mod structs;

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
fn what_is_said_of_an_operation_names_its_arguments_in_each_language() {
    let model = operation(
        "/// Looks again, `every` so often, as `often` as that.
        ///
        /// # Errors
        ///
        /// * `not_found`: `every` is zero.
        pub fn get_key(&self, every: Duration) -> Result<Key, Error> {}",
    )
    .unwrap();
    let found = &model.operations[0];
    let words = crate::words::of("bindings-node/index.d.ts");
    assert_eq!(
        crate::words::sentence(words, &found.doc, &model),
        "Looks again, `everyMs` so often, as `often` as that."
    );
    let errors = crate::words::errors(words, &found.errors, &model);
    assert!(errors[0].text.ends_with("`everyMs` is zero."), "{errors:?}");
}

#[test]
fn a_code_that_bindings_raise_the_callers_own_error_for_is_not_named_there() {
    let model = core(&format!(
        "{KEY} codes! {{ /// It failed.
        #[doc(alias = \"rethrown\")]
        Failed = \"failed\"; }}
        operations! {{ GetKey = \"get_key\": Reads; }}
        impl Client {{
            /// Shows one.
            ///
            /// # Errors
            ///
            /// * `failed`: yours failed.
            pub fn get_key(&self) -> Result<Key, Error> {{}}
        }}"
    ))
    .unwrap();
    let named = |path: &str| {
        let errors = &model.operations[0].errors;
        let said = crate::words::errors(crate::words::of(path), errors, &model);
        said.iter().any(|said| {
            said.text.to_lowercase().contains("failed`") || said.text.contains("FailedError")
        })
    };
    assert!(named("core/src/x.rs"));
    for path in ["bindings-node/x", "bindings-python/x", "bindings-swift/x"] {
        assert!(!named(path), "{path}");
    }
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

/// Two operations in pages, and a method for a page of each, with what they take and return.
fn pages(of_list: (&str, &str), of_sink: (&str, &str)) -> String {
    let ((list_takes, list_gives), (sink_takes, sink_gives)) = (of_list, of_sink);
    format!(
        "pub use pages::{{Day, Page, Since}};
        {KEY}
        /// A page of anything.
        pub struct Page<T> {{ /// What it holds.
        pub items: Vec<T>, }}
        /// From when on.
        pub struct Since {{ /// The first day.
        pub day: Option<Date>, /// Whether with that day.
        pub whole: bool, }}
        impl Since {{ pub fn new() -> Self {{}} }}
        operations! {{ Keys = \"keys\": Reads; KeysCsv = \"keys_csv\": Reads; }}
        impl Client {{
            /// All.
            pub fn keys(&self, since: &Since, cursor: Option<&str>)
                -> Result<Pages<Key>, Error> {{}}
            /// All, as text.
            pub fn keys_csv(&self, since: &Since, to: &mut dyn Write) -> Result<u64, Error> {{}}
            #[doc(hidden)]
            pub fn keys_page(&self, {list_takes}) -> Result<{list_gives}, Error> {{}}
            #[doc(hidden)]
            pub fn keys_csv_page(&self, {sink_takes}) -> Result<{sink_gives}, Error> {{}}
            #[doc(hidden)]
            pub fn what_no_language_has(&self) -> Result<Page<Key>, Error> {{}}
        }}"
    )
}

const TAKES: &str = "since: &Since, cursor: Option<&str>";

#[test]
fn what_comes_in_pages_has_a_hidden_method_for_each() {
    let model = core(&pages((TAKES, "Page<Key>"), (TAKES, "Chunk"))).unwrap();
    let [list, csv] = &model.operations[..] else {
        panic!("{:?}", model.operations)
    };
    assert_eq!(list.returns.rust(), "Pages<Key>");
    assert_eq!(
        (list.sink.as_deref(), csv.sink.as_deref()),
        (None, Some("to"))
    );
    let (paged, chunks) = (list.paged.as_ref().unwrap(), csv.paged.as_ref().unwrap());
    assert_eq!(paged.method, "keys_page");
    assert_eq!(paged.item, Some(Type::Struct("Key".into())));
    assert_eq!(paged.cursor.as_deref(), Some("cursor"));
    assert_eq!((&chunks.item, &chunks.cursor), (&None, &None));
    for paged in [paged, chunks] {
        let [since] = &paged.arguments[..] else {
            panic!("{:?}", paged.arguments)
        };
        // Spread as the operation's own.
        assert!(since.optional && since.fields.as_ref().unwrap().len() == 2);
    }
    let day = &model
        .structs
        .iter()
        .find(|found| found.name == "Since")
        .unwrap()
        .fields[0];
    assert_eq!(day.ty, Type::Option(Box::new(Type::Date)));
    let page = model
        .objects
        .iter()
        .find(|found| found.name == "Page")
        .unwrap();
    assert_eq!(page.members[0].name, "items");
}

#[test]
fn a_page_that_bindings_cannot_fetch_is_refused() {
    let of_list = |takes, gives| pages((takes, gives), (TAKES, "Chunk"));
    let of_sink = |takes, gives| pages((TAKES, "Page<Key>"), (takes, gives));
    let must_take = "_page: must take since: Since, cursor: Option<String>";
    refused(&of_list("since: &Since", "Page<Key>"), must_take);
    refused(&of_sink("since: &Since, cursor: &str", "Chunk"), must_take);
    let takes = "cursor: Option<&str>, since: &Since";
    refused(&of_list(takes, "Page<Key>"), must_take);
    refused(
        &of_list(TAKES, "Vec<Key>"),
        "Client::keys_page: must return a Result of Page<Key>",
    );
    refused(
        &of_list(TAKES, "Page<Since>"),
        "must return a Result of Page<Key>",
    );
    refused(
        &of_sink(TAKES, "String"),
        "Client::keys_csv_page: must return a Result of Chunk",
    );
    let shown = of_list(TAKES, "Page<Key>").replacen("#[doc(hidden)]", "/// One.", 1);
    refused(
        &shown,
        "Client::keys_page: returns a Result, and isn't one of operations!",
    );
    let unnamed = of_list(TAKES, "Page<Key>").replace("keys_page", "page_of_keys");
    refused(
        &unnamed,
        "Client::keys: comes in pages, and there is no doc(hidden) keys_page",
    );
    let plain = of_list(TAKES, "Page<String>").replace("Pages<Key>", "Pages<String>");
    refused(&plain, "Client::keys: pages are lists of a struct");
}

#[test]
fn a_payment_says_what_was_paid_and_a_method_of_an_object_hands_a_struct_out() {
    let text = |paid: &str| {
        format!(
            "pub use keys::{{Wallet, Signed}};
            {KEY} operations! {{ Pay = \"pay\": Pays, needs NoKey; }}
            impl Client {{ /// Pays.
            pub fn pay(&self, wallet: &Wallet) -> Result<Key, Error> {{}} }}
            {paid}
            /// A wallet.
            pub struct Wallet {{ hidden: u8, }}
            impl Wallet {{ /// Signs.
            pub fn sign(&self) -> Result<Signed, Error> {{}} /// Makes one.
            pub fn new() -> Result<Self, Error> {{}} }}
            /// What it signed.
            pub struct Signed {{ /// A value.
            pub amounts: BTreeMap<String, Option<Decimal>>, }}"
        )
    };
    let paid = "impl Key { #[doc(hidden)] pub fn paid(&self) -> Option<String> {} }";
    let model = core(&text(paid)).unwrap();
    let found = |name: &str| {
        model
            .structs
            .iter()
            .find(|found| found.name == name)
            .unwrap()
    };
    assert!(found("Key").paid && found("Signed").output && !found("Signed").paid);
    let amounts = &found("Signed").fields[0];
    assert_eq!(amounts.ty.rust(), "BTreeMap<String, Option<Decimal>>");
    assert_eq!(*amounts.ty.innermost(), Type::Decimal);
    refused(&text(""), "Pay: Key has no doc(hidden) paid()");
    let other = text(paid).replace("BTreeMap<String,", "BTreeMap<u32,");
    refused(
        &other,
        "Signed.amounts: no language knows the type BTreeMap",
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
