//! The writer: batched durable inserts against one commit a record.
fn main() {}
