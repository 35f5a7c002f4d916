use serde_json::Value;

use crate::{Lang, text_of};

/// Fields whose words are said in both languages.
const SAID: [&str; 2] = ["expected", "detail"];
/// Fields that repeat what a client wrote: no word of ours, though it be spelt like one.
const CLIENTS_OWN: [&str; 5] = ["value", "field", "known", "kind", "parameter"];

/// A field as a reader wants it: money in yuan, lists with commas, nothing as "none", and a word of the domain with its
/// Chinese name.
pub fn shown(lang: Lang, name: &str, value: &Value) -> String {
    let (none, yes, no, comma, colon) = match lang {
        Lang::Zh => ("无", "是", "否", "、", ":"),
        Lang::En => ("none", "yes", "no", ", ", ": "),
    };
    match value {
        Value::Null => none.into(),
        Value::Bool(true) => yes.into(),
        Value::Bool(false) => no.into(),
        Value::String(text) if text.is_empty() => none.into(),
        Value::String(text) => word(lang, name, text),
        Value::Number(number) => match number.as_i64().filter(|_| name.ends_with("_fen")) {
            Some(fen) => yuan(fen),
            None => number.to_string(),
        },
        Value::Array(items) if items.is_empty() => none.into(),
        Value::Array(items) => items.iter().map(|item| shown(lang, name, item)).collect::<Vec<_>>().join(comma),
        Value::Object(fields) if fields.is_empty() => none.into(),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                format!("{}{colon}{}", word(lang, name, name), shown(lang, name, content(value)))
            };
            fields.iter().map(field).collect::<Vec<_>>().join(comma)
        }
    }
}

/// `{"other": {"reason": "x"}}` says `x`.
fn content(value: &Value) -> &Value {
    let only = value.as_object().filter(|fields| fields.len() == 1).and_then(|fields| fields.values().next());
    only.filter(|value| value.is_string()).unwrap_or(value)
}

/// What was expected is said in words, and what `: ` sets off as it is; a word of the domain keeps its spelling, beside its
/// Chinese name. Names of standards have two (`subsidy.travel`).
fn word(lang: Lang, field: &str, word: &str) -> String {
    if SAID.contains(&field) {
        let (said, more) = word.split_at(word.find(": ").unwrap_or(word.len()));
        return text_of(lang, &format!("{field}-{said}")).map_or_else(|| word.into(), |said| said + more);
    }
    if CLIENTS_OWN.contains(&field) {
        return word.into();
    }
    let named =
        |word: &str| text_of(lang, &format!("word-{field}-{word}")).or_else(|| text_of(lang, &format!("word-{word}")));
    let names: Option<Vec<_>> = word.split('.').map(named).collect();
    names.map_or_else(|| word.into(), |names| format!("{}({word})", names.join("·")))
}

fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_of_every_shape_are_readable() {
        for (name, value, zh, en) in [
            ("amount_fen", json!(90_005), "900.05", "900.05"),
            ("balance_fen", json!(-5), "-0.05", "-0.05"),
            ("days", json!(5), "5", "5"),
            ("until", json!(null), "无", "none"),
            ("known", json!(""), "无", "none"),
            ("full_time", json!(true), "是", "yes"),
            ("needs", json!(["applied", "noticed"]), "已申请(applied)、已公示(noticed)", "applied, noticed"),
            ("needs", json!([]), "无", "none"),
            ("ground", json!({"other": {"reason": "x"}}), "其他(other):x", "other: x"),
            ("per", json!("term"), "学期(term)", "term"),
            ("reason", json!("term"), "期满(term)", "term"),
            ("standard", json!("subsidy.travel"), "补贴·外出务工交通补助(subsidy.travel)", "subsidy.travel"),
            ("standard", json!("subsidy.of_ours"), "subsidy.of_ours", "subsidy.of_ours"),
            ("expected", json!("date"), "写成 YYYY-MM-DD 的日期", "a date written YYYY-MM-DD"),
            ("expected", json!("1…1000"), "1…1000", "1…1000"),
            ("detail", json!("not_found"), "没有这个文件或文件夹", "there is no such file or folder"),
            (
                "detail",
                json!("events_missing: fund-a: b"),
                "有案件的事件缺失: fund-a: b",
                "a case has lost its events: fund-a: b",
            ),
            ("detail", json!("attempt to write: 5"), "attempt to write: 5", "attempt to write: 5"),
            ("value", json!("noticed"), "noticed", "noticed"),
        ] {
            assert_eq!((shown(Lang::Zh, name, &value), shown(Lang::En, name, &value)), (zh.into(), en.into()));
        }
    }
}
