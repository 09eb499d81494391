use super::*;
use crate::domain::deadline::{Said, read};
use crate::domain::messages::Lang;
use crate::domain::source::{Flag, FlagCode};

fn on(text: &str) -> CivilDay {
    text.parse().unwrap()
}

fn report(as_of: &str, reported: Reported, done_on: Option<&str>) -> Report {
    Report {
        as_of: on(as_of),
        record: None,
        reported: Some(reported),
        progress: None,
        done_on: done_on.map(on),
        event_on: None,
        by: None,
    }
}

fn of(words: &str) -> Deadline {
    read(&Said { words: Some(words), ..Said::default() })
}

fn said(deadline: &Deadline, reports: &[Report], day: &str) -> String {
    words::sentence(&stand(deadline, reports, None, on(day), 14), deadline, Lang::Vi)
}

#[test]
fn silence_makes_nobody_late() {
    let deadline = of("chậm nhất ngày 23/5/2025");
    assert_eq!(said(&deadline, &[], "2025-05-08"), "chưa đến hạn, chưa có báo cáo kết quả");
    assert_eq!(said(&deadline, &[], "2025-05-09"), "sắp đến hạn, chưa có báo cáo kết quả");
    assert_eq!(said(&deadline, &[], "2025-05-23"), "sắp đến hạn, chưa có báo cáo kết quả");
    assert_eq!(said(&deadline, &[], "2025-05-24"), "đã qua hạn, chưa có báo cáo kết quả");
    assert!(stand(&deadline, &[], None, on("2025-05-24"), 14).passed);
}

#[test]
fn what_was_reported_is_said_with_its_day() {
    let deadline = of("chậm nhất ngày 23/5/2025");
    let early = Report { progress: Some("trên 80%".into()), ..report("2025-05-21", Reported::UnderWay, None) };
    assert_eq!(
        said(&deadline, std::slice::from_ref(&early), "2025-05-24"),
        "đã qua hạn, chưa có báo cáo kết quả, báo cáo gần nhất: đang thực hiện: “trên 80%” (tính đến 21/05/2025)"
    );
    // Tomorrow's report is not known today.
    let later = report("2025-06-02", Reported::Obstacle, None);
    let all = [later.clone(), early];
    assert_eq!(stand(&deadline, &all, None, on("2025-05-30"), 14).state, State::PastDue);
    assert_eq!(stand(&deadline, &all, None, on("2025-06-02"), 14).state, State::PastDueReported);
    for (done_on, as_of, in_time) in [
        (Some("2025-05-23"), "2025-06-10", Some(true)),
        (Some("2025-05-24"), "2025-06-10", Some(false)),
        (None, "2025-05-23", Some(true)),
        (None, "2025-06-10", None),
    ] {
        let done = [report(as_of, Reported::Done, done_on)];
        let standing = stand(&deadline, &done, None, on("2025-07-01"), 14);
        assert_eq!((standing.state, standing.in_time, standing.passed), (State::Done, in_time, false));
    }
    // What was said to be done and then is not, is not.
    let undone = [report("2025-05-20", Reported::Done, None), report("2025-06-10", Reported::UnderWay, None)];
    assert_eq!(stand(&deadline, &undone, None, on("2025-07-01"), 14).state, State::PastDueReported);
}

#[test]
fn who_waits_says_for_what_and_continuing_work_is_never_due() {
    let steps = ["có ý kiến của các Bộ".to_owned(), "các huyện hoàn thành thủ tục".to_owned()];
    let waiting = read(&Said { words: Some("trong tháng 6/2025"), depends_on: &steps, ..Said::default() });
    assert_eq!(
        said(&waiting, &[], "2026-04-01"),
        "chờ: (1) có ý kiến của các Bộ; (2) các huyện hoàn thành thủ tục; ngày 30/06/2025 đã qua; chưa có báo cáo kết quả"
    );
    assert!(stand(&waiting, &[], None, on("2026-04-01"), 14).passed);
    assert!(!stand(&waiting, &[], None, on("2025-06-30"), 14).passed);
    let begun = [report("2025-06-01", Reported::UnderWay, None)];
    assert_eq!(stand(&waiting, &begun, None, on("2025-06-02"), 14).state, State::AsReported);

    let continuing = of("thường xuyên");
    let standing = stand(&continuing, &[], None, on("2099-01-01"), 14);
    assert_eq!((standing.state, standing.passed, standing.last_day), (State::Continuing, false, None));
}

#[test]
fn a_doubtful_day_makes_nothing_overdue() {
    let flags = [Flag { code: FlagCode::DoubtfulDate, text: "24/3/2025".into(), note: None }];
    let doubtful = read(&Said { words: Some("trong ngay 24/3/2025"), flags: &flags, ..Said::default() });
    let standing = stand(&doubtful, &[], None, on("2026-11-27"), 14);
    assert_eq!((standing.state, standing.passed, standing.last_day), (State::Doubtful, false, None));
    assert_eq!(
        stand(&doubtful, &[report("2026-04-01", Reported::Done, None)], None, on("2026-11-27"), 14).state,
        State::Done
    );
}

#[test]
fn what_comes_again_stands_for_each_period() {
    let monthly = of("trước ngày 30 hằng tháng");
    let since = Some(on("2026-03-20"));
    let state = |reports: &[Report], day: &str| {
        let standing = stand(&monthly, reports, since, on(day), 7);
        (standing.state, standing.last_day.unwrap().to_string())
    };
    // What was due before the document was not due by it.
    assert_eq!(state(&[], "2026-03-20"), (State::Upcoming, "2026-03-29".into()));
    assert_eq!(state(&[], "2026-03-30"), (State::PastDue, "2026-03-29".into()));
    let march = [report("2026-03-28", Reported::Done, None)];
    assert_eq!(state(&march, "2026-03-28"), (State::Upcoming, "2026-04-29".into()));
    assert_eq!(state(&march, "2026-04-25"), (State::DueSoon, "2026-04-29".into()));
    assert_eq!(state(&march, "2026-04-30"), (State::PastDue, "2026-04-29".into()));
    let slow = [report("2026-03-31", Reported::UnderWay, None)];
    assert_eq!(state(&slow, "2026-03-31"), (State::PastDueReported, "2026-03-29".into()));
}

#[test]
fn what_counts_from_an_event_has_a_day_once_that_is_known() {
    let relative = of("07 ngày kể từ ngày nhận được văn bản");
    let standing = |reports: &[Report]| stand(&relative, reports, None, on("2026-03-12"), 14);
    assert_eq!((standing(&[]).state, standing(&[]).last_day), (State::EventUnknown, None));
    let told = Report { event_on: Some(on("2026-03-04")), ..report("2026-03-05", Reported::NotBegun, None) };
    let known = standing(&[told]);
    assert_eq!((known.state, known.last_day, known.passed), (State::PastDue, Some(on("2026-03-11")), true));
}
