//! Enumerations that stay open.

/// Declares an enumeration that stays open: an unknown value is kept as a string.
macro_rules! open_enum {
    (
        $(#[$doc:meta])* $name:ident
        { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A value that this version doesn't know, as the server wrote it. It can't be sent.
            Other(String),
        }

        impl $name {
            /// The values that can be sent, as Venice spells them.
            pub const KNOWN: &'static [&'static str] = &[$($text),+];

            /// The value as Venice spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        /// Never fails: an unknown value is kept.
        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from).map(Self::from)
            }
        }

        impl $name {
            #[allow(dead_code, reason = "not every enumeration is read")]
            pub(crate) fn read<'de, D: serde::Deserializer<'de>>(
                from: D,
            ) -> Result<Option<Self>, D::Error> {
                crate::wire::string_as(from, |text| Some(Self::from(text)))
            }
        }
    };
}
pub(crate) use open_enum;
