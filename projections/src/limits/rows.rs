//! What is said of limits, the clocks behind it, and when to look at them.

use domain::{
    alert::Alert,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Limit, Span},
};
use uuid::Uuid;

use crate::{
    model::{Balance, List, Whole},
    table,
};

table! {
    /// 预警 What there is to say of a limit.
    pub struct Warning in "deadline";
    key {
        /// The alert.
        alert: Ref<Alert>,
    }
    index {
        /// Where the case belongs.
        area: Option<AreaCode>,
        /// Something of it is not in the log yet.
        pending: bool,
    }
    plain {
        /// Which limit.
        rule: String,
        /// The case.
        subject: Option<StreamId>,
        /// Which of its items.
        item: String,
        /// The event from which it runs.
        started_by: Option<Uuid>,
        /// The last day on which it is in time.
        due: Option<Date>,
        /// Position of the event by which it became near, or was found to have passed.
        position: u64,
        /// On this day.
        raised_on: Option<Date>,
        /// When it was raised, it was only near.
        near: bool,
        /// The day after the due day had begun.
        passed_on: Option<Date>,
        /// What was due came by this event.
        met_by: Option<Uuid>,
        /// It came on this day.
        met_on: Option<Date>,
        /// Its events that are in the log.
        said: List<String>,
    }
}

table! {
    /// 计时 A clock of a case.
    pub struct Clock in "deadline_clock";
    key {
        /// The case.
        subject: StreamId,
        /// Which limit.
        rule: String,
        /// Which of the case's items; empty when it has one.
        item: String,
    }
    plain {
        /// Where the case belongs.
        area: Option<AreaCode>,
        /// The event that started it.
        started_by: Option<Uuid>,
        /// 起算日 Not counted.
        from_day: Option<Date>,
        /// So long it runs; none where the day itself was set.
        length: Option<Limit>,
        /// 中止 When it stood still.
        pauses: List<Span>,
        /// The last day on which it is in time; none while it stands still or waits for a table of holidays.
        due: Option<Date>,
        /// What ended it.
        ended_by: Option<Uuid>,
        /// Of a series: no item begins after this day.
        series_until: Option<Date>,
        /// Of a debt: what was approved.
        owed_fen: Balance,
        /// Of a debt: what arrived and stayed, by the batch that brought it.
        paid: List<(String, i64)>,
    }
}

table! {
    /// 待查 Clocks to look at on a day.
    pub struct LookAgain in "deadline_day";
    key {
        /// The day.
        day: Date,
        /// The case.
        subject: StreamId,
        /// Which limit.
        rule: String,
        /// Which of the case's items.
        item: String,
    }
    plain {
        /// Where the case belongs.
        area: Option<AreaCode>,
    }
}

table! {
    /// 待配置 Clocks that end in a year without a table of holidays, or rest on one that may be issued anew.
    pub struct Wait in "deadline_wait";
    key {
        /// The standard with the table.
        holidays: String,
        /// The case.
        subject: StreamId,
        /// Which limit.
        rule: String,
        /// Which of the case's items.
        item: String,
    }
    plain {
        /// Where the case belongs.
        area: Option<AreaCode>,
    }
}

table! {
    /// 进程 How far a case has come, where its clocks follow from that.
    pub struct Progress in "deadline_progress";
    key {
        /// The case.
        subject: StreamId,
        /// Which limit.
        rule: String,
        /// Which of the case's items; empty when it has one.
        item: String,
    }
    plain {
        /// Where the case belongs.
        area: Option<AreaCode>,
        /// As the limit has it.
        course: Whole<serde_json::Value>,
    }
}
