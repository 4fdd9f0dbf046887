//! How the structs that hold a key's settings are declared from the table in `settings`.

/// Declares the structs that hold a key's settings: the fields that each has of its own, then one
/// entry per setting that they share. The first two create a key, the other two change what a key
/// has; the last is never sent as it is.
///
/// An entry is `name: Type`. A setting that can be changed says next what clearing it does, then,
/// each optional, the type that a change has if it is another (`update`), and a rule beyond that of
/// the type (`check`). How a type is checked and sent is its [`KeySetting`].
macro_rules! key_settings {
    (
        $(#[$new_doc:meta])+
        $New:ident { $($new_own:tt)+ }
        $(#[$mint_doc:meta])+
        $Mint:ident { $($mint_own:tt)+ }
        $(#[$update_doc:meta])+
        $Update:ident { $($update_own:tt)+ }
        $(#[$rotation_doc:meta])+
        $Rotation:ident { $($rotation_own:tt)+ }
        $($entries:tt)+
    ) => {
        key_settings! {
            @sort
            [$(#[$new_doc])+ $New { $($new_own)+ }]
            [$(#[$mint_doc])+ $Mint { $($mint_own)+ }]
            [$(#[$update_doc])+ $Update { $($update_own)+ }]
            [$(#[$rotation_doc])+ $Rotation { $($rotation_own)+ }]
            [] []
            $($entries)+
        }
    };

    // Each entry belongs to a new key; those that say what clearing does, to a change, too.
    (
        @sort $New:tt $Mint:tt $Update:tt $Rotation:tt [$($set:tt)*] [$($changed:tt)*]
        $(#[$doc:meta])+
        $name:ident: $Type:ty;
        $($rest:tt)*
    ) => {
        key_settings! {
            @sort $New $Mint $Update $Rotation
            [$($set)* $(#[$doc])+ $name: $Type, [];]
            [$($changed)*]
            $($rest)*
        }
    };
    (
        @sort $New:tt $Mint:tt $Update:tt $Rotation:tt [$($set:tt)*] [$($changed:tt)*]
        $(#[$doc:meta])+
        $name:ident: $Type:ty,
            cleared: $cleared:literal $(, update: $Changed:ty)? $(, check: $check:path)?;
        $($rest:tt)*
    ) => {
        key_settings! {
            @sort $New $Mint $Update $Rotation
            [$($set)* $(#[$doc])+ $name: $Type, [$($check)?];]
            [
                $($changed)*
                $(#[$doc])+ $name: changed!($Type $(, $Changed)?), $cleared, [$($check)?];
            ]
            $($rest)*
        }
    };
    (
        @sort
        [$($New:tt)+] [$($Mint:tt)+] [$($Update:tt)+] [$($Rotation:tt)+]
        [$($set:tt)+] [$($changed:tt)+]
    ) => {
        key_settings! { @create $($New)+ $($set)+ }
        key_settings! { @create $($Mint)+ $($set)+ }
        key_settings! { @update $($Update)+ $($changed)+ }
        key_settings! { @rotation $($Rotation)+ $($changed)+ }
    };

    (
        @create
        $(#[$struct_doc:meta])+
        $Struct:ident { $($(#[$own_doc:meta])+ $own:ident: $Own:ty),+ $(,)? }
        $($(#[$doc:meta])+ $name:ident: $Type:ty, [$($check:path)?];)+
    ) => {
        key_settings! {
            @sent
            $(#[$struct_doc])+
            $Struct {
                $($(#[$own_doc])+ $own: $Own,)+
                $($(#[$doc])+ $name: Option<$Type>,)+
            }
        }

        impl $Struct {
            $(
                #[doc = about!("Sets", $name)]
                pub fn $name(mut self, value: impl Into<$Type>) -> Self {
                    self.$name = Some(value.into());
                    self
                }
            )+

            /// Checks the settings that are shared.
            fn check_shared(&self) -> Result<(), Error> {
                $(check!(self.$name, $name, [$($check)?]);)+
                Ok(())
            }
        }
    };

    (
        @update
        $(#[$struct_doc:meta])+
        $Struct:ident { $($(#[$own_doc:meta])+ $own:ident: $Own:ty),+ $(,)? }
        $($(#[$doc:meta])+ $name:ident: $Changed:ty, $cleared:literal, [$($check:path)?];)+
    ) => {
        key_settings! {
            @sent
            $(#[$struct_doc])+
            $Struct {
                $($(#[$own_doc])+ $own: $Own,)+
                $($(#[$doc])+ #[doc = concat!("\n\n", $cleared)] $name: Change<$Changed>,)+
            }
        }

        impl $Struct {
            /// Changes nothing yet.
            pub fn new() -> Self {
                Self::default()
            }

            $(
                #[doc = about!("Changes", $own)]
                pub fn $own(mut self, change: impl Into<$Own>) -> Self {
                    self.$own = change.into();
                    self
                }
            )+

            /// Whether it changes nothing. What says nothing isn't sent: an empty [`LimitUpdate`].
            fn is_empty(&self) -> bool {
                $(self.$own.is_left_out())&&+ $(&& self.$name.is_left_out())+
            }
        }

        key_settings! {
            @changes $Struct $($name: $Changed, $cleared, [$($check)?];)+
        }
    };

    (
        @rotation
        $(#[$struct_doc:meta])+
        $Struct:ident { $($(#[$own_doc:meta])+ $own:ident: $Own:ty),+ $(,)? }
        $($(#[$doc:meta])+ $name:ident: $Changed:ty, $cleared:literal, [$($check:path)?];)+
    ) => {
        $(#[$struct_doc])+
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        #[non_exhaustive]
        #[must_use]
        pub struct $Struct {
            $($(#[$own_doc])+ pub $own: $Own,)+
            $(
                $(#[$doc])+
                #[doc = concat!("\n\n", $cleared)]
                pub $name: Change<$Changed>,
            )+
        }

        impl $Struct {
            /// Every setting stays as it is, and the old key goes at once.
            pub fn new() -> Self {
                Self::default()
            }

            $(
                #[doc = about!("Sets", $own)]
                pub fn $own(mut self, value: impl Into<$Own>) -> Self {
                    self.$own = value.into();
                    self
                }
            )+
        }

        key_settings! {
            @changes $Struct $($name: $Changed, $cleared, [$($check)?];)+
        }
    };

    // A struct that is sent.
    (
        @sent
        $(#[$struct_doc:meta])+
        $Struct:ident { $($(#[$doc:meta])+ $name:ident: $Type:ty,)+ }
    ) => {
        $(#[$struct_doc])+
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        #[must_use]
        pub struct $Struct {
            $(
                $(#[$doc])+
                #[serde(
                    skip_serializing_if = "Field::is_left_out",
                    serialize_with = "Field::send"
                )]
                pub $name: $Type,
            )+
        }
    };

    // What the structs that change a key share.
    (
        @changes $Struct:ident
        $($name:ident: $Changed:ty, $cleared:literal, [$($check:path)?];)+
    ) => {
        impl $Struct {
            $(
                #[doc = concat!(about!("Changes", $name), "\n\n", $cleared)]
                pub fn $name(mut self, change: impl Into<Change<$Changed>>) -> Self {
                    self.$name = change.into();
                    self
                }
            )+

            /// Checks the settings that are shared.
            fn check_shared(&self) -> Result<(), Error> {
                $(check!(self.$name, $name, [$($check)?]);)+
                Ok(())
            }
        }
    };
}

macro_rules! changed {
    ($Type:ty) => {
        $Type
    };
    ($Type:ty, $Changed:ty) => {
        $Changed
    };
}

macro_rules! about {
    ($does:literal, $name:ident) => {
        concat!(
            $does,
            " [`",
            stringify!($name),
            "`](Self#structfield.",
            stringify!($name),
            ")."
        )
    };
}

macro_rules! check {
    ($field:expr, $name:ident, [$($check:path)?]) => {
        if let Some(value) = $field.value() {
            let name = camel_case(stringify!($name));
            KeySetting::check(value, &name)?;
            $($check(value, &name)?;)?
        }
    };
}
