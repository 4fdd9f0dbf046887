use super::*;

#[test]
fn a_members_name_type_and_place_change_the_fingerprint() {
    let print_with = |fields: &str, of_error: &str| {
        let key = format!("/// A key.\npub struct Key {{ {fields} }}\n");
        let call = "/// Shows one.\npub fn get_key(&self) -> Result<Key, Error> {}";
        let model = core(&format!(
            "{key} operations! {{ GetKey = \"get_key\": Reads; }} impl Client {{ {call} }}
            impl Error {{ {of_error} }}"
        ));
        model.unwrap().fingerprint
    };
    let print = |fields: &str| print_with(fields, "");
    let (a, b) = ("/// A.\npub a: String,", "/// B.\npub b: bool,");
    let prints = [
        print(&[a, b].concat()),
        print(&[b, a].concat()),
        print(a),
        print(&a.replace("String", "u32")),
        print(&a.replace("a:", "c:")),
        print_with(a, "/// A status. \npub fn status(&self) -> Option<u16> {}"),
        print_with(a, "/// A status. \npub fn status(&self) -> Option<u32> {}"),
    ];
    for (number, one) in prints.iter().enumerate() {
        assert!(!prints[..number].contains(one), "{prints:?}");
    }
    assert_eq!(
        print(a),
        print(&a.replace("/// A.", "/// Another sentence."))
    );
}

#[test]
fn a_struct_that_calls_refuse_if_it_says_nothing_is_marked() {
    let model = core(
        "pub use keys::{Filter, Since, Changes};
        /// Which keys.
        #[doc(alias = \"nonempty\")]
        pub struct Filter { /// What begins with this.
        pub prefix: Option<String>, }
        /// From when on.
        #[doc(alias = \"empty\")]
        pub struct Since { /// The first day.
        pub day: Option<Date>, }
        key_settings! { /// What a key gets.
        #[doc(alias = \"nonempty\")]
        Changes { /// Its name.
        name: Change<String>, } }
        operations! { Drop = \"drop\": Changes, needs AdminKey; }
        impl Client { /// Drops them.
        pub fn drop(&self, filter: &Filter, since: &Since, changes: &Changes)
            -> Result<(), Error> {} }",
    )
    .unwrap();
    let marked = model.structs.iter().filter(|found| found.nonempty);
    let names: Vec<_> = marked.map(|found| found.name.as_str()).collect();
    assert_eq!(names, ["Filter", "Changes"]);
}
