//! One request on a line that may break.

use std::time::Duration;

use crate::support::Answer;

/// Asks once, on a connection of its own. Nothing when the line broke.
pub(crate) fn try_ask(method: &str, url: &str, token: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
    let mut request = ureq::http::Request::builder()
        .method(method)
        .uri(url)
        .header("authorization", format!("Bearer {token}"))
        // The line hears by the end of the connection that an answer is whole.
        .header("connection", "close");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(40)))
        .proxy(None)
        .build()
        .into();
    let sent = if matches!(method, "GET" | "HEAD") {
        agent.run(request.body(()).unwrap())
    } else {
        agent.run(request.body(body).unwrap())
    };
    let mut response = sent.ok()?;
    let body = response.body_mut().with_config().limit(1 << 30).read_to_vec().ok()?;
    Some(Answer { status: response.status().as_u16(), headers: response.headers().clone(), body })
}
