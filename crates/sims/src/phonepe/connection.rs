//! The socket under a request, kept so that a fault can cut it without an answer.

use std::{
    any::Any,
    net::{Shutdown, TcpStream},
    os::fd::AsFd,
    sync::Arc,
};

use actix_web::{HttpRequest, dev::Extensions};

#[derive(Clone)]
pub struct Connection(Arc<TcpStream>);

pub fn remember(stream: &dyn Any, data: &mut Extensions) {
    let stream = stream.downcast_ref::<tokio::net::TcpStream>();
    if let Some(Ok(socket)) = stream.map(|stream| stream.as_fd().try_clone_to_owned()) {
        data.insert(Connection(Arc::new(TcpStream::from(socket))));
    }
}

/// The client sees its connection end; whatever is answered afterwards goes nowhere.
pub fn cut(request: &HttpRequest) {
    if let Some(Connection(socket)) = request.conn_data() {
        // Fails only when the client is gone already, which is what was wanted.
        drop(socket.shutdown(Shutdown::Both));
    }
}
