//! The settings of a key: [`NewKey`], [`MintOptions`] and [`KeyUpdate`], from one table.

use serde::Serialize;

use super::change::{Change, Field, KeySetting};
use super::{ApiKeyType, ConsumptionLimit, Expiry, LimitPeriod, LimitUpdate, ModelPrivacy};
use crate::check;
use crate::error::Error;
use crate::names::camel_case;

/// Declares the structs that hold a key's settings: the field that each has of its own, then one
/// entry per setting that they share.
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
        $($entries:tt)+
    ) => {
        key_settings! {
            @sort
            [$(#[$new_doc])+ $New { $($new_own)+ }]
            [$(#[$mint_doc])+ $Mint { $($mint_own)+ }]
            [$(#[$update_doc])+ $Update { $($update_own)+ }]
            [] []
            $($entries)+
        }
    };

    // Each entry belongs to a new key; those that say what clearing does, to an update, too.
    (
        @sort $New:tt $Mint:tt $Update:tt [$($set:tt)*] [$($changed:tt)*]
        $(#[$doc:meta])+
        $name:ident: $Type:ty;
        $($rest:tt)*
    ) => {
        key_settings! {
            @sort $New $Mint $Update
            [$($set)* $(#[$doc])+ $name: $Type, [];]
            [$($changed)*]
            $($rest)*
        }
    };
    (
        @sort $New:tt $Mint:tt $Update:tt [$($set:tt)*] [$($changed:tt)*]
        $(#[$doc:meta])+
        $name:ident: $Type:ty,
            cleared: $cleared:literal $(, update: $Changed:ty)? $(, check: $check:path)?;
        $($rest:tt)*
    ) => {
        key_settings! {
            @sort $New $Mint $Update
            [$($set)* $(#[$doc])+ $name: $Type, [$($check)?];]
            [
                $($changed)*
                $(#[$doc])+ $name: changed!($Type $(, $Changed)?), $cleared, [$($check)?];
            ]
            $($rest)*
        }
    };
    (@sort [$($New:tt)+] [$($Mint:tt)+] [$($Update:tt)+] [$($set:tt)+] [$($changed:tt)+]) => {
        key_settings! { @create $($New)+ $($set)+ }
        key_settings! { @create $($Mint)+ $($set)+ }
        key_settings! { @update $($Update)+ $($changed)+ }
    };

    (
        @create
        $(#[$struct_doc:meta])+
        $Struct:ident { $(#[$own_doc:meta])+ $own:ident: $Own:ty $(,)? }
        $($(#[$doc:meta])+ $name:ident: $Type:ty, [$($check:path)?];)+
    ) => {
        $(#[$struct_doc])+
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        #[must_use]
        pub struct $Struct {
            $(#[$own_doc])+
            #[serde(skip_serializing_if = "Field::is_left_out", serialize_with = "Field::send")]
            pub $own: $Own,
            $(
                $(#[$doc])+
                #[serde(
                    skip_serializing_if = "Field::is_left_out",
                    serialize_with = "Field::send"
                )]
                pub $name: Option<$Type>,
            )+
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
        $Struct:ident { $(#[$own_doc:meta])+ $own:ident: $Own:ty $(,)? }
        $($(#[$doc:meta])+ $name:ident: $Changed:ty, $cleared:literal, [$($check:path)?];)+
    ) => {
        $(#[$struct_doc])+
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        #[must_use]
        pub struct $Struct {
            $(#[$own_doc])+
            #[serde(skip_serializing_if = "Field::is_left_out", serialize_with = "Field::send")]
            pub $own: $Own,
            $(
                $(#[$doc])+
                #[doc = concat!("\n\n", $cleared)]
                #[serde(
                    skip_serializing_if = "Field::is_left_out",
                    serialize_with = "Field::send"
                )]
                pub $name: Change<$Changed>,
            )+
        }

        impl $Struct {
            /// Changes nothing yet.
            pub fn new() -> Self {
                Self::default()
            }

            #[doc = about!("Changes", $own)]
            pub fn $own(mut self, change: impl Into<$Own>) -> Self {
                self.$own = change.into();
                self
            }

            $(
                #[doc = concat!(about!("Changes", $name), "\n\n", $cleared)]
                pub fn $name(mut self, change: impl Into<Change<$Changed>>) -> Self {
                    self.$name = change.into();
                    self
                }
            )+

            /// Whether it changes nothing. What says nothing isn't sent: an empty [`LimitUpdate`].
            fn is_empty(&self) -> bool {
                self.$own.is_left_out() $(&& self.$name.is_left_out())+
            }

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

key_settings! {
    /// The settings of a new key. Whatever isn't set is left to the server's default.
    ///
    /// ```
    /// use venice_keys::{ConsumptionLimit, LimitPeriod, NewKey};
    ///
    /// let key = NewKey::new("backend prod")
    ///     .consumption_limit(ConsumptionLimit::new().usd(50))
    ///     .limit_period(LimitPeriod::Month);
    /// ```
    NewKey {
        /// What people know the key by: 1 to 64 characters.
        description: String,
    }

    /// The settings of a key that a wallet mints. Whatever isn't set is left to the server's
    /// default.
    ///
    /// ```
    /// use venice_keys::{LimitPeriod, MintOptions};
    ///
    /// let options = MintOptions::new()
    ///     .description("my agent")
    ///     .limit_period(LimitPeriod::Lifetime);
    /// ```
    MintOptions {
        /// What people know the key by: 1 to 64 characters. Without one the server calls the key
        /// `Web3 API Key`.
        description: Option<String>,
    }

    /// The changes to apply to a key; everything else stays. A key's type can't be changed.
    ///
    /// ```
    /// use venice_keys::{Change, KeyUpdate, LimitUpdate};
    ///
    /// let update = KeyUpdate::new()
    ///     .description("backend prod 2")
    ///     .consumption_limit(LimitUpdate::new().usd(75).diem(Change::Clear))
    ///     .expires_at(Change::Clear);
    /// ```
    KeyUpdate {
        /// What people know the key by: at most 64 characters. Cleared, it is empty.
        description: Change<String>,
    }

    /// What the key may do; `INFERENCE` unless set.
    api_key_type: ApiKeyType;
    /// Caps on what it may spend.
    consumption_limit: ConsumptionLimit,
        cleared: "Cleared, all caps are removed.", update: LimitUpdate;
    /// When the use that counts against the caps starts again from zero.
    limit_period: LimitPeriod, cleared: "Cleared, it is `EPOCH`.";
    /// When it expires; never unless set.
    expires_at: Expiry, cleared: "Cleared, the key never expires.";
    /// Which models it may call.
    model_privacy: ModelPrivacy, cleared: "Cleared, it is `ALL`.";
    /// The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs;
    /// empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in
    /// Venice's published schema yet, and is sent only if it is set.
    ip_allowlist: Vec<String>,
        cleared: "Cleared, the key may be used from anywhere.", check: check::allowlist;
}

impl NewKey {
    /// An INFERENCE key with this description, no cap and no expiry.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            ..Self::default()
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        check::required_description(&self.description)?;
        self.check_shared()
    }
}

impl MintOptions {
    /// An INFERENCE key with no description, no cap and no expiry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`description`](Self#structfield.description).
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let description = self.description.as_deref();
        description.map_or(Ok(()), check::required_description)?;
        self.check_shared()
    }
}

impl KeyUpdate {
    pub(super) fn check(&self) -> Result<(), Error> {
        let description = self.description.value();
        description.map_or(Ok(()), |text| check::description(text))?;
        self.check_shared()?;
        match self.is_empty() {
            true => Err(Error::input("changes", "must change at least one field")),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn json(body: &impl Serialize) -> String {
        serde_json::to_string(body).unwrap()
    }

    #[test]
    fn only_what_is_set_is_sent_and_money_digit_for_digit() {
        assert_eq!(
            json(&NewKey::new("a")),
            r#"{"description":"a","apiKeyType":"INFERENCE"}"#
        );
        assert_eq!(
            json(&MintOptions::new().consumption_limit(ConsumptionLimit::new())),
            r#"{"apiKeyType":"INFERENCE"}"#
        );
        let usd: Decimal = "12345.6789012345".parse().unwrap();
        let limit = ConsumptionLimit::new()
            .usd(usd)
            .diem(0)
            .vcu(Decimal::new(10, 2));
        let full = NewKey::new("a")
            .api_key_type(ApiKeyType::Admin)
            .consumption_limit(limit)
            .limit_period(LimitPeriod::Lifetime)
            .expires_at("2026-12-31".parse::<Expiry>().unwrap())
            .model_privacy(ModelPrivacy::PrivateOnly)
            .ip_allowlist(vec!["1.1.1.1".to_owned()]);
        assert_eq!(
            json(&full),
            concat!(
                r#"{"description":"a","apiKeyType":"ADMIN","#,
                r#""consumptionLimit":{"usd":12345.6789012345,"diem":0,"vcu":0.1},"#,
                r#""limitPeriod":"LIFETIME","expiresAt":"2026-12-31","#,
                r#""modelPrivacy":"PRIVATE_ONLY","ipAllowlist":["1.1.1.1"]}"#
            )
        );
    }

    #[test]
    fn an_update_has_three_states_for_every_field() {
        assert_eq!(json(&KeyUpdate::new()), "{}");
        let cleared = KeyUpdate {
            description: Change::Clear,
            consumption_limit: Change::Clear,
            limit_period: Change::Clear,
            expires_at: Change::Clear,
            model_privacy: Change::Clear,
            ip_allowlist: Change::Clear,
        };
        assert_eq!(
            json(&cleared),
            concat!(
                r#"{"description":"","consumptionLimit":{"usd":null,"diem":null,"vcu":null},"#,
                r#""limitPeriod":"EPOCH","expiresAt":null,"modelPrivacy":"ALL","ipAllowlist":[]}"#
            )
        );
        let one = KeyUpdate::new().consumption_limit(LimitUpdate::new().usd(5).diem(Change::Clear));
        assert_eq!(json(&one), r#"{"consumptionLimit":{"usd":5,"diem":null}}"#);
    }

    #[test]
    fn an_update_of_nothing_is_refused_and_one_of_anything_is_not() {
        let nothing = [
            KeyUpdate::new(),
            KeyUpdate::new().consumption_limit(LimitUpdate::new()),
        ];
        for update in nothing {
            let refused = update.check().unwrap_err();
            assert_eq!(refused.issues()[0].field, "changes");
        }
        for update in [
            KeyUpdate::new().description(Change::Clear),
            KeyUpdate::new().ip_allowlist(vec![]),
            KeyUpdate::new().consumption_limit(LimitUpdate::new().vcu(Change::Clear)),
        ] {
            assert!(update.check().is_ok(), "{update:?}");
        }
    }

    #[test]
    fn every_setting_is_checked_under_its_name_on_the_wire() {
        let full = |refused: &str| {
            let entry = if refused == "ipAllowlist.0" {
                "x"
            } else {
                "1.1.1.1"
            };
            let other = |field: &str, known: &str| match field == refused {
                true => "NEW".to_owned(),
                false => known.to_owned(),
            };
            let usd = if refused == "consumptionLimit.usd" {
                -1
            } else {
                1
            };
            let update = KeyUpdate::new()
                .consumption_limit(LimitUpdate::new().usd(usd))
                .limit_period(LimitPeriod::from(&*other("limitPeriod", "MONTH")))
                .model_privacy(ModelPrivacy::from(&*other("modelPrivacy", "ALL")))
                .ip_allowlist(vec![entry.to_owned()]);
            let new_key = NewKey::new("a")
                .api_key_type(ApiKeyType::from(&*other("apiKeyType", "ADMIN")))
                .consumption_limit(ConsumptionLimit::new().usd(usd))
                .limit_period(LimitPeriod::from(&*other("limitPeriod", "MONTH")))
                .model_privacy(ModelPrivacy::from(&*other("modelPrivacy", "ALL")))
                .ip_allowlist(vec![entry.to_owned()]);
            (new_key.check(), update.check())
        };
        let (new_key, update) = full("");
        assert!(new_key.is_ok() && update.is_ok());
        for field in [
            "consumptionLimit.usd",
            "limitPeriod",
            "modelPrivacy",
            "ipAllowlist.0",
        ] {
            let (new_key, update) = full(field);
            for refused in [new_key, update] {
                assert_eq!(refused.unwrap_err().issues()[0].field, field);
            }
        }
        let refused = full("apiKeyType").0.unwrap_err();
        assert_eq!(refused.issues()[0].field, "apiKeyType");
    }
}
