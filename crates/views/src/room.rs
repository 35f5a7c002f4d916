//! Room on the disk: rows can be folded again, events cannot be recorded elsewhere, so what is left at the end is the log's.

use std::path::Path;

use crate::ViewError;

/// What views leave, or a share of a disk that is small.
const LEFT_BYTES: u64 = 256 << 20;
const SHARE: u64 = 16;

/// Where the system does not say how much there is, nobody waits.
pub fn is_left_beside(file: &Path) -> Result<(), ViewError> {
    let Ok(disk) = rustix::fs::statvfs(file) else { return Ok(()) };
    let (free_bytes, bytes) = (disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize);
    let left_bytes = LEFT_BYTES.min(bytes / SHARE);
    if free_bytes < left_bytes {
        return Err(ViewError::NoRoom { free_bytes, left_bytes });
    }
    Ok(())
}
