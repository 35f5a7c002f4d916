use std::env;

/// The languages that texts are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// Of an `Accept-Language` header: the one weighed highest, the first of equals; English when it names neither.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (Self::En, 0.0);
        for range in header.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
            let Some(lang) = Self::ALL.into_iter().find(|lang| tag.split('-').next() == Some(lang.as_str())) else {
                continue;
            };
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.trim().parse().ok());
            if let Some(weight) = weight.filter(|weight| *weight > best.1) {
                best = (lang, weight);
            }
        }
        best.0
    }

    /// Of the terminal: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides.
    pub fn from_locale() -> Self {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        Self::of_locale(&["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default())
    }

    fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_answered_in_the_language_it_prefers() {
        for (header, lang) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::Zh),
            ("en-US,en;q=0.9,zh;q=0.8", Lang::En),
            ("en;q=0.5, zh;q=0.7", Lang::Zh),
            ("ZH", Lang::Zh),
            ("fr, zh;q=0.1", Lang::Zh),
            ("zh;q=0, en", Lang::En),
            ("zhuang", Lang::En),
            ("zh;q=x", Lang::En),
            ("*", Lang::En),
            ("", Lang::En),
        ] {
            assert_eq!(Lang::from_accept_language(header), lang, "{header}");
        }
    }

    #[test]
    fn a_terminal_is_answered_in_the_language_of_its_locale() {
        for (locale, lang) in
            [("zh_CN.UTF-8", Lang::Zh), ("zh_HK", Lang::Zh), ("C", Lang::En), ("", Lang::En), ("de_DE", Lang::En)]
        {
            assert_eq!(Lang::of_locale(locale), lang, "{locale}");
        }
    }
}
