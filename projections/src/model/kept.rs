//! Rows that keep one value whole: what several projections know in the same way, each in a table of its own, is folded by
//! the same functions.

use domain::values::AreaCode;

use super::{Row, Whole};

/// Declares a table whose rows keep one value, filed under an area.
#[macro_export]
macro_rules! kept { (
    $(#[doc = $doc:literal])+
    $Row:ident in $name:expr;
    key { $($(#[doc = $key_doc:literal])+ $key:ident: $Key:ty),+ $(,)? }
    of $Known:ty
) => {
    $crate::table! {
        $(#[doc = $doc])+
        pub struct $Row in $name;
        key { $($(#[doc = $key_doc])+ $key: $Key),+ }
        plain {
            /// 所属地区
            area: Option<domain::values::AreaCode>,
            /// What is known of it.
            known: Option<$crate::model::Whole<$Known>>,
        }
    }
    impl $crate::model::Kept for $Row {
        type Known = $Known;
        fn known(&self) -> Option<&$Known> {
            self.known.as_ref().map(|known| &known.0)
        }
        fn keep(&mut self, area: Option<domain::values::AreaCode>) -> &mut Option<$crate::model::Whole<$Known>> {
            self.area = area.or(self.area);
            &mut self.known
        }
    }
} }

/// A row declared with [`kept!`](crate::kept).
pub trait Kept: Row {
    type Known;
    fn known(&self) -> Option<&Self::Known>;
    /// To be set, or changed.
    fn keep(&mut self, area: Option<AreaCode>) -> &mut Option<Whole<Self::Known>>;
    /// To be changed; a new one when nothing is known yet.
    fn change(&mut self, area: Option<AreaCode>) -> &mut Self::Known
    where
        Self::Known: Default,
    {
        &mut self.keep(area).get_or_insert_default().0
    }
}
