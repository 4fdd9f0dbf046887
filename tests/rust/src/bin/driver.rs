//! The Rust driver of `tests/hard/`.

fn main() -> std::io::Result<()> {
    venice_keys_tests::drive()
}
