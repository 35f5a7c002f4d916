//! What a mistyped command line does: it says what is wrong, and makes nothing.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
};

use crate::command_line::{failed, said_alike};
use tests::{
    facts::{person, registered},
    server::{command, stdout, wengang},
};

#[test]
fn arguments_are_refused_like_anything_else() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for (args, code) in [
        (&["serv"] as &[_], "unknown_verb"),
        (&["import"], "missing_argument"),
        (&["import", "x.ndjson", "--recordd"], "unknown_argument"),
        (&["read", "person-1", "person-2"], "unknown_argument"),
        (&["generate", "--seed", "1", "--seed", "2"], "bad_arguments"),
        (&["generate", "--events", "many"], "bad_value"),
        (&["serve", "--listen", "4300"], "bad_value"),
        (&["key", "create", "--role", "king", "--area", "43"], "bad_value"),
        (&["replay", "person_file", "--as-of", "2025-02-30"], "bad_date"),
        (&["replay", "person_file", "--known-at", "noon"], "bad_value"),
        (&["import", "-", "--actor", "nobody"], "bad_actor"),
        (&["import", "-", "--actor", "13800138000/bureau/clerk"], "personal_number"),
    ] {
        said_alike(folder.path(), args, 2, code);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing was made");
    let helped = command(folder.path(), &["import", "--help"]).output().expect("the binary runs");
    assert!(helped.status.success() && stdout(&helped).contains("--recorded"));
}

#[test]
fn json_is_asked_for_by_the_argument_too() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let ran = wengang(folder.path(), &["tail", "--events", "-1", "--json"]);
    let problem: serde_json::Value = serde_json::from_slice(&ran.stderr).expect("JSON alone");
    assert_eq!((ran.status.code(), &problem["code"]), (Some(2), &"unknown_argument".into()), "{problem}");
}

#[test]
fn a_mistyped_folder_is_not_made() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let typo = folder.path().join("typo");
    for (args, code) in [
        (&["export"] as &[_], "no_log"),
        (&["verify"], "no_log"),
        (&["rebuild"], "no_log"),
        (&["tail"], "no_log"),
        (&["read", "fund-f1"], "no_log"),
        (&["replay", "person_file"], "no_log"),
        (&["key", "list"], "no_keys"),
        (&["key", "revoke", "00"], "no_keys"),
        (&["import", "no-such-file.ndjson"], "io"),
        (&["import", "--recorded", "no-such-file.ndjson"], "io"),
    ] {
        said_alike(&typo, args, 1, code);
        assert!(!typo.exists(), "{args:?} made it");
    }
    // Nor is a file left where there are others.
    fs::write(folder.path().join("letter.txt"), "of somebody").expect("written");
    for args in [&["key", "list"] as &[_], &["rebuild"], &["export"]] {
        assert!(!wengang(folder.path(), args).status.success());
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn serve_says_that_it_begins_an_empty_log() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let data = folder.path().join("data");
    assert!(serve_once(&data, &folder.path().join("first")).contains("[new_folder]"));
    assert!(!serve_once(&data, &folder.path().join("second")).contains("new_folder"));
}

/// What it said on standard error by the time it served.
fn serve_once(data: &Path, said: &Path) -> String {
    let mut server = command(data, &["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(File::create(said).expect("made"))
        .spawn()
        .expect("the binary runs");
    let mut first = String::new();
    BufReader::new(server.stdout.take().expect("its output")).read_line(&mut first).expect("a line");
    assert!(first.contains("http://127.0.0.1:"), "{first}");
    server.kill().expect("killed");
    server.wait().expect("ended");
    fs::read_to_string(said).expect("read")
}

#[test]
fn a_key_is_called_by_an_id() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for (name, of) in [("--person", "13800138000"), ("--organisation", "11010519491231002x")] {
        let person = if name == "--person" { of } else { "c1" };
        let args = ["key", "create", "--role", "clerk", "--area", "43", "--person", person];
        let args = if name == "--person" { args.to_vec() } else { [&args[..], &[name, of]].concat() };
        said_alike(folder.path(), &args, 1, "personal_number");
    }
    failed(&wengang(folder.path(), &["read", "person-13800138000"]), "personal_number");
    let line = registered(&person(1)).to_string().replace("/county/430225", "tel 138 0013 8000");
    let file = folder.path().join("lines.ndjson");
    fs::write(&file, line).expect("written");
    let ran = wengang(folder.path(), &["import", file.to_str().expect("UTF-8"), "--actor", "c1/bureau/clerk"]);
    assert!(stdout(&ran).contains("[personal_number /source]") && !stdout(&ran).contains("138"), "{}", stdout(&ran));
}
