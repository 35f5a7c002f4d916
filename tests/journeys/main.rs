//! Journeys: the real binary, real files, real connections, real kills.

mod answers;
mod arguments;
mod clients;
mod command_line;
mod documents;
mod interrupted;
mod ledger;
mod province;
mod races;
mod tour;
mod warnings;
