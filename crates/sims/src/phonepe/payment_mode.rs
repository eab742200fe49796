use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How a customer pays. The provider knows more; these are the ones its own libraries can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentMode {
    /// A UPI app opened from the page.
    UpiIntent,
    /// A request sent to a UPI address.
    UpiCollect,
    /// A QR code scanned with a UPI app.
    UpiQr,
    /// A debit or credit card.
    Card,
    /// A saved card.
    Token,
    /// The bank's own page.
    NetBanking,
    /// The provider's wallet.
    PpeIntent,
}

/// A `paymentModeConfig` that the gateway refuses.
#[derive(Debug)]
pub struct BadConfig;

const DEFAULT: [PaymentMode; 5] = [
    PaymentMode::UpiIntent,
    PaymentMode::UpiQr,
    PaymentMode::UpiCollect,
    PaymentMode::Card,
    PaymentMode::NetBanking,
];

impl PaymentMode {
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::UpiIntent => "UPI app",
            Self::UpiCollect => "UPI address",
            Self::UpiQr => "UPI QR code",
            Self::Card => "Card",
            Self::Token => "Saved card",
            Self::NetBanking => "Net banking",
            Self::PpeIntent => "Wallet",
        }
    }
}

/// What a checkout offers: the account's instruments, only the enabled ones, or all but the disabled ones.
pub fn offered(config: Option<&Value>) -> Result<Vec<PaymentMode>, BadConfig> {
    let Some(config) = config.filter(|config| !config.is_null()) else {
        return Ok(DEFAULT.to_vec());
    };
    let config = config.as_object().ok_or(BadConfig)?;
    let version = version(config)?;
    match (list(config, "enabledPaymentModes")?, list(config, "disabledPaymentModes")?) {
        (Some(_), Some(_)) => Err(BadConfig),
        (None, None) => Ok(DEFAULT.to_vec()),
        (Some(enabled), None) => {
            let modes = named(enabled, version, Use::Enable)?;
            if modes.is_empty() { Err(BadConfig) } else { Ok(modes) }
        }
        (None, Some(disabled)) => {
            let modes = named(disabled, version, Use::Disable)?;
            Ok(DEFAULT.into_iter().filter(|mode| !modes.contains(mode)).collect())
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Version {
    One,
    Two,
}

#[derive(Clone, Copy, PartialEq)]
enum Use {
    Enable,
    Disable,
}

fn version(config: &Map<String, Value>) -> Result<Version, BadConfig> {
    match config.get("version").filter(|version| !version.is_null()).map(Value::as_str) {
        None | Some(Some("V1")) => Ok(Version::One),
        Some(Some("V2")) => Ok(Version::Two),
        Some(_) => Err(BadConfig),
    }
}

fn list<'a>(config: &'a Map<String, Value>, name: &str) -> Result<Option<&'a Vec<Value>>, BadConfig> {
    match config.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(items)) => Ok(Some(items)),
        Some(_) => Err(BadConfig),
    }
}

fn named(items: &[Value], version: Version, purpose: Use) -> Result<Vec<PaymentMode>, BadConfig> {
    let mut modes = Vec::new();
    for item in items {
        modes.extend(match version {
            Version::One => first_version(item, purpose)?,
            Version::Two => second_version(item)?,
        });
    }
    modes.dedup();
    Ok(modes)
}

fn kind(item: &Value) -> Result<&str, BadConfig> {
    item.get("type").and_then(Value::as_str).ok_or(BadConfig)
}

fn first_version(item: &Value, purpose: Use) -> Result<Vec<PaymentMode>, BadConfig> {
    let card_types = item.get("cardTypes").filter(|types| !types.is_null());
    Ok(match kind(item)? {
        "UPI_INTENT" => vec![PaymentMode::UpiIntent],
        "UPI_QR" => vec![PaymentMode::UpiQr],
        "UPI_COLLECT" => vec![PaymentMode::UpiCollect],
        "NET_BANKING" => vec![PaymentMode::NetBanking],
        "CARD" => {
            let all = card_types.map(covers_every_card).transpose()?;
            // Disabling cards without naming their types disables nothing, and naming one leaves the other.
            if purpose == Use::Enable || all == Some(true) { vec![PaymentMode::Card] } else { Vec::new() }
        }
        _ => return Err(BadConfig),
    })
}

fn covers_every_card(types: &Value) -> Result<bool, BadConfig> {
    let types = types.as_array().ok_or(BadConfig)?;
    if types.iter().any(|name| name != "DEBIT_CARD" && name != "CREDIT_CARD") {
        return Err(BadConfig);
    }
    Ok(["DEBIT_CARD", "CREDIT_CARD"].iter().all(|name| types.iter().any(|given| given == name)))
}

fn second_version(item: &Value) -> Result<Vec<PaymentMode>, BadConfig> {
    Ok(match kind(item)? {
        "UPI" => upi_flows(item)?,
        "CARD" => vec![PaymentMode::Card],
        "NET_BANKING" => vec![PaymentMode::NetBanking],
        "WALLET" => vec![PaymentMode::PpeIntent],
        "CORPORATE_NET_BANKING" | "EMI" => Vec::new(),
        _ => return Err(BadConfig),
    })
}

fn upi_flows(item: &Value) -> Result<Vec<PaymentMode>, BadConfig> {
    let Some(flows) = item.get("flows").filter(|flows| !flows.is_null()) else {
        return Ok(vec![PaymentMode::UpiIntent, PaymentMode::UpiQr, PaymentMode::UpiCollect]);
    };
    let mode = |flow: &Value| match flow.as_str() {
        Some("INTENT") => Ok(PaymentMode::UpiIntent),
        Some("QR") => Ok(PaymentMode::UpiQr),
        Some("COLLECT") => Ok(PaymentMode::UpiCollect),
        _ => Err(BadConfig),
    };
    flows.as_array().ok_or(BadConfig)?.iter().map(mode).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn modes(config: &Value) -> Option<Vec<PaymentMode>> {
        offered(Some(config)).ok()
    }

    #[test]
    fn without_a_config_everything_is_offered() {
        assert_eq!(offered(None).unwrap(), DEFAULT);
        assert_eq!(modes(&json!({"enabledPaymentModes": null})).unwrap(), DEFAULT);
    }

    #[test]
    fn enabling_and_disabling_exclude_each_other() {
        let card = json!([{"type": "CARD"}]);
        assert!(modes(&json!({"enabledPaymentModes": card, "disabledPaymentModes": card})).is_none());
        assert_eq!(modes(&json!({"enabledPaymentModes": card})).unwrap(), [PaymentMode::Card]);
    }

    #[test]
    fn disabling_cards_without_types_disables_nothing() {
        assert_eq!(modes(&json!({"disabledPaymentModes": [{"type": "CARD"}]})).unwrap(), DEFAULT);
        let both =
            json!({"disabledPaymentModes": [{"type": "CARD", "cardTypes": ["DEBIT_CARD", "CREDIT_CARD"]}]});
        assert!(!modes(&both).unwrap().contains(&PaymentMode::Card));
    }

    #[test]
    fn the_second_version_has_its_own_words_and_the_two_do_not_mix() {
        let upi = json!([{"type": "UPI", "flows": ["QR"]}]);
        assert_eq!(
            modes(&json!({"version": "V2", "enabledPaymentModes": upi})).unwrap(),
            [PaymentMode::UpiQr]
        );
        assert!(modes(&json!({"enabledPaymentModes": upi})).is_none());
        assert!(modes(&json!({"version": "V2", "enabledPaymentModes": [{"type": "UPI_QR"}]})).is_none());
        assert!(modes(&json!({"version": "V3", "enabledPaymentModes": upi})).is_none());
    }
}
