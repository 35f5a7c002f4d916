//! What is wrong with a command line: under a code like any other failure, in the language of the locale, as JSON when that
//! was asked for. The exit code is 2.

use std::{env, error::Error as _, ffi::OsStr, process::ExitCode};

use clap::{
    Parser,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};
use domain::values::Invalid;

use crate::{
    args::{Cli, Expected},
    failure::Failure,
};

const WRONG_USAGE: u8 = 2;

/// The command line; or how the program ends when it is none, or asks for help.
pub fn parse() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|error| {
        let as_json = wants_json();
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => error.exit(),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !as_json => error.exit(),
            _ => failure_of(&error).tell(as_json),
        }
        ExitCode::from(WRONG_USAGE)
    })
}

/// Asked of the words themselves: what could not be read has no fields.
fn wants_json() -> bool {
    let falsy = |value: &str| matches!(value, "" | "0" | "f" | "false" | "n" | "no" | "off");
    let stated = || env::var("WENGANG_JSON").is_ok_and(|value| !falsy(&value.to_ascii_lowercase()));
    env::args_os().any(|word| word == OsStr::new("--json")) || stated()
}

fn failure_of(error: &Error) -> Failure {
    let said = |kind| error.get(kind).map(text_of).unwrap_or_default();
    let argument = said(ContextKind::InvalidArg);
    let usage = said(ContextKind::Usage);
    let usage = usage.trim_start_matches("Usage:").split_whitespace().collect::<Vec<_>>().join(" ");
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let verb = said(ContextKind::InvalidSubcommand);
            Failure::new("unknown_verb", &[("verb", &verb), ("similar", &said(ContextKind::SuggestedSubcommand))])
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Failure::new("missing_verb", &[("known", &said(ContextKind::ValidSubcommand))])
        }
        ErrorKind::UnknownArgument => {
            let similar = said(ContextKind::SuggestedArg);
            Failure::new("unknown_argument", &[("argument", &argument), ("similar", &similar), ("usage", &usage)])
        }
        ErrorKind::MissingRequiredArgument => {
            Failure::new("missing_argument", &[("argument", &argument), ("usage", &usage)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let source = error.source();
            if let Some(invalid) = source.and_then(|source| source.downcast_ref::<Invalid>()) {
                return Failure::of(invalid).about(&argument);
            }
            let expected = source.and_then(|source| source.downcast_ref::<Expected>());
            let expected = expected.map_or_else(|| said(ContextKind::ValidValue), |Expected(what)| (*what).into());
            let value = said(ContextKind::InvalidValue);
            Failure::new("bad_value", &[("value", &value), ("expected", &expected)]).about(&argument)
        }
        _ => Failure::new("bad_arguments", &[("argument", &argument), ("usage", &usage)]),
    }
}

fn text_of(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(words) => words.join(", "),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        other => other.to_string(),
    }
}
