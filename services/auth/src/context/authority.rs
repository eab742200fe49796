use std::{future::Future, pin::Pin, sync::Arc};

use database::Database;
use jsonwebtoken::jwk::JwkSet;
use primitives::Clock;
use principal::{Authority, Refused, SessionQuery, Standing};

use crate::{
    clients::session_board::SessionBoard, domain::signing::SigningKeys, error::AuthError,
    usecases::session_standing,
};

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Refused>> + Send + 'a>>;

/// Auth asks itself, without a call: keys from memory, sessions from the database.
pub struct OwnAuthority {
    pub keys: Arc<SigningKeys>,
    pub database: Database,
    pub board: SessionBoard,
    pub clock: Clock,
}

impl Authority for OwnAuthority {
    fn keys(&self) -> Answer<'_, JwkSet> {
        Box::pin(async { Ok(self.keys.published().clone()) })
    }

    fn standing(&self, query: SessionQuery) -> Answer<'_, Standing> {
        Box::pin(async move {
            match session_standing(&self.database, &self.board, &self.clock, query).await {
                Ok(standing) => Ok(standing),
                Err(AuthError::SessionEnded) => Err(Refused::SessionEnded),
                Err(error) => Err(Refused::Unavailable(Box::new(error))),
            }
        })
    }
}
