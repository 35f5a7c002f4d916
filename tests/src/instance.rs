//! Arbitrary instances of a JSON schema: of the shapes that the schemas of our events have, and of no others.

use domain::{
    kinds::CATEGORIES,
    stream::StreamId,
    values::{CreditCode, Date},
};
use serde_json::{Map, Value, json};

/// SplitMix64: one seed, one sequence, on every machine.
#[derive(Clone, Debug)]
pub struct Seeded(u64);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Another sequence each time, or that of `SEED`; the seed is printed, and shown where the test fails.
    pub fn told() -> Self {
        let drawn = || uuid::Uuid::now_v7().as_u64_pair().1;
        let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(drawn);
        println!("SEED={seed}");
        Self(seed)
    }

    /// Another sequence that follows from this one.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        Self(self.draw())
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Of `0..n`; 0 for none.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.draw() % (n.max(1) as u64)).unwrap_or_default()
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn coin(&mut self) -> bool {
        self.draw() & 1 == 1
    }
}

/// One value that the schema allows. Panics on a shape it does not know, so that none is tested by accident of silence.
pub fn instance(schema: &Value, seeded: &mut Seeded) -> Value {
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    if let Some(values) = schema["enum"].as_array() {
        return seeded.pick(values).clone();
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        return instance(seeded.pick(choices), seeded);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => seeded.pick(kinds).as_str(),
        kind => kind.as_str(),
    };
    match kind {
        Some("null") => Value::Null,
        Some("boolean") => seeded.coin().into(),
        Some("integer") => integer(schema, seeded).into(),
        Some("string") => string(schema, seeded).into(),
        Some("array") => array(schema, seeded),
        Some("object") => object(schema, seeded),
        _ => panic!("no instance of this shape is known: {schema}"),
    }
}

fn integer(schema: &Value, seeded: &mut Seeded) -> i64 {
    let bound = |name: &str, default: i64| schema[name].as_i64().unwrap_or(default);
    let (least, most) = match schema["format"].as_str() {
        Some("int16") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("uint8") => (0, i64::from(u8::MAX)),
        _ => (0, i64::from(u32::MAX)),
    };
    let (least, most) = (bound("minimum", least), bound("maximum", most));
    match seeded.below(4) {
        0 => least,
        1 => most,
        _ => {
            let width = usize::try_from(most - least).unwrap_or(usize::MAX - 1);
            least + i64::try_from(seeded.below(width + 1)).unwrap_or_default()
        }
    }
}

fn array(schema: &Value, seeded: &mut Seeded) -> Value {
    let bound = |name: &str| schema[name].as_u64().and_then(|n| usize::try_from(n).ok());
    let least = bound("minItems").unwrap_or(0);
    let more = bound("maxItems").unwrap_or(least + 3).min(least + 3) - least;
    let items = least + seeded.below(more + 1);
    (0..items).map(|_| instance(&schema["items"], seeded)).collect()
}

fn object(schema: &Value, seeded: &mut Seeded) -> Value {
    let required = |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name));
    let mut object = Map::new();
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if required(name) || seeded.coin() {
            object.insert(name.clone(), instance(schema, seeded));
        }
    }
    if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) {
        for n in 0..seeded.below(3) {
            object.insert(format!("key_{n}"), instance(values, seeded));
        }
    }
    // A span ends no earlier than it begins, which no schema can say.
    let day = |object: &Map<String, Value>, name: &str| object.get(name)?.as_str()?.parse::<Date>().ok();
    if let (Some(from), Some(to)) = (day(&object, "from"), day(&object, "to"))
        && to < from
    {
        object.insert("from".into(), json!(to));
        object.insert("to".into(), json!(from));
    }
    object.into()
}

fn string(schema: &Value, seeded: &mut Seeded) -> String {
    match (schema["format"].as_str(), schema["pattern"].as_str()) {
        (Some("date"), _) => {
            let (year, month, day) = (2020 + seeded.below(10), 1 + seeded.below(12), 1 + seeded.below(28));
            format!("{year:04}-{month:02}-{day:02}")
        }
        (Some("uuid"), _) => uuid::Uuid::from_u64_pair(seeded.draw(), seeded.draw()).to_string(),
        (None, Some(pattern)) if pattern.ends_with("{18}$") => credit_code(pattern, seeded),
        (None, Some("^[0-9]{12}$")) => area_code(seeded),
        (None, Some(pattern)) if pattern.contains("-[0-9a-z][") => stream(pattern, seeded),
        (None, Some(pattern)) => matching(pattern, seeded),
        (None, None) => {
            let chars_max = schema["maxLength"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(20);
            // A text with a limit is a note, which takes no line break; its schema says no more than its length.
            let is_note = schema["maxLength"].is_u64();
            let chars: Vec<char> = "稳岗 a\"\\/\n\u{1F600}é".chars().filter(|c| !is_note || !c.is_control()).collect();
            let long = if seeded.below(8) == 0 { chars_max } else { seeded.below(chars_max.min(12) + 1) };
            (0..long).map(|_| *seeded.pick(&chars)).collect()
        }
        (Some(format), _) => panic!("no instance of format {format} is known"),
    }
}

/// Its last character follows from the others.
fn credit_code(pattern: &str, seeded: &mut Seeded) -> String {
    let mut code = matching(pattern, seeded);
    code.truncate(17);
    let check = CreditCode::check_character(&code).expect("characters of the alphabet");
    code.push(check);
    code
}

/// Of a province, with nothing left open above what it states.
fn area_code(seeded: &mut Seeded) -> String {
    let mut group = |digits: u32| 1 + seeded.below(10_usize.pow(digits) - 1);
    let code = format!("43{:02}{:02}{:03}{:03}", group(2), group(2), group(3), group(3));
    let stated = *seeded.pick(&[2, 4, 6, 9, 12]);
    format!("{:0<12}", &code[..stated])
}

/// A case of the category in the pattern, or of any. What ids a kind takes is asked of the kind.
fn stream(pattern: &str, seeded: &mut Seeded) -> String {
    let stated = pattern.trim_start_matches('^').split('-').next().unwrap_or_default();
    let category = if stated.starts_with('[') { *seeded.pick(CATEGORIES) } else { stated };
    let tail = format!("{:016x}", seeded.draw());
    let ids = [tail.clone(), tail.repeat(2), "2025".into(), "430225103204".into()];
    let of_kind = ids.iter().map(|id| format!("{category}-{id}")).find(|stream| stream.parse::<StreamId>().is_ok());
    of_kind.unwrap_or_else(|| panic!("no id of {category} is known"))
}

/// A text that a pattern matches: literals, classes, groups with alternatives, and `{n}`, `{n,m}`, `*`, `+`, `?`.
fn matching(pattern: &str, seeded: &mut Seeded) -> String {
    let chars: Vec<char> = pattern.trim_start_matches('^').trim_end_matches('$').chars().collect();
    let (mut out, mut at) = (String::new(), 0);
    while at < chars.len() {
        let start = at;
        at = end_of_item(&chars, at);
        let item: String = chars[start..at].iter().collect();
        let (least, most, after) = repeats(&chars, at);
        at = after;
        for _ in 0..least + seeded.below(most - least + 1) {
            out.push_str(&one(&item, seeded));
        }
    }
    out
}

fn end_of_item(chars: &[char], start: usize) -> usize {
    let until = |close: char| start + chars[start..].iter().position(|c| *c == close).expect("a closed pattern") + 1;
    match chars[start] {
        '[' => until(']'),
        '(' => until(')'),
        '\\' => start + 2,
        _ => start + 1,
    }
}

fn repeats(chars: &[char], at: usize) -> (usize, usize, usize) {
    match chars.get(at) {
        Some('*') => (0, 8, at + 1),
        Some('+') => (1, 8, at + 1),
        Some('?') => (0, 1, at + 1),
        Some('{') => {
            let end = at + chars[at..].iter().position(|c| *c == '}').expect("a closed pattern");
            let inside: String = chars[at + 1..end].iter().collect();
            let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
            let number = |text: &str| text.parse().expect("a number in a pattern");
            (number(least), number(most), end + 1)
        }
        _ => (1, 1, at),
    }
}

fn one(item: &str, seeded: &mut Seeded) -> String {
    if let Some(inside) = item.strip_prefix('(').and_then(|i| i.strip_suffix(')')) {
        let choices: Vec<&str> = inside.split('|').collect();
        let choice: &str = seeded.pick::<&str>(&choices);
        return matching(choice, seeded);
    }
    if let Some(inside) = item.strip_prefix('[').and_then(|i| i.strip_suffix(']')) {
        let class: Vec<char> = inside.chars().collect();
        let (mut chars, mut at) = (vec![], 0);
        while at < class.len() {
            if at + 2 < class.len() && class[at + 1] == '-' {
                chars.extend(class[at]..=class[at + 2]);
                at += 3;
            } else {
                chars.push(class[at]);
                at += 1;
            }
        }
        return seeded.pick(&chars).to_string();
    }
    item.trim_start_matches('\\').into()
}
