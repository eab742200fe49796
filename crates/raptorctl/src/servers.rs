//! Private Postgres and Redis servers: found or installed, run below the data folder, as a user they accept.

mod account;
mod find;
mod install;
mod postgres;
mod redis;

pub use account::{Account, ServerHome};
pub use install::ensure;
pub use postgres::{Durability, Postgres, connect};
pub use redis::{Redis, Shape as RedisShape};

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use database::Schema;
    use nix::sys::signal::Signal;
    use secrecy::SecretString;

    use super::*;
    use crate::data_dir::DataDir;
    use crate::ports::Ports;
    use crate::processes::{Event, ProcessSet, Signals};
    use crate::terminal::Terminal;

    const LIMIT: Duration = Duration::from_secs(60);

    struct Servers {
        data: DataDir,
        postgres: Postgres,
        redis: Redis,
    }

    impl Servers {
        async fn choose(data: DataDir) -> Self {
            let tools = ensure(Terminal::stdout()).await.unwrap();
            let home = ServerHome::choose(data.root()).unwrap();
            home.prepare().unwrap();
            let ports = Ports::plain(&["postgres", "redis"], &BTreeMap::new()).unwrap();
            let for_postgres = ports.of("postgres").unwrap();
            let postgres =
                Postgres::new(&tools, &home, for_postgres, "secret", Durability::ThrownAway).unwrap();
            let one = (RedisShape::One, &ports);
            let redis = Redis::new(&tools, &home, one, "secret", Durability::ThrownAway).unwrap();
            Self { data, postgres, redis }
        }

        async fn start(&self) -> ProcessSet {
            let mut processes = ProcessSet::new(self.data.clone(), Terminal::stdout());
            self.postgres.create().await.unwrap();
            self.redis.configure().unwrap();
            processes.start(self.postgres.spec()).unwrap();
            for spec in self.redis.specs() {
                processes.start(spec).unwrap();
            }
            processes.until_ready(vec!["postgres", "redis"], LIMIT).await.unwrap();
            processes
        }

        async fn answers(&self) -> bool {
            let owner = SecretString::from(self.postgres.owner_url());
            database::provision(&owner, Schema::Auth, &SecretString::from("secret")).await.is_ok()
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn servers_run_come_back_after_a_kill_and_leave_no_process_behind() {
        let folder = tempfile::tempdir().unwrap();
        let servers = Servers::choose(DataDir::open(folder.path()).unwrap()).await;
        let mut processes = servers.start().await;
        assert!(servers.answers().await);

        for record in processes.records().living() {
            record.identity.signal(Signal::SIGKILL);
        }
        let mut restarted = 0;
        while restarted < 2 {
            match processes.event().await.unwrap() {
                Event::Restarted { .. } => restarted += 1,
                Event::Exited { .. } => {}
                other => panic!("unexpected {other:?}"),
            }
        }
        // Postgres may need another try until the workers of the killed one are gone
        let deadline = std::time::Instant::now() + LIMIT;
        while !servers.answers().await {
            assert!(std::time::Instant::now() < deadline, "Postgres did not come back");
            tokio::task::yield_now().await;
        }

        let left = processes.records().living();
        assert_eq!(left.len(), 2);
        processes.stop(&mut Signals::listen().unwrap()).await;
        assert!(left.iter().all(|record| !record.identity.alive()));
        assert!(!servers.answers().await);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn servers_whose_supervisor_was_killed_are_swept_and_their_data_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let servers = Servers::choose(DataDir::open(folder.path()).unwrap()).await;
        // a supervisor that is gone without a word: its children live on
        let orphans = servers.start().await;
        let records = orphans.records().clone();
        std::mem::forget(orphans);
        assert!(servers.answers().await);

        assert_eq!(records.sweep().await.unwrap(), ["redis", "postgres"]);
        assert!(!servers.answers().await);
        assert!(!servers.postgres.create().await.unwrap(), "the cluster was made anew");
    }
}
