//! Fills the pages of reports received: times as people write them, words of sections.

use maud::Markup;

use super::{context, intake_words, moment};
use crate::domain::messages::Lang;
use crate::domain::report_merge::{MergedSection, Paragraph};
use crate::http::ask::Ask;
use crate::http::page::intake::{self, IntakePage};

pub fn intake_page(ask: &Ask, page: &IntakePage) -> Markup {
    let written = |text: &mut String| *text = moment::written(text, ask.lang).unwrap_or_else(|| text.clone());
    let mut page = page.clone();
    [&mut page.from, &mut page.to].into_iter().for_each(written);
    for row in page.tables.iter_mut().flat_map(|table| &mut table.rows) {
        row.sent_at.iter_mut().chain(&mut row.urged).for_each(written);
        row.letter.iter_mut().for_each(|(_, day)| written(day));
    }
    intake::intake_page(&context(ask), &page)
}

pub fn merged_page(ask: &Ask, (vi, en): &(String, String), sections: &[MergedSection]) -> Markup {
    let period = if ask.lang == Lang::Vi { vi } else { en };
    let source = |paragraph: &Paragraph| match &paragraph.letter {
        Some(letter) => format!("{}, {}, {}", paragraph.agency, letter.number, letter.on.written_vi()),
        None => paragraph.agency.clone(),
    };
    let sections: Vec<intake::MergedText> = sections
        .iter()
        .map(|merged| {
            let all = merged.paragraphs.iter().map(|one| (one.text.clone(), source(one))).collect();
            (intake_words::section(&merged.section, ask.lang), all)
        })
        .collect();
    intake::merged_page(&context(ask), period, &sections)
}
