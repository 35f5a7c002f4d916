//! Journeys: the real binary, real files, real connections, real kills.

mod answers;
mod arguments;
mod clients;
mod command_line;
mod documents;
mod facts;
mod full_disk;
mod interrupted;
mod kills;
mod ledger;
mod province;
mod races;
mod server;
mod tour;
mod warnings;
