use super::*;

const DEFAULTS: &str = include_str!("../../config/default.toml");

fn read(variables: &[(&str, &str)]) -> (Settings, Vec<String>, Vec<String>) {
    let common = [
        ("LOG_LEVEL", "info"),
        ("OTEL_TRACES_SAMPLER_ARG", "1"),
        ("REDIS_CLUSTER", "false"),
        ("SHUTDOWN_DELAY_SECONDS", "0"),
        ("ADMIN_LISTEN", "127.0.0.1:0"),
        ("REDIS_URL", "redis://localhost:6379"),
        ("INTERNAL_SERVICE_KEY", "0123456789abcdef0123456789abcdef"),
        ("PAYMENTS_DATABASE_POOL_SIZE", "1"),
        ("PAYMENTS_DATABASE_URL", "postgres://localhost/x"),
        ("SMTP_URL", "smtp://localhost:25"),
    ];
    let all = common.iter().chain(variables).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let mut reader = Reader::new(DEFAULTS, all).unwrap();
    let process = Process::read(&mut reader);
    let settings = Settings::read(&mut reader, &process);
    let (faults, warnings) = reader.finish();
    let lines = |faults: Vec<_>| faults.iter().map(ToString::to_string).collect();
    (settings, lines(faults), lines(warnings))
}

const LOCAL: [(&str, &str); 4] = [
    ("RF_ENV", "local"),
    ("APP_URL", "http://localhost:3000"),
    ("PHONEPE_AUTH_BASE_URL", "http://127.0.0.1:4000/apis/pg-sandbox"),
    ("PHONEPE_PG_BASE_URL", "http://127.0.0.1:4000/apis/pg-sandbox"),
];
const PRODUCTION: [(&str, &str); 10] = [
    ("RF_ENV", "production"),
    ("APP_URL", "https://raptorflow.com"),
    ("MAIL_BACKEND", "smtp"),
    ("PHONEPE_ENV", "production"),
    ("PHONEPE_CLIENT_ID", "M1"),
    ("PHONEPE_CLIENT_SECRET", "s3cret"),
    ("PHONEPE_CLIENT_VERSION", "4"),
    ("PHONEPE_WEBHOOK_USERNAME", "raptor_1"),
    ("PHONEPE_WEBHOOK_PASSWORD", "abcdefg1"),
    ("INSTRUMENT_ENCRYPTION_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
];

fn with<'a>(base: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    base.iter().chain(changes).copied().collect()
}

#[test]
fn locally_it_starts_without_credentials_and_warns() {
    let (settings, faults, warnings) = read(&LOCAL);
    assert_eq!(faults, [""; 0]);
    assert!(settings.phonepe.credentials.is_none() && settings.webhook.is_none());
    assert!(warnings.iter().any(|line| line.starts_with("PHONEPE_CLIENT_SECRET: is missing")));
    assert_eq!(settings.phonepe.return_to.as_str(), "http://localhost:3000/onboarding/payment/status");
}

#[test]
fn production_has_two_hosts_and_needs_everything() {
    let (settings, faults, _) = read(&PRODUCTION);
    assert_eq!(faults, [""; 0]);
    assert_eq!(settings.phonepe.auth_base.as_str(), PRODUCTION_BASES.0);
    assert_eq!(settings.phonepe.pg_base.as_str(), PRODUCTION_BASES.1);
    let (_, faults, _) = read(&PRODUCTION[..3]);
    assert_eq!(faults.len(), PRODUCTION[3..].len(), "{faults:?}");
    for variable in PRODUCTION[3..].iter().map(|(name, _)| name) {
        assert!(faults.contains(&format!("{variable}: is missing")), "{variable} in {faults:?}");
    }
}

const PRODUCTION_BASES: (&str, &str) =
    ("https://api.phonepe.com/apis/identity-manager", "https://api.phonepe.com/apis/pg");

#[test]
fn production_refuses_the_simulator_and_plain_http() {
    let wrong = [
        ("PHONEPE_ENV", "simulator"),
        ("PHONEPE_AUTH_BASE_URL", "https://x.example"),
        ("PHONEPE_PG_BASE_URL", "https://x.example"),
        ("PHONEPE_REDIRECT_URL", "http://raptorflow.com/back"),
    ];
    let (_, faults, _) = read(&with(&PRODUCTION, &wrong));
    assert_eq!(
        faults,
        [
            "PHONEPE_ENV: simulator is refused in production",
            "PHONEPE_REDIRECT_URL: must be https outside local"
        ]
    );
}

#[test]
fn a_copied_line_break_is_removed_with_a_warning_and_one_inside_is_refused() {
    let (settings, faults, warnings) = read(&with(&PRODUCTION, &[("PHONEPE_CLIENT_SECRET", "s3cret\n")]));
    assert_eq!(faults, [""; 0]);
    assert_eq!(settings.phonepe.credentials.unwrap().secret.expose_secret(), "s3cret");
    assert!(warnings[0].starts_with("PHONEPE_CLIENT_SECRET"));
    let (_, faults, _) = read(&with(&PRODUCTION, &[("PHONEPE_CLIENT_ID", "M1\r\nX: y")]));
    assert_eq!(faults, ["PHONEPE_CLIENT_ID: must not contain white space"]);
}

#[test]
fn older_names_and_the_name_uat_are_understood() {
    let aliases = [
        ("RF_ENV", "staging"),
        ("APP_URL", "https://staging.raptorflow.com"),
        ("PHONEPE_ENV", "UAT"),
        ("PHONEPE_MERCHANT_KEY", "M1"),
        ("PHONEPE_MERCHANT_SECRET", "s3cret"),
        ("PHONEPE_WEBHOOK_USERNAME", "raptor_1"),
        ("PHONEPE_WEBHOOK_PASSWORD", "abcdefg1"),
        ("INSTRUMENT_ENCRYPTION_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    ];
    let (settings, faults, _) = read(&aliases);
    assert_eq!(faults, [""; 0]);
    assert_eq!(settings.phonepe.credentials.unwrap().version, 1);
    assert_eq!(settings.phonepe.pg_base.host_str(), Some("api-preprod.phonepe.com"));
}

#[test]
fn webhook_credentials_have_the_form_that_the_dashboard_takes() {
    let long = "a1".repeat(11);
    for (variable, value) in [
        ("PHONEPE_WEBHOOK_USERNAME", "four"),
        ("PHONEPE_WEBHOOK_USERNAME", "with-hyphen"),
        ("PHONEPE_WEBHOOK_USERNAME", &long),
        ("PHONEPE_WEBHOOK_PASSWORD", "short1"),
        ("PHONEPE_WEBHOOK_PASSWORD", "onlyletters"),
        ("PHONEPE_WEBHOOK_PASSWORD", "12345678"),
        ("PHONEPE_WEBHOOK_PASSWORD", "abcdefg_1"),
        ("PHONEPE_WEBHOOK_PASSWORD", &long),
    ] {
        let (_, faults, _) = read(&with(&PRODUCTION, &[(variable, value)]));
        assert_eq!(faults.len(), 1, "{variable} {value}");
        assert!(faults[0].starts_with(variable) && !faults[0].contains(value));
    }
}

#[test]
fn numbers_out_of_range_are_all_told() {
    let wrong = [
        ("PAYMENT_EXPIRY_SECONDS", "299"),
        ("TRIAL_DAYS", "-1"),
        ("DUNNING_DAYS", "0,7,3"),
        ("REFUND_MAX_PERCENT", "101"),
        ("INSTRUMENT_ENCRYPTION_KEY", "c2hvcnQ="),
    ];
    let (_, faults, _) = read(&with(&PRODUCTION, &wrong));
    assert_eq!(faults.len(), 5, "{faults:?}");
}
