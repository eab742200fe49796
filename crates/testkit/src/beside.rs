use sims::listen_beside;
use tokio::net::TcpListener;
use url::Url;

/// Listeners in front of servers.
pub struct Beside {
    /// Each with the server behind it.
    pub listeners: Vec<(TcpListener, String)>,
    /// The addresses of the servers with the listeners in their place, parted by commas.
    pub urls: String,
}

impl Beside {
    /// Of the server or the nodes of a cluster at `urls`, parted by commas.
    pub async fn of(urls: &str) -> Self {
        let urls: Vec<Url> = urls.split(',').map(|url| url.parse().unwrap()).collect();
        let ports: Vec<u16> = urls.iter().map(|url| url.port().unwrap()).collect();
        let listeners = match ports.as_slice() {
            [_] => vec![TcpListener::bind("127.0.0.1:0").await.unwrap()],
            ports => listen_beside(ports).await.unwrap(),
        };
        let beside: Vec<String> =
            urls.iter().zip(&listeners).map(|(url, listener)| moved(url, listener)).collect();
        let servers = urls.iter().map(|url| format!("{}:{}", url.host_str().unwrap(), url.port().unwrap()));
        Self { listeners: listeners.into_iter().zip(servers).collect(), urls: beside.join(",") }
    }
}

fn moved(url: &Url, listener: &TcpListener) -> String {
    let (mut url, address) = (url.clone(), listener.local_addr().unwrap());
    url.set_ip_host(address.ip()).unwrap();
    url.set_port(Some(address.port())).unwrap();
    url.into()
}
