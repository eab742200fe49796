//! Where everything of a stack listens, as written to `stack.json` for people, tests and tools.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::service::{Instance, Service};
use crate::ports::Ports;
use crate::secrets::Secrets;
use crate::servers::{Postgres, Redis, RedisShape};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Addresses {
    pub gateway: String,
    pub web: String,
    pub services: BTreeMap<String, ServiceAddresses>,
    pub phonepe: PhonePe,
    pub mail: Mail,
    /// With the rights of the owner of everything.
    pub postgres: String,
    /// Of a cluster, the addresses of its nodes, parted by commas.
    pub redis: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServiceAddresses {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grpc: Option<String>,
    pub admin: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PhonePe {
    pub base: String,
    pub control: String,
    pub client_id: String,
    pub client_secret: String,
    pub merchant_id: String,
    pub webhook_username: String,
    pub webhook_password: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mail {
    pub smtp: String,
    pub http: String,
}

/// Names of the ports that a stack needs, that of the first gateway apart.
pub fn port_names(redis: RedisShape, copies: usize) -> Vec<String> {
    let services = Instance::all(copies).flat_map(|instance| [instance.admin_port(), instance.port()]);
    let services = services.filter(|name| *name != Service::Gateway.name());
    let others = ["postgres", PHONEPE_PORT, SMTP_PORT, MAIL_PORT].into_iter().chain(redis.ports());
    others.map(str::to_owned).chain(services).collect()
}

pub const PHONEPE_PORT: &str = "phonepe";
pub const SMTP_PORT: &str = "smtp";
pub const MAIL_PORT: &str = "mail";

impl Addresses {
    /// With so many more processes of each service than one.
    pub fn new(
        ports: &Ports,
        copies: usize,
        secrets: &Secrets,
        (postgres, redis): (&Postgres, &Redis),
    ) -> Result<Self> {
        let http = |name: &str| anyhow::Ok(format!("http://127.0.0.1:{}", ports.of(name)?));
        let mut services = BTreeMap::new();
        for instance in Instance::all(copies) {
            let grpc = (instance.service != Service::Gateway).then(|| http(&instance.port())).transpose()?;
            let found = ServiceAddresses { grpc, admin: http(&instance.admin_port())? };
            services.insert(instance.name(), found);
        }
        let gateway = format!("http://localhost:{}", ports.gateway()?);
        let phonepe = http(PHONEPE_PORT)?;
        Ok(Self {
            web: gateway.clone(),
            gateway,
            services,
            phonepe: PhonePe {
                base: format!("{phonepe}/apis/pg-sandbox"),
                control: format!("{phonepe}/control"),
                client_id: secrets.phonepe_client_id.clone(),
                client_secret: secrets.phonepe_client_secret.clone(),
                merchant_id: secrets.phonepe_merchant_id.clone(),
                webhook_username: secrets.phonepe_webhook_username.clone(),
                webhook_password: secrets.phonepe_webhook_password.clone(),
            },
            mail: Mail { smtp: format!("smtp://127.0.0.1:{}", ports.of(SMTP_PORT)?), http: http(MAIL_PORT)? },
            postgres: postgres.owner_url(),
            redis: redis.url(),
        })
    }

    pub fn redis_is_cluster(&self) -> bool {
        RedisShape::at(&self.redis) == RedisShape::Cluster
    }

    /// What a person wants to open in a browser.
    pub fn for_people(&self) -> [(&'static str, String); 5] {
        [
            ("Web app", format!("{}/", self.web)),
            ("API", format!("{}/api/v1", self.gateway)),
            ("API reference", format!("{}/api/docs", self.gateway)),
            ("Mail box", format!("{}/", self.mail.http)),
            ("PhonePe control", self.phonepe.control.clone()),
        ]
    }
}
