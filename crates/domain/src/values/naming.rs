//! Numbers that name somebody: a mobile phone's has 11 digits, a resident's 18, an account's 16 to 19. None of them stands in
//! clear in an event, nor in an error about one.

use uuid::Uuid;

use super::{CreditCode, Date, Invalid, area_code::is_province, is_hex};

/// Free text (`Note`) holds no run of more digits, also where spaces or dashes stand between them.
const TEXT_DIGITS_MAX: usize = 10;
/// An id may hold a county and a day, a village's code, a time to the second; never this many digits in a row.
const ID_DIGITS_MAX: usize = 15;
const MOBILE_DIGITS: usize = 11;
/// Hexadecimal digits of an id or a digest by which nobody can be meant.
const RANDOM_DIGITS_MIN: usize = 32;

/// Of free text; a UUID in it names no one.
pub(super) fn none_in_text(text: &str) -> Result<(), Invalid> {
    if text.chars().filter(|c| c.is_numeric()).count() <= TEXT_DIGITS_MAX {
        return Ok(());
    }
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let random: Vec<_> = words.filter(|word| Uuid::try_parse(word).is_ok()).collect();
    let rest = random.iter().fold(text.to_owned(), |text, id| text.replace(id, "/"));
    let mut run = 0;
    for c in rest.chars() {
        run = match c {
            c if c.is_numeric() => run + 1,
            ' ' | '-' | '\u{3000}' | '－' => run,
            _ => 0,
        };
        if run > TEXT_DIGITS_MAX {
            return Err(Invalid::PersonalNumber { digits: run });
        }
    }
    Ok(())
}

/// Of ids, which consist of words between `. _ - /`: what is written as one run of digits is looked at, and nothing is
/// joined, so that `430225-20250303-0001` stays a good id. Random ids, digests and credit codes name nobody.
pub(crate) fn none_in_id(id: &str) -> Result<(), Invalid> {
    let words = id.split(|c: char| !c.is_ascii_alphanumeric());
    let digits = words.filter(|word| !is_public(word)).find_map(naming_run);
    digits.map_or(Ok(()), |digits| Err(Invalid::PersonalNumber { digits }))
}

/// A piece of a client's own text, as an error repeats it: short, and without digits that would name someone.
pub fn shown(text: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 60;
    let names = none_in_id(text).is_err();
    let hidden = |c: char| if names && c.is_numeric() { '*' } else { c };
    text.chars().map(hidden).take(SHOWN_CHARS_MAX).collect()
}

fn is_public(word: &str) -> bool {
    let random = word.len() >= RANDOM_DIGITS_MIN && is_hex(word, word.len());
    random || (word.len() == 18 && is_credit_code(&word.to_ascii_uppercase()))
}

/// One in thirty residents' numbers has the check character of a credit code too.
fn is_credit_code(word: &str) -> bool {
    let check = word.split_at_checked(17).map(|(first, last)| (CreditCode::check_character(first), last));
    matches!(check, Some((Some(check), last)) if last.starts_with(check)) && !is_resident_id(word)
}

/// The length of the first run of digits that names someone.
fn naming_run(word: &str) -> Option<usize> {
    // Among other digits of a hexadecimal word, eleven are as well a part of some short random id.
    let is_part = |run: &str| run.len() < word.len() && is_hex(word, word.len());
    let names = |run: &&str| run.len() > ID_DIGITS_MAX || is_mobile(run.as_bytes()) && !is_part(run);
    word.split(|c: char| !c.is_ascii_digit()).find(names).map(str::len)
}

/// With or without the country's 86.
fn is_mobile(digits: &[u8]) -> bool {
    let own = digits.strip_prefix(b"86").filter(|own| own.len() == MOBILE_DIGITS).unwrap_or(digits);
    own.len() == MOBILE_DIGITS && matches!(own, [b'1', b'3'..=b'9', ..])
}

/// Resident ID 公民身份号码 (GB 11643-1999): province, place, day of birth, sequence, check character.
fn is_resident_id(word: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let Some((first, check)) = word.as_bytes().split_at_checked(17) else { return false };
    let sum = first.iter().zip(WEIGHTS).map(|(b, weight)| u32::from(b.wrapping_sub(b'0')) * weight).sum::<u32>();
    let born = word.get(6..14).map(|day| format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]));
    first.iter().all(u8::is_ascii_digit)
        && is_province(first)
        && born.is_some_and(|day| day.parse::<Date>().is_ok())
        && check == [CHECKS[sum as usize % 11]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_holds_no_number_of_a_person() {
        for wrong in [
            "13800138000",
            "p13800138000",
            "8613800138000",
            "phone13800138000",
            "clerk-13800138000",
            "11010519491231002x",
            "11010519491231002X",
            "440524188001010014",
            "case.440524188001010014.b",
            "6222020200112233445",
            "6222020200112233",
            "no6222020200112233",
        ] {
            assert!(matches!(none_in_id(wrong), Err(Invalid::PersonalNumber { .. })), "{wrong}");
        }
        for right in [
            "p17",
            "430225103204",
            "430225-20250303-0001",
            "20250303093000",
            "fund-430225-2025",
            "0192a000-0000-7000-8000-000000000001",
            "13800138000000000000000000000000",
            "00000000000000000000000013800138",
            &"13800138".repeat(8),
            "key-13800138000a4f7e",
            "12100000400009880k",
            "91430225ma4l00001y",
            "911101085923662400",
        ] {
            assert_eq!(none_in_id(right), Ok(()), "{right}");
        }
    }

    #[test]
    fn a_residents_number_is_none_though_it_checks_as_a_credit_code() {
        // Residents born on that day, until one has the check character of both.
        let both = (0..1000).map(|n| format!("51010519491231{n:03}")).find_map(|first| {
            let code = format!("{first}{}", CreditCode::check_character(&first)?);
            is_resident_id(&code).then_some(code)
        });
        let both = both.expect("one in some three hundred");
        assert!(both.parse::<CreditCode>().is_ok());
        assert!(none_in_id(&both.to_ascii_lowercase()).is_err(), "{both}");
    }

    #[test]
    fn the_check_of_a_residents_number_is_the_standards() {
        assert!(is_resident_id("11010519491231002X") && is_resident_id("440524188001010014"));
        for wrong in ["110105194912310021", "11010519491331002X", "99010519491231002X", "1101051949123100"] {
            assert!(!is_resident_id(wrong), "{wrong}");
        }
    }

    #[test]
    fn an_error_repeats_no_number_of_a_person() {
        assert_eq!(shown("tel 13800138000"), "tel ***********");
        assert_eq!(shown("2025-02-30"), "2025-02-30");
        assert_eq!(shown(&"长".repeat(99)).chars().count(), 60);
    }
}
