//! Environment variables of the services. Each gets what it needs and none of the others' secrets.

use std::path::Path;

use anyhow::{Context, Result};

use super::addresses::Addresses;
use super::service::{Instance, Service};
use crate::ports::Ports;
use crate::secrets::Secrets;
use crate::servers::Postgres;

pub type Variables = Vec<(&'static str, String)>;

/// What the environments are made of.
pub struct Wiring<'a> {
    pub addresses: &'a Addresses,
    pub ports: &'a Ports,
    pub secrets: &'a Secrets,
    pub postgres: &'a Postgres,
    pub storage: &'a Path,
    pub web: Option<&'a Path>,
    /// How many more processes of each service there are than one.
    pub copies: usize,
}

impl Wiring<'_> {
    pub fn of(&self, instance: Instance) -> Result<Variables> {
        let mut variables = self.shared(instance)?;
        match instance.service {
            Service::Auth => {
                variables.extend(self.mail());
                variables.push(("JWT_SIGNING_KEY", self.secrets.jwt_signing_key.clone()));
                variables.push(("TOTP_ENCRYPTION_KEY", self.secrets.totp_encryption_key.clone()));
            }
            Service::Payments => {
                variables.extend(self.mail());
                variables.extend(self.phonepe());
                variables.push(("INSTRUMENT_ENCRYPTION_KEY", self.secrets.instrument_encryption_key.clone()));
            }
            Service::Onboarding => {
                variables.push(("STORAGE_BACKEND", "folder".to_owned()));
                variables.push(("STORAGE_DIR", self.storage.to_string_lossy().into_owned()));
            }
            Service::Bcm => {}
            Service::Gateway => variables.extend(self.doors(instance)?),
        }
        Ok(variables)
    }

    fn shared(&self, instance: Instance) -> Result<Variables> {
        let service = instance.service;
        let loopback = |port: &str| anyhow::Ok(format!("127.0.0.1:{}", self.ports.of(port)?));
        let mut variables = vec![
            ("RF_ENV", "local".to_owned()),
            ("REDIS_URL", self.addresses.redis.clone()),
            ("REDIS_CLUSTER", self.addresses.redis_is_cluster().to_string()),
            ("REDIS_KEY_PREFIX", String::new()),
            ("APP_URL", self.addresses.web.clone()),
            ("API_URL", self.addresses.gateway.clone()),
            ("INTERNAL_SERVICE_KEY", self.secrets.internal_service_key.clone()),
            ("ADMIN_LISTEN", loopback(&instance.admin_port())?),
            // nobody has to notice that a process leaves when there is no other
            ("SHUTDOWN_DELAY_SECONDS", "0".to_owned()),
            ("NO_PROXY", no_proxy()),
        ];
        if service != Service::Gateway {
            variables.push(("GRPC_LISTEN", loopback(&instance.port())?));
        }
        if let (Some(variable), Some(schema)) = (service.database_variable(), service.schema()) {
            let password = database_password(self.secrets, service).context("a service without a role")?;
            variables.push((variable, self.postgres.url_for(schema.name(), password)));
        }
        for called in service.calls() {
            if let Some(variable) = called.address_variable() {
                let address = |instance: Instance| Ok(format!("http://{}", loopback(&instance.port())?));
                let all: Vec<String> =
                    Instance::of(*called, self.copies).map(address).collect::<Result<_>>()?;
                variables.push((variable, all.join(",")));
            }
        }
        Ok(variables)
    }

    fn mail(&self) -> Variables {
        vec![("MAIL_BACKEND", "sink".to_owned()), ("SMTP_URL", self.addresses.mail.smtp.clone())]
    }

    fn phonepe(&self) -> Variables {
        let phonepe = &self.addresses.phonepe;
        vec![
            ("PHONEPE_ENV", "simulator".to_owned()),
            ("PHONEPE_AUTH_BASE_URL", phonepe.base.clone()),
            ("PHONEPE_PG_BASE_URL", phonepe.base.clone()),
            ("PHONEPE_CLIENT_ID", phonepe.client_id.clone()),
            ("PHONEPE_CLIENT_SECRET", phonepe.client_secret.clone()),
            ("PHONEPE_CLIENT_VERSION", "1".to_owned()),
            ("PHONEPE_MERCHANT_ID", phonepe.merchant_id.clone()),
            ("PHONEPE_WEBHOOK_USERNAME", phonepe.webhook_username.clone()),
            ("PHONEPE_WEBHOOK_PASSWORD", phonepe.webhook_password.clone()),
        ]
    }

    fn doors(&self, instance: Instance) -> Result<Variables> {
        let port = self.ports.gateway()?;
        let mut variables = vec![
            ("GATEWAY_LISTEN", format!("127.0.0.1:{}", self.ports.of(&instance.port())?)),
            // people type either, and a page opened under the one calls under the one
            ("CORS_ORIGINS", format!("http://localhost:{port},http://127.0.0.1:{port}")),
        ];
        variables.extend(self.web.map(|folder| ("WEB_ROOT", folder.to_string_lossy().into_owned())));
        Ok(variables)
    }
}

pub fn database_password(secrets: &Secrets, service: Service) -> Option<&str> {
    match service {
        Service::Auth => Some(&secrets.auth_database_password),
        Service::Payments => Some(&secrets.payments_database_password),
        Service::Onboarding => Some(&secrets.onboarding_database_password),
        Service::Bcm => Some(&secrets.bcm_database_password),
        Service::Gateway => None,
    }
}

/// A proxy of the operator has no business between processes of one machine.
pub fn no_proxy() -> String {
    let own = std::env::var("NO_PROXY").or_else(|_| std::env::var("no_proxy")).unwrap_or_default();
    [own.as_str(), "127.0.0.1", "localhost"]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(",")
}
