//! The domain of Wengang 稳岗: kinds of case and their rules. Pure: no I/O, no clock, no randomness, no async.
//!
//! Start with [`case::Case`], then read [`welfare_post`], the model for every other kind.

pub mod actor;
pub mod admission;
pub mod case;
pub mod decode;
pub mod envelope;
pub mod kinds;
pub mod stream;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod values;
pub mod versions;

pub mod alert;
pub mod area;
pub mod base;
pub mod calendar;
pub mod carrier;
pub mod claim;
pub mod dispute;
pub mod finding;
pub mod fund;
pub mod household;
pub mod irregularity;
pub mod layoff;
pub mod organisation;
pub mod owed;
pub mod payment_batch;
pub mod person;
pub mod policy;
pub mod wage_complaint;
pub mod welfare_post;
pub mod workshop;
