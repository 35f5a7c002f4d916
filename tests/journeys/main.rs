//! Journeys: the real binary, real files, real connections, real kills.

mod clients;
mod command_line;
mod documents;
mod facts;
mod kills;
mod province;
mod races;
mod server;
mod tour;
