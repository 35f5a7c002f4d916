//! What holds of every kind of case, and of the repository as a whole.

mod events;
mod guards;
mod names;
mod schemas;
mod tidy;
mod words;
