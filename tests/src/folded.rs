//! What is folded of a served folder: all rows of all views, checks and limits, to compare.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use event_store_sqlite::SqliteReader;
use projections::{ALL, model::Projection};
use views::Views;

use crate::server::{Server, command};

/// The longest that views may take to come to the end of the log, many times what they need.
const PATIENCE: Duration = Duration::from_secs(120);

fn folded() -> Vec<&'static Projection> {
    ALL.iter().copied().chain(sentinel::projections()).collect()
}

/// Every table of everything that is folded, in the order of the keys. Nobody has the folder open.
pub fn dump(folder: &Path) -> String {
    let views = Views::open(folder, &folded()).expect("the file of the views");
    let mut all = vec![];
    for projection in folded() {
        views.dump(projection.name, &mut all).expect("rows");
    }
    String::from_utf8(all).expect("UTF-8")
}

/// Some view rests on less than the whole log. Nobody has the folder open.
fn is_behind(folder: &Path) -> bool {
    let (views, log) = (Views::open(folder, &folded()).expect("views"), SqliteReader::open(folder).expect("a log"));
    views.lag(&log).iter().any(|lag| lag.behind > 0)
}

/// Every view has come to the end of the log, as it was when this began or later.
pub fn catches_up(server: &Server) {
    let patience = Instant::now() + PATIENCE;
    while !has_caught_up(server) {
        assert!(Instant::now() < patience, "the views do not come to the end of the log");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Ended in peace with everything folded, also what the server itself said at the end.
pub fn ends_caught_up(server: &mut Server) {
    loop {
        catches_up(server);
        assert!(server.stop().success());
        if !is_behind(server.folder.path()) {
            return;
        }
        server.revive();
    }
}

/// Every view rests on the whole log as it was a moment ago.
fn has_caught_up(server: &Server) -> bool {
    let ready = server.get("/readyz");
    let at = |view: &str| server.get(&format!("/v1/views/{view}?limit=1")).is(200)["position"].as_u64();
    let head = ready.body["position"].as_u64();
    ready.status == 200 && ALL.iter().all(|projection| at(projection.name) >= head)
}

pub fn rebuilt(folder: &Path, limits: &[String]) -> String {
    let rebuilt = command(folder, &["rebuild"]).args(limits).output().expect("runs");
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
    dump(folder)
}

/// Shows the first row that differs, not both dumps.
#[track_caller]
pub fn same(live: &str, other: &str, how: &str) {
    let differing = live.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert!(differing.is_none(), "{how}: {differing:#?}");
    assert_eq!(live.lines().count(), other.lines().count(), "{how}");
}
