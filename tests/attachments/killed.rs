//! kill −9 in the middle of a piece: what the server said that it has, it has.

use crate::cuts::SlowLine;
use crate::pictures::photo_of;
use crate::support::{Database, ENGINES, Program, free_port};
use crate::wire::{Sender, sha256};

#[test]
fn what_was_acknowledged_before_a_kill_is_there_after_it() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let (port, data) = (free_port(), database.data_dir().display().to_string());
        let arguments = ["--data-dir", data.as_str()];
        let mut program = Program::start_at(port, &database.url, &arguments);
        let content = photo_of(9, 2_000, 1_500);
        let sender = Sender { base: &program.base.clone(), token: None };
        let begun = sender.begin(&sha256(&content), content.len(), "image/jpeg");
        let id = begun.header("location").rsplit('/').next().unwrap().to_owned();
        let upload = format!("/api/v1/uploads/{id}");
        let mut stood = 0;
        for round in 1..=3 {
            let line = SlowLine::to(&program.base, 3_000_000);
            std::thread::scope(|scope| {
                let there = format!("{}{upload}", line.base);
                let rest = &content[stood..];
                scope.spawn(move || {
                    let agent = ureq::Agent::config_builder().proxy(None).http_status_as_error(false).build();
                    let agent: ureq::Agent = agent.into();
                    let request = ureq::http::Request::builder()
                        .method("PATCH")
                        .uri(there)
                        .header("upload-offset", stood.to_string())
                        .header("content-type", "application/offset+octet-stream");
                    // The line dies with the server.
                    assert!(agent.run(request.body(rest).unwrap()).is_err());
                });
                line.wait_for(1_300_000);
                // Killed when a mebibyte is acknowledged, however long the machine took for it.
                while sender.stands(&upload) < stood + 1_048_576 {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
                program.kill();
            });
            let file = database.data_dir().join("uploads").join(&id);
            let on_disk = std::fs::metadata(file).unwrap().len();
            program = Program::start_at(port, &database.url, &arguments);
            let stands = sender.stands(&upload);
            assert!(stands as u64 <= on_disk, "{engine:?} round {round}: {stands} of {on_disk}");
            assert!(stands >= stood + 1_048_576, "{engine:?} round {round}: {stands} after {stood}");
            stood = stands;
        }
        assert_eq!(sender.go_on(&upload, stood, &content[stood..]).status, 204, "{engine:?}");
        assert!(sender.get(&format!("/api/v1/attachments/{}", sha256(&content))).body == content, "{engine:?}");
    }
}
