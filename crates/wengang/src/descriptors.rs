//! How many files and connections the system lets the process have open.

use api::CONNECTIONS_MAX;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Kept for the log, its views and keys.
const FILES: u64 = 256;

/// How many connections there may be beside the files. A limit that may be raised is: the usual one of 1,024 is meant for
/// programs of another kind.
pub fn for_connections() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = CONNECTIONS_MAX as u64 + FILES;
    let allowed = maximum.map_or(wanted, |maximum| maximum.min(wanted));
    let limit = match current {
        None => wanted,
        Some(current) if current >= allowed => current,
        Some(current) => {
            let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(allowed), maximum });
            raised.map_or(current, |()| allowed)
        }
    };
    if limit < wanted {
        tracing::warn!(limit, wanted, "fewer connections than usual: raise the limit of open files");
    }
    usize::try_from(limit.saturating_sub(FILES)).unwrap_or(usize::MAX).max(1)
}
