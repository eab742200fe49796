use auth::App;
use bootstrap::{Service as _, settings::Reader};
use testkit::TestRedis;

fn faults(environment: &[(&str, &str)], production: bool) -> Vec<String> {
    let mut process = testkit::process(&TestRedis::new());
    if production {
        process.environment = bootstrap::Environment::Production;
    }
    // a default of all services together
    let environment = [environment, &[("AUTH_DATABASE_POOL_SIZE", "8")]].concat();
    let variables = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let mut reader = Reader::new(App::DEFAULTS, variables).unwrap();
    App::read(&mut reader, &process);
    reader.finish().0.iter().map(ToString::to_string).collect()
}

#[test]
fn the_defaults_suffice_with_a_database_and_a_mail_server() {
    let environment =
        [("AUTH_DATABASE_URL", "postgres://rf_auth@localhost/x"), ("SMTP_URL", "smtp://localhost:25")];
    assert_eq!(faults(&environment, false), Vec::<String>::new());
}

#[test]
fn every_fault_is_told_at_once_and_shows_no_value() {
    let told = faults(
        &[
            ("AUTH_DATABASE_URL", "mysql://user:hunter2@localhost"),
            ("SMTP_URL", "smtp://localhost:25"),
            ("JWT_SIGNING_KEY", "aHVudGVyMg=="),
            ("JWT_PREVIOUS_KEYS", "x"),
            ("ACCESS_TOKEN_SECONDS", "3600"),
            ("REFRESH_IDLE_DAYS", "31"),
            ("ARGON2_MEMORY_KIB", "1024"),
            ("ARGON2_ITERATIONS", "1"),
            ("HASH_WORKERS", "0"),
            ("PAYMENTS_GRPC_URL", "nonsense"),
        ],
        false,
    );
    let variables: Vec<_> = told.iter().map(|line| line.split(':').next().unwrap()).collect();
    for variable in [
        "AUTH_DATABASE_URL",
        "JWT_SIGNING_KEY",
        "ACCESS_TOKEN_SECONDS",
        "REFRESH_IDLE_DAYS",
        "ARGON2_MEMORY_KIB",
        "ARGON2_ITERATIONS",
        "HASH_WORKERS",
        "PAYMENTS_GRPC_URL",
    ] {
        assert!(variables.contains(&variable), "{variable} in {told:?}");
    }
    assert!(told.iter().all(|line| !line.contains("hunter2") && !line.contains("aHVudGVyMg")));
}

#[test]
fn production_needs_a_key_of_its_own_and_a_real_mail_server() {
    let environment =
        [("AUTH_DATABASE_URL", "postgres://rf_auth@localhost/x"), ("SMTP_URL", "smtp://localhost:25")];
    let told = faults(&environment, true);
    assert!(told.iter().any(|line| line.starts_with("JWT_SIGNING_KEY")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("MAIL_BACKEND")), "{told:?}");
}
