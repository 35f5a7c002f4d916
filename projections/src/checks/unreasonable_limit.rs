//! F5 不合理招用限制 unreasonable limit: an application refused, or a holder told to leave, in words that cite age, disability, sex,
//! ethnicity, marriage or household register; or a standard that excludes by them. The reason codes lack these on purpose,
//! so they can stand only in the free text beside "other" (and in standards of other systems).
//!
//! Innocent: the duty test failed, and a record of it is the evidence; the statutory minimum age; a text that says it is not for
//! that. Notice §二(四) 取消年龄、残疾等不合理招用限制; DOMAIN §2.10, §4 F5.

use domain::{
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    person::Person,
    policy::{self, Exclusion, Standard},
    stream::{Ref, StreamId},
    values::{Evidence, EvidenceKind, Fen},
    welfare_post::{self, LeftReason, RefusalReason},
};

use super::{Check, Finding, Finds};
use crate::{
    check_tables,
    model::{Projection, Seen, word},
};

pub const UNREASONABLE_LIMIT: Check = Check {
    id: CheckId::UnreasonableLimit,
    how: &["refused", "removed", "standard"],
    says: &["case", "person", "words"],
    projection: Projection {
        name: "check_unreasonable_limit",
        version: 1,
        title_zh: "不合理招用限制",
        title_en: "Unreasonable limit",
        description: "A refusal, a removal or a standard that cites age, disability, sex, ethnicity, marriage or \
                      household register.",
        tables: TABLES,
        folds: &["calendar", "finding", "policy", "welfare_post"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

check_tables! { CheckId::UnreasonableLimit, in "check_unreasonable_limit"; }

/// What may be no reason, in the words of those who give it, a ground a line.
const GROUNDS: &[&str] = &[
    "年龄 超龄 岁 年老 年纪 高龄",
    "残疾 残障 伤残 聋 盲人 失明 智障",
    "性别 限男 限女 女性 男性 怀孕 孕期 哺乳",
    "民族 汉族 宗教",
    "婚 离异 丧偶",
    "户籍 户口 外地人 外村人",
];

/// The law's own minimum, and names that contain a ground without being one.
const LAWFUL: &[&str] = &[
    "未满十六周岁",
    "未满16周岁",
    "不满十六周岁",
    "不满16周岁",
    "未满十六岁",
    "未满16岁",
    "民族地区",
    "民族乡",
    "民族村",
];

/// Words of the test that the notice allows: can do the job, and completes the duty.
const DUTY: &[&str] = &["胜任", "试岗", "履职", "履行职责", "岗位职责", "完成工作", "考核"];

/// The ground that a text cites, if it does.
fn cited(text: &str) -> Option<&'static str> {
    let text = LAWFUL.iter().fold(text.to_owned(), |text, lawful| text.replace(lawful, ""));
    let denied = |ground: &str| {
        ["不因", "并非因", "非因", "不是因为"].iter().any(|not| text.contains(&format!("{not}{ground}")))
            || text.contains(&format!("与{ground}无关"))
    };
    GROUNDS.iter().flat_map(|words| words.split(' ')).find(|ground| text.contains(ground) && !denied(ground))
}

/// The duty was tried, and the record of it is the evidence.
fn was_tested(text: &str, evidence: &Evidence) -> bool {
    matches!(evidence.kind, EvidenceKind::Inspection | EvidenceKind::Attendance)
        && DUTY.iter().any(|word| text.contains(word))
}

fn fold(t: &mut Tables, seen: &Seen) {
    use welfare_post::Event::{ApplicationRefused, ExitNoticed};
    match &seen.event {
        AnyEvent::WelfarePost(ApplicationRefused { person, reason: RefusalReason::Other { reason }, evidence }) => {
            untested(t, "refused", Some(person), &reason.to_string(), evidence, seen)
        }
        AnyEvent::WelfarePost(ExitNoticed { reason: LeftReason::Other { reason }, evidence }) => {
            untested(t, "removed", None, &reason.to_string(), evidence, seen);
        }
        AnyEvent::Policy(policy::Event::Issued { standard: Standard::PostRules { exclusions, .. }, .. }) => {
            for exclusion in exclusions {
                if let Some(words) = excluded(exclusion) {
                    say(t, "standard", None, &words, seen);
                }
            }
        }
        _ => {}
    }
}

fn excluded(exclusion: &Exclusion) -> Option<String> {
    match exclusion {
        Exclusion::PublicPayroll | Exclusion::FullTimeJob | Exclusion::CannotDoDuty => None,
        Exclusion::Other { reason } => cited(&reason.to_string()).map(String::from),
        unlawful => Some(word(unlawful)),
    }
}

fn untested(
    t: &mut Tables,
    how: &'static str,
    person: Option<&Ref<Person>>,
    text: &str,
    evidence: &Evidence,
    seen: &Seen,
) {
    if let Some(words) = cited(text).filter(|_| !was_tested(text, evidence)) {
        say(t, how, person, words, seen);
    }
}

fn say(t: &mut Tables, how: &'static str, person: Option<&Ref<Person>>, words: &str, seen: &Seen) {
    let case: &StreamId = &seen.stamp.subject;
    let by = seen.stamp.area.map(|area| t.parameters(area, seen.stamp.occurred_on)).unwrap_or_default();
    let mut says = vec![("case", case.to_string()), ("words", words.to_owned())];
    says.extend(person.map(|person| ("person", person.to_string())));
    let finding = Finding {
        how,
        severity: Severity::Medium,
        amount_fen: Fen::ZERO,
        area: seen.stamp.area,
        events: vec![seen.stamp.id],
        cases: std::iter::once(case).chain(person.map(Ref::stream)).cloned().collect(),
        officials: vec![seen.stamp.actor.clone()],
        says,
    };
    t.raise(format!("{how},{case},{}", seen.stamp.id), finding, &by, seen);
}

#[cfg(test)]
mod tests;
