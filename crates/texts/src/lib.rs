//! Texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang { Zh, En }
impl Lang {
    pub fn from_accept_language(header: &str) -> Self { if header.starts_with("zh") { Self::Zh } else { Self::En } }
    pub fn from_locale() -> Self { Self::En }
}
pub fn render(lang: Lang, code: &str, fields: &serde_json::Map<String, serde_json::Value>) -> String { format!("{}{code} {fields:?}", if lang == Lang::Zh { "不" } else { "" }) }
