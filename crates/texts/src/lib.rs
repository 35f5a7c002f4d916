//! What is said to people: one text a code and language, filled with the fields of the code.
//!
//! The texts stand in `zh.ftl` and `en.ftl`, ordered by the kind of case whose rules refuse with them. A test proves that
//! every code of the domain and every one of [`PROBLEMS`] has both, and that no text asks for a field the code lacks. Beside
//! them stand what `expected` and `detail` fields say (`expected-<word>`), what verbs say they did (`said-<what>`), and the Chinese names of the words that refusals contain
//! (`word-<word>`).

mod lang;
mod problems;
mod shown;

use std::{collections::BTreeMap, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use serde_json::{Map, Value};

pub use lang::Lang;
pub use problems::{DETAILS, EXPECTED, PROBLEMS};

/// The text of a code. One that has no text (of a newer release, say) is shown by its name.
pub fn render(lang: Lang, code: &str, fields: &Map<String, Value>) -> String {
    let texts = Texts::of(lang);
    let Some(pattern) = texts.bundle.get_message(code).and_then(|message| message.value()) else {
        return code.into();
    };
    let mut args = FluentArgs::new();
    for name in texts.placeholders.get(code).into_iter().flatten() {
        args.set(*name, shown::shown(lang, name, fields.get(*name).unwrap_or(&Value::Null)));
    }
    texts.bundle.format_pattern(pattern, Some(&args), &mut vec![]).into_owned()
}

/// The codes that have a text.
pub fn codes(lang: Lang) -> impl Iterator<Item = &'static str> {
    Texts::of(lang).placeholders.keys().copied().filter(|name| !name.contains('-'))
}

/// What `prefix-<word>` stands for: `expected`, `word`.
pub fn words(lang: Lang, prefix: &str) -> impl Iterator<Item = &'static str> {
    Texts::of(lang).placeholders.keys().filter_map(move |name| name.strip_prefix(prefix)?.strip_prefix('-'))
}

/// A text that is filled with nothing.
fn text_of(lang: Lang, name: &str) -> Option<String> {
    let bundle = &Texts::of(lang).bundle;
    let pattern = bundle.get_message(name)?.value()?;
    Some(bundle.format_pattern(pattern, None, &mut vec![]).into_owned())
}

/// What the text of a code asks for; empty for an unknown code.
pub fn placeholders(lang: Lang, code: &str) -> &'static [&'static str] {
    Texts::of(lang).placeholders.get(code).map_or(&[], Vec::as_slice)
}

struct Texts {
    bundle: FluentBundle<FluentResource>,
    placeholders: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Texts {
    fn of(lang: Lang) -> &'static Self {
        static TEXTS: [OnceLock<Texts>; 2] = [OnceLock::new(), OnceLock::new()];
        let (slot, source) = match lang {
            Lang::Zh => (&TEXTS[0], include_str!("zh.ftl")),
            Lang::En => (&TEXTS[1], include_str!("en.ftl")),
        };
        slot.get_or_init(|| Self::read(source))
    }

    /// What does not parse is left out; the test of completeness finds it.
    fn read(source: &'static str) -> Self {
        // Numbers are shown as text, so no rule of a locale is asked for.
        let mut bundle = FluentBundle::new_concurrent(vec![]);
        // No marks around what is filled in: they would end up in JSON and in copied ids.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(source.into()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        let messages = source.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
        let names = |text: &'static str| -> Vec<_> {
            text.split("{ $").skip(1).filter_map(|rest| rest.split_once(" }")).map(|(name, _)| name).collect()
        };
        Self { bundle, placeholders: messages.map(|(code, text)| (code, names(text))).collect() }
    }
}
