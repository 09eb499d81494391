//! The way in: name and password, one's own password after one for one use, the way out.

use maud::{Markup, html};

use super::frame::{Tab, document, href};
use super::view::{Context, LogIn, Step};
use super::words::{Lang, Word};

pub fn login_page(ctx: &Context, page: &LogIn) -> Markup {
    let lang = ctx.lang;
    let (title, lead) = match &page.step {
        Step::Password { .. } => (Word::LogIn, Word::LogInLead),
        Step::OwnPassword { .. } => (Word::OwnPassword, Word::OwnPasswordLead),
        Step::Inside { .. } => (Word::YouAreIn, Word::SharedMachine),
        Step::NoAccounts => (Word::LogIn, Word::NoAccountsHere),
    };
    let body = html! {
        div class="gate" {
            h1 { (title.say(lang)) }
            p class="lead" { (lead.say(lang)) }
            div class="panel" {
                (said(page))
                @match &page.step {
                    Step::Password { name, elsewhere } => {
                        (password(lang, page, name))
                        @if let Some(elsewhere) = elsewhere {
                            p class="or" { (Word::Or.say(lang)) }
                            a class="btn" href=(href(&elsewhere.href)) { (Word::LogInWith.say(lang)) " " (elsewhere.name) }
                        }
                        p class="help" { (Word::LostPassword.say(lang)) }
                        p class="help" { (Word::SharedMachine.say(lang)) }
                    }
                    Step::OwnPassword { name, ticket } => (own_password(lang, page, name, ticket)),
                    Step::Inside { title, word } => (inside(lang, page, title, word)),
                    Step::NoAccounts => a class="btn main" href=(href(&page.next)) { (Word::GoOn.say(lang)) },
                }
            }
        }
    };
    document(ctx, title.say(lang), Tab::Elsewhere, &[], &body)
}

fn said(page: &LogIn) -> Markup {
    html! {
        @if let Some(said) = &page.said {
            p class=(if said.wrong { "said wrong" } else { "said" }) id="said" role=(if said.wrong { "alert" } else { "status" }) {
                @if said.wrong { b { (said.words) } } @else { (said.words) }
                @if let Some((words, to)) = &said.link { " " a href=(href(to)) { (words) } }
            }
        }
    }
}

fn password(lang: Lang, page: &LogIn, name: &str) -> Markup {
    let described = page.said.as_ref().map(|_| "said");
    html! {
        form method="post" action="/login" {
            (hidden(page))
            label { (Word::Name.say(lang))
                input name="name" value=(name) required maxlength="64" autocomplete="username" autocapitalize="none"
                    spellcheck="false" autofocus[name.is_empty()] aria-describedby=[described];
            }
            label { (Word::Password.say(lang))
                input type="password" name="password" required maxlength="200" autocomplete="current-password"
                    autofocus[!name.is_empty()] aria-describedby=[described];
            }
            button class="btn main" { (Word::LogIn.say(lang)) }
        }
    }
}

fn own_password(lang: Lang, page: &LogIn, name: &str, ticket: &str) -> Markup {
    html! {
        form method="post" action="/login" {
            (hidden(page))
            input type="hidden" name="ticket" value=(ticket);
            // For the browser's own store of passwords: whose the new one is.
            input class="vh" name="name" value=(name) autocomplete="username" tabindex="-1" aria-hidden="true" readonly;
            label { (Word::NewPassword.say(lang))
                input type="password" name="new_password" required minlength="12" maxlength="200"
                    autocomplete="new-password" autofocus aria-describedby="hint";
            }
            label { (Word::NewPasswordAgain.say(lang))
                input type="password" name="again" required minlength="12" maxlength="200" autocomplete="new-password";
            }
            button class="btn main" { (Word::SaveAndGoOn.say(lang)) }
        }
        p class="help" id="hint" { (Word::PasswordHint.say(lang)) }
    }
}

fn inside(lang: Lang, page: &LogIn, title: &str, word: &str) -> Markup {
    html! {
        p class="who" { (Word::LoggedInAs.say(lang)) " " b { (title) } }
        form method="post" action="/logout" {
            a class="btn main" href=(href(&page.next)) { (Word::GoOn.say(lang)) }
            input type="hidden" name="word" value=(word);
            button class="btn" { (Word::LogOut.say(lang)) }
        }
    }
}

fn hidden(page: &LogIn) -> Markup {
    html! {
        input type="hidden" name="word" value=(page.word);
        input type="hidden" name="next" value=(page.next);
    }
}
