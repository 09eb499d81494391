//! As much of a browser as it takes to log in: it keeps cookies and follows addresses one by one.

use std::collections::BTreeMap;

use super::Answer;

#[derive(Debug, Clone)]
pub struct Browser {
    base: String,
    home: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// Goes to `base` for what says that it is `home`.
    pub fn new(base: &str, home: &str) -> Self {
        Self { base: base.to_owned(), home: home.to_owned(), cookies: BTreeMap::new() }
    }

    pub fn get(&mut self, address: &str) -> Answer {
        self.send("GET", address, "")
    }

    pub fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.send("POST", address, &pairs.join("&"))
    }

    /// From the log-in page to the issuer, and on until it sends the browser back: the address, below the server's own.
    pub fn go_there(&mut self, next: &str) -> String {
        let next = next.replace('?', "%3F").replace('=', "%3D");
        let mut answer = self.get(&format!("/login/oidc?next={next}"));
        let mut origin = String::new();
        for _ in 0..10 {
            assert!(matches!(answer.status, 302 | 303), "{}: {}", answer.status, answer.text());
            let to = answer.header("location").to_owned();
            if let Some(back) = to.strip_prefix(&self.home) {
                assert!(back.starts_with("/login/oidc/callback?"), "{back}");
                return back.to_owned();
            }
            if let Some((scheme, rest)) = to.split_once("://") {
                origin = format!("{scheme}://{}", rest.split('/').next().unwrap());
            }
            answer = self.get(&if to.starts_with('/') { format!("{origin}{to}") } else { to });
        }
        panic!("round and round");
    }

    fn send(&mut self, method: &str, address: &str, body: &str) -> Answer {
        let url = if address.starts_with('/') { format!("{}{address}", self.base) } else { address.to_owned() };
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let mut request = ureq::http::Request::builder().method(method).uri(&url).header("accept", "text/html");
        if !cookies.is_empty() {
            request = request.header("cookie", &cookies);
        }
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).proxy(None).build().into();
        let response = if method == "GET" {
            agent.run(request.body(()).unwrap())
        } else {
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            agent.run(request.body(body.as_bytes()).unwrap())
        };
        let mut response = response.unwrap_or_else(|error| panic!("{method} {url}: {error}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        for cookie in headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() || cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Answer { status, headers, body: response.body_mut().read_to_vec().unwrap() }
    }
}
