//! A text with holes, so that a client fills one in instead of writing JSON.

#[derive(Clone, Debug)]
pub struct Template {
    /// A piece, and the value that follows it.
    pieces: Vec<(String, usize)>,
    rest: String,
}

impl Template {
    /// The text with a hole wherever one of the values stands.
    pub fn of(text: &str, values: &[&str]) -> Self {
        let (mut pieces, mut rest) = (vec![], text);
        let next = |rest: &str| {
            let found = values.iter().enumerate().filter_map(|(n, value)| Some((rest.find(value)?, n)));
            found.min()
        };
        while let Some((at, value)) = next(rest) {
            pieces.push((rest[..at].to_owned(), value));
            rest = &rest[at + values[value].len()..];
        }
        Self { pieces, rest: rest.to_owned() }
    }

    /// Replaces what `text` holds.
    pub fn fill(&self, values: &[&str], text: &mut String) {
        text.clear();
        for (piece, value) in &self.pieces {
            text.push_str(piece);
            text.push_str(values[*value]);
        }
        text.push_str(&self.rest);
    }
}
