use deadpool_redis::redis::{
    Cmd, ErrorKind, FromRedisValue, RedisResult, Script, ServerErrorKind, aio::MultiplexedConnection, cmd,
    pipe,
};

/// A command, or a script that the server is taught when it does not know it.
pub struct Request {
    command: Cmd,
    script: Option<&'static Script>,
}

impl Request {
    pub fn command(command: Cmd) -> Self {
        Self { command, script: None }
    }

    pub fn script(script: &'static Script, keys: &[String], arguments: &[&[u8]]) -> Self {
        let mut command = cmd("EVALSHA");
        command.arg(script.get_hash()).arg(keys.len()).arg(keys).arg(arguments);
        Self { command, script: Some(script) }
    }

    /// Sends it; `asking` when its slot is on the way to that server.
    pub async fn send<T: FromRedisValue>(
        &self,
        connection: &mut MultiplexedConnection,
        asking: bool,
    ) -> RedisResult<T> {
        if asking {
            return self.ask(connection).await;
        }
        match (self.command.query_async(connection).await, self.script) {
            (Err(trouble), Some(script))
                if trouble.kind() == ErrorKind::Server(ServerErrorKind::NoScript) =>
            {
                script.load_async(connection).await?;
                self.command.query_async(connection).await
            }
            (answer, _) => answer,
        }
    }

    /// `ASKING` counts for the next command of a connection that others use as well, so both go in one piece.
    async fn ask<T: FromRedisValue>(&self, connection: &mut MultiplexedConnection) -> RedisResult<T> {
        if let Some(script) = self.script {
            script.load_async(connection).await?;
        }
        let mut both = pipe();
        both.cmd("ASKING").ignore().add_command(self.command.clone());
        let (answer,) = both.query_async(connection).await?;
        Ok(answer)
    }
}
