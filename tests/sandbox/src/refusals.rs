//! Who isn't let in, and what is said then.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

use crate::clock::iso;
use crate::response::Response;
use crate::x402::PAY_TO;

/// Why the account's keys, all of them, are refused.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Refused {
    InactiveSubscription,
    IpAllowlist,
    ModelPrivacy,
    ApiAccess,
    OwnWallet,
}

impl Refused {
    pub(crate) fn response(self) -> Response {
        match self {
            Self::InactiveSubscription => Response::error(
                401,
                "Authentication failed - Pro subscription is inactive. Please upgrade to a Pro \
                 subscription to use the API.",
            ),
            Self::IpAllowlist => Response::error(
                403,
                "This API key is restricted to configured IP addresses. Requests from your IP \
                 address are not allowed.",
            ),
            Self::ModelPrivacy => Response::error(
                403,
                "This API key's model privacy setting does not allow this model.",
            ),
            Self::ApiAccess => Response::error(
                403,
                "API access has been disabled for this account. Please contact support@venice.ai",
            ),
            Self::OwnWallet => {
                Response::error(403, "You can only access resources for your own wallet")
            }
        }
    }
}

/// Without any credentials Venice offers to be paid by the call (x402), on two rails, and lists
/// the ways to sign in; where only a wallet can sign in it takes no payment.
pub(crate) fn no_credentials(
    path_and_query: &str,
    only_wallets: bool,
    nonce: &str,
    now: i64,
) -> Response {
    let path = path_and_query.split('?').next().unwrap_or_default();
    // Ten dollars of USDC, which has six decimals.
    let rail = |network: &str, asset: &str, pay_to: &str| {
        json!({
            "scheme": "exact", "network": network, "amount": "10000000", "asset": asset,
            "payTo": pay_to, "maxTimeoutSeconds": 300,
            "extra": {"name": "USD Coin", "version": "2"},
        })
    };
    let mut body = json!({
        "error": "Authentication required",
        "x402Version": 2,
        "accepts": [
            rail(
                "eip155:8453",
                "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913",
                PAY_TO,
            ),
            rail(
                "solana",
                "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
                "11111111111111111111111111111111",
            ),
        ],
        "resource": {
            "url": format!("https://api.venice.ai{path}"), "description": "Venice API",
            "mimeType": "application/json",
        },
        "authOptions": {
            "apiKey": {
                "header": "Authorization: Bearer <api key>",
                "getKey": "https://venice.ai/settings/api",
                "docs": "https://docs.venice.ai",
            },
            "x402Wallet": {
                "header": "SIGN-IN-WITH-X", "legacyHeader": "X-Sign-In-With-X",
                "topUp": "https://api.venice.ai/api/v1/x402/top-up",
                "docs": "https://docs.venice.ai",
            },
        },
        "extensions": {"sign-in-with-x": {
            "info": {
                "domain": "api.venice.ai", "uri": "https://api.venice.ai", "version": "1",
                "statement": "Sign in to Venice AI", "nonce": nonce, "issuedAt": iso(now),
            },
            "supportedChains": [{"chainId": "eip155:8453", "type": "eip191"}],
        }},
    });
    if only_wallets {
        body["accepts"] = json!([]);
    }
    Response::json(402, &body).with("payment-required", STANDARD.encode(body.to_string()))
}
