use serde_json::Value;

use crate::Lang;

/// A field as a reader wants it: money in yuan, lists with commas, nothing as "none".
pub fn shown(lang: Lang, name: &str, value: &Value) -> String {
    let (none, yes, no, comma, colon) = match lang {
        Lang::Zh => ("无", "是", "否", "、", ":"),
        Lang::En => ("none", "yes", "no", ", ", ": "),
    };
    match value {
        Value::Null => none.into(),
        Value::Bool(true) => yes.into(),
        Value::Bool(false) => no.into(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_i64().filter(|_| name.ends_with("_fen")) {
            Some(fen) => yuan(fen),
            None => number.to_string(),
        },
        Value::Array(items) if items.is_empty() => none.into(),
        Value::Array(items) => items.iter().map(|item| shown(lang, name, item)).collect::<Vec<_>>().join(comma),
        Value::Object(fields) if fields.is_empty() => none.into(),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| format!("{name}{colon}{}", shown(lang, name, value));
            fields.iter().map(field).collect::<Vec<_>>().join(comma)
        }
    }
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
            ("full_time", json!(true), "是", "yes"),
            ("needs", json!(["applied", "noticed"]), "applied、noticed", "applied, noticed"),
            ("needs", json!([]), "无", "none"),
            ("ground", json!({"other": {"reason": "x"}}), "other:reason:x", "other: reason: x"),
        ] {
            assert_eq!((shown(Lang::Zh, name, &value), shown(Lang::En, name, &value)), (zh.into(), en.into()));
        }
    }
}
