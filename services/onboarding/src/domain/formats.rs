//! The text formats of the step files.

use url::Url;

use super::finding::Code;

/// ISO 4217 codes of currencies in circulation.
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP \
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD \
    GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP \
    LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN \
    PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
    TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// Absolute http or https address with a host. A parser of a browser also reads `http:acme.in` and
/// backslashes; other readers of the address do not.
pub fn is_http_url(text: &str) -> bool {
    let is_written_out = text.split_once("://").is_some_and(|(scheme, rest)| {
        ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) && !rest.starts_with('/')
    });
    is_written_out
        && !text.chars().any(|c| c.is_whitespace() || c == '\\')
        && Url::parse(text).is_ok_and(|url| url.host().is_some())
}

pub fn is_currency(text: &str) -> bool {
    text.len() == 3 && CURRENCIES.split_whitespace().any(|code| code == text)
}

/// Two addresses of one page compare equal: case of scheme and host, default port, fragment and a trailing
/// slash make no difference.
pub fn normal_url(text: &str) -> Option<String> {
    let mut url = Url::parse(text).ok()?;
    url.set_fragment(None);
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Some(url.as_str().trim_end_matches('/').to_owned())
}

pub fn fault(format: &str) -> (Code, String) {
    match format {
        "http-url" => (Code::InvalidUrl, "must be an absolute http or https address".to_owned()),
        "uuid" => (Code::InvalidUuid, "must be a UUID".to_owned()),
        "date" => (Code::InvalidDate, "must be a date written YYYY-MM-DD".to_owned()),
        "currency" => (Code::InvalidCurrency, "must be an ISO 4217 code such as INR".to_owned()),
        other => (Code::Pattern, format!("must be a valid {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_web_addresses_are_urls() {
        for good in ["https://khaatabook.in", "http://localhost:3000/a?b=c", "https://उदाहरण.भारत/पेज"]
        {
            assert!(is_http_url(good), "{good}");
        }
        for bad in
            ["khaata.in", "ftp://khaata.in", "javascript:alert(1)", "https://", "https://a b.in", "/path"]
        {
            assert!(!is_http_url(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_that_only_a_browser_would_repair_is_none() {
        for bad in
            ["http:acme.in", "https:/acme.in", "https:///acme.in", "https:\\\\acme.in", "https://\\acme.in"]
        {
            assert!(!is_http_url(bad), "{bad}");
        }
        assert!(is_http_url("HTTPS://Acme.in"));
    }

    #[test]
    fn currencies_are_upper_case_and_real() {
        assert!(is_currency("INR") && is_currency("USD"));
        assert!(!is_currency("inr") && !is_currency("RUP") && !is_currency("IN"));
    }

    #[test]
    fn spellings_of_one_address_agree() {
        let plain = normal_url("https://Rasoi.in/menu/");
        assert_eq!(plain, normal_url("https://rasoi.in:443/menu#top"));
        assert_ne!(plain, normal_url("https://rasoi.in/menu?page=2"));
        assert_eq!(normal_url("https://rasoi.in"), normal_url("https://rasoi.in/"));
    }
}
