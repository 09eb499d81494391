//! Two tabs of one phone.

use crate::world::{World, no_complaints};

#[test]
fn two_tabs_send_everything_once_and_undo_nothing_of_each_other() {
    let world = World::new();
    let mut phone = world.phone();
    phone.network(false);
    for n in 1..=5 {
        phone.note("211", &format!("thẻ đầu {n}"));
        phone.save();
    }
    phone.tab(1);
    phone.go();
    phone.unlock();
    phone.see("5 chưa gửi");
    phone.note("212", "thẻ hai");
    phone.save();
    phone.see("6 chưa gửi");
    phone.tab(0);
    phone.see("6 chưa gửi");
    // Both hear at once that there is a network.
    phone.network(true);
    let mut pushes = 0;
    for tab in [0, 1] {
        phone.tab(tab);
        phone.see("0 chưa gửi");
        phone.touch("Hàng chờ");
        phone.see("Đã nhận · số");
        let sent = phone.run(
            "performance.getEntriesByType('resource')
                .filter(({ name, responseStatus }) => name.endsWith('/sync/push') && responseStatus === 200).length",
        );
        pushes += sent.as_u64().unwrap();
        no_complaints(&mut phone);
    }
    assert_eq!(pushes, 1, "one tab sends, the other finds nothing left");
    let mut all: Vec<String> = (1..=5).map(|n| format!("thẻ đầu {n}")).collect();
    all.insert(0, "thẻ hai".to_owned());
    assert_eq!(world.notes(), all);
    // Each has a number of its own.
    let text = phone.text();
    let numbers: std::collections::BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix("Đã nhận · số ")).collect();
    assert_eq!(numbers.len(), 6, "{text}");
}

#[test]
fn a_draft_that_both_tabs_have_open_is_not_overwritten() {
    let world = World::new();
    let mut phone = world.phone();
    phone.network(false);
    phone.note("211", "viết ở thẻ đầu");
    phone.see("Nháp tự lưu");
    phone.tab(1);
    phone.go();
    phone.unlock();
    phone.touch("Hàng chờ");
    phone.touch("Viết tiếp");
    phone.write("Ghi chú", "viết ở thẻ hai");
    phone.see("Nháp tự lưu");
    phone.tab(0);
    phone.write("Ghi chú", "thẻ đầu không biết gì");
    phone.see("vừa được ghi ở thẻ khác");
    phone.tab(1);
    phone.save();
    phone.network(true);
    phone.see("Đã nhận · số");
    assert_eq!(world.notes(), ["viết ở thẻ hai"]);
}
