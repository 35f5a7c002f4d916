use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A sentence in both languages, as the server said it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Bilingual {
    pub zh: String,
    pub en: String,
}
