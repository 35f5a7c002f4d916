//! Errors as users of the command line meet them: what happened, where, a stable code; in Chinese or English.

use std::{
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Command, Output, Stdio},
};

use tests::{
    facts::{event, person, registered},
    server::{Server, binary, command, stdout, wengang},
};

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Failed, and said so under this code.
#[track_caller]
pub fn failed(output: &Output, code: &str) {
    assert!(!output.status.success());
    assert!(stderr(output).contains(&format!("[{code}]")), "no [{code}] in {:?}", stderr(output));
}

/// Ends with this exit code, under one code and in the language of either locale, for people and for programs.
#[track_caller]
pub fn said_alike(folder: &Path, args: &[&str], exit: i32, code: &str) {
    for (locale, chinese) in [("C.UTF-8", false), ("zh_CN.UTF-8", true)] {
        let ran = command(folder, args).env("LC_ALL", locale).output().expect("the binary runs");
        failed(&ran, code);
        assert_eq!(ran.status.code(), Some(exit));
        assert_eq!(is_chinese(&stderr(&ran)), chinese, "{}", stderr(&ran));
        let ran = command(folder, args).env("LC_ALL", locale).env("WENGANG_JSON", "1").output().expect("it runs");
        let problem: serde_json::Value = serde_json::from_str(&stderr(&ran)).unwrap_or_else(|_| panic!("{ran:?}"));
        assert_eq!((ran.status.code(), &problem["code"]), (Some(exit), &code.into()), "{problem}");
        assert_eq!(problem["detail"].as_str().map(is_chinese), Some(chinese), "{problem}");
    }
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Imports lines from standard input.
fn import(folder: &Path, args: &[&str], lines: &str, locale: &str) -> Output {
    let mut child = command(folder, &[&["import", "-"], args].concat())
        .env("LC_ALL", locale)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("its input").write_all(lines.as_bytes()).expect("written");
    child.wait_with_output().expect("it ended")
}

const ACTOR: [&str; 2] = ["--actor", "c1/bureau/clerk"];

#[test]
fn an_import_reports_each_refused_line_and_records_the_others() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let lines = [
        registered(&person(1)).to_string(),
        "{".into(),
        event("person.willingness_stated.v1", &person(2), "2025-01-03", serde_json::json!({"willing": true}))
            .to_string(),
        event("person.willingness_stated.v1", &person(1), "2025-01-03", serde_json::json!({"wiling": true}))
            .to_string(),
    ]
    .join("\n");
    let report = import(folder.path(), &ACTOR, &lines, "C.UTF-8");
    let said = stdout(&report);
    assert_eq!(report.status.code(), Some(1), "{said}{}", stderr(&report));
    for expected in
        ["-:2: ", "malformed_json", "-:3: ", "case_missing", "-:4: ", "unknown_field /data/wiling", "3 refused"]
    {
        assert!(said.contains(expected), "no {expected:?} in {said}");
    }
    let kept = stdout(&wengang(folder.path(), &["export"]));
    assert_eq!(kept.lines().count(), 1, "{kept}");
    assert!(kept.contains("\"via\":\"import\"") && kept.contains("c1/bureau/clerk"), "{kept}");
}

#[test]
fn a_byte_order_mark_belongs_to_no_line() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let lines = |numbers: [u32; 2]| numbers.map(|n| registered(&person(n)).to_string()).join("\n");
    let file = folder.path().join("marked.ndjson");
    std::fs::write(&file, format!("\u{feff}{}", lines([1, 2]))).expect("written");
    let data = folder.path().join("data");
    let args = ["import", file.to_str().expect("UTF-8"), "--actor", "c1/bureau/clerk"];
    assert!(wengang(&data, &args).status.success());
    assert!(import(&data, &ACTOR, &format!("\u{feff}{}", lines([3, 4])), "C.UTF-8").status.success());
    let export = stdout(&wengang(&data, &["export"]));
    assert_eq!(export.lines().count(), 4);
    let copy = folder.path().join("copy");
    assert!(import(&copy, &["--recorded"], &format!("\u{feff}{export}"), "C.UTF-8").status.success());
    assert!(stdout(&wengang(&copy, &["export"])) == export, "the mark is not taken for a part of it");
}

#[test]
fn an_import_run_again_repeats_what_it_recorded() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let generated = command(folder.path(), &["generate", "--events", "300"]).output().expect("the binary runs");
    let lines = stdout(&generated);
    let part: Vec<_> = lines.lines().take(200).collect();
    assert!(import(folder.path(), &[], &part.join("\n"), "C.UTF-8").status.success());
    let again = stdout(&import(folder.path(), &[], &lines, "C.UTF-8"));
    assert!(again.contains("200 lines repeated, 0 refused"), "{again}");
}

#[test]
fn a_history_is_closed_by_what_was_not_imported() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let generated = command(folder.path(), &["generate", "--events", "60"]).output().expect("the binary runs");
    let lines = stdout(&generated);
    let part: Vec<_> = lines.lines().take(50).collect();
    assert!(import(folder.path(), &[], &part.join("\n"), "C.UTF-8").status.success());
    let mut server = Server::on(folder);
    let recorded = server.record(&registered(&person(1)));
    server.stop();
    let file = server.folder.path().join("lines");
    std::fs::write(&file, &lines).expect("written");
    let file = file.to_str().expect("UTF-8");
    let again = wengang(server.folder.path(), &["import", file, file, "--json"]);
    assert_eq!((again.status.code(), stdout(&again).lines().count()), (Some(1), 2), "one line refused, and the sum");
    let first: serde_json::Value =
        stdout(&again).lines().next().map(|line| serde_json::from_str(line).expect("JSON")).expect("a line");
    assert_eq!((&first["code"], &first["pointer"]), (&"history_closed".into(), &"/time".into()), "{first}");
    let closed_at: u64 = first["position"].as_str().and_then(|text| text.parse().ok()).expect("a position");
    assert!(closed_at >= recorded["position"].as_u64().expect("a position"), "{first} {recorded}");
}

#[test]
fn texts_follow_the_locale_and_codes_do_not() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let line = event("person.willingness_stated.v1", &person(2), "2025-01-03", serde_json::json!({"willing": true}))
        .to_string();
    let english = stdout(&import(folder.path(), &ACTOR, &line, "C.UTF-8"));
    let chinese = stdout(&import(folder.path(), &ACTOR, &line, "zh_CN.UTF-8"));
    assert!(english.contains("[case_missing") && chinese.contains("[case_missing"), "{english}{chinese}");
    assert!(is_chinese(&chinese) && !is_chinese(&english), "{english}{chinese}");
}

#[test]
fn a_line_without_an_actor_needs_one_from_the_command_line() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let report = import(folder.path(), &[], &registered(&person(1)).to_string(), "C.UTF-8");
    assert!(stdout(&report).contains("missing_field /actor"), "{}", stdout(&report));
}

#[test]
fn a_folder_in_use_is_left_alone() {
    let server = Server::start();
    failed(&import(server.folder.path(), &ACTOR, "", "C.UTF-8"), "folder_in_use");
    said_alike(server.folder.path(), &["serve", "--listen", "127.0.0.1:0"], 1, "folder_in_use");
    // Reading beside it is welcome.
    assert!(wengang(server.folder.path(), &["verify"]).status.success());
}

#[test]
fn a_folder_of_a_newer_version_is_refused() {
    let folder = tempfile::TempDir::new().expect("a folder");
    assert!(import(folder.path(), &ACTOR, &registered(&person(1)).to_string(), "C.UTF-8").status.success());
    let raised =
        Command::new("sqlite3").arg(folder.path().join("events.sqlite")).arg("PRAGMA user_version = 99").status();
    assert!(raised.expect("sqlite3 runs").success());
    said_alike(folder.path(), &["export"], 1, "newer_format");
    said_alike(folder.path(), &["serve", "--listen", "127.0.0.1:0"], 1, "newer_format");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let served = wengang(folder.path(), &["serve", "--listen", &address]);
    assert!(stderr(&served).contains(&address));
    said_alike(folder.path(), &["serve", "--listen", &address], 1, "port_taken");
}

#[test]
fn what_is_no_export_is_not_taken_back() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("lines.ndjson");
    std::fs::write(&file, registered(&person(1)).to_string()).expect("written");
    let file = file.to_str().expect("UTF-8");
    failed(&wengang(&folder.path().join("data"), &["import", "--recorded", file]), "not_an_export");
}

/// What was taken back of an export that ends in the midst is no log, and hinders nobody.
#[test]
fn an_export_is_taken_back_whole_or_not_at_all() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let [log, copy] = ["log", "copy"].map(|name| folder.path().join(name));
    let generated = command(folder.path(), &["generate", "--events", "2000"]).output().expect("the binary runs");
    assert!(import(&log, &[], &stdout(&generated), "C.UTF-8").status.success());
    let export = stdout(&wengang(&log, &["export"]));
    let cut = export.trim_end().strip_suffix('}').expect("a line of JSON");
    failed(&import(&copy, &["--recorded"], cut, "C.UTF-8"), "not_an_export");
    failed(&wengang(&copy, &["verify"]), "no_log");
    let names = || {
        let mut names: Vec<_> =
            std::fs::read_dir(&copy).expect("lists").map(|entry| entry.expect("a file").file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(), ["wengang.lock"]);
    assert!(import(&copy, &["--recorded"], &export, "C.UTF-8").status.success());
    assert_eq!(names(), ["events.sqlite", "wengang.lock"]);
    assert_eq!(stdout(&wengang(&copy, &["export"])), export);
}

#[test]
fn views_that_cannot_be_used_may_be_deleted() {
    let folder = tempfile::TempDir::new().expect("a folder");
    assert!(import(folder.path(), &ACTOR, &registered(&person(1)).to_string(), "C.UTF-8").status.success());
    let views = folder.path().join("views.sqlite");
    std::fs::write(&views, "no database ".repeat(100)).expect("written");
    assert!(wengang(folder.path(), &["verify"]).status.success());
    said_alike(folder.path(), &["serve", "--listen", "127.0.0.1:0"], 1, "views_damaged");
    std::fs::remove_file(views).expect("removed");
    assert!(wengang(folder.path(), &["rebuild"]).status.success());
}

/// As `import … | head -1` does.
#[test]
fn an_import_ends_though_nobody_reads_what_it_says() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut child = command(folder.path(), &["import", "-", "--actor", "c1/bureau/clerk"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let lines = ["{", &registered(&person(1)).to_string()].join("\n");
    child.stdin.take().expect("its input").write_all(lines.as_bytes()).expect("written");
    assert_eq!(child.wait().expect("it ended").code(), Some(1));
    assert_eq!(stdout(&wengang(folder.path(), &["export"])).lines().count(), 1);
}

#[test]
fn an_export_is_taken_back_into_an_empty_folder_only() {
    let folder = tempfile::TempDir::new().expect("a folder");
    assert!(import(folder.path(), &ACTOR, &registered(&person(1)).to_string(), "C.UTF-8").status.success());
    failed(&wengang(folder.path(), &["import", "--recorded", "-"]), "folder_not_empty");
}

#[test]
fn a_missing_log_and_a_missing_case_are_told_apart() {
    let folder = tempfile::TempDir::new().expect("a folder");
    failed(&wengang(folder.path(), &["export"]), "no_log");
    assert!(import(folder.path(), &ACTOR, &registered(&person(1)).to_string(), "C.UTF-8").status.success());
    failed(&wengang(folder.path(), &["read", &person(2)]), "case_missing");
    failed(&wengang(folder.path(), &["read", "nonsense"]), "bad_stream");
}

#[test]
fn what_is_recorded_can_be_read_without_this_program() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let lines = (1..=30).map(|n| registered(&person(n)).to_string()).collect::<Vec<_>>().join("\n");
    assert!(import(folder.path(), &ACTOR, &lines, "C.UTF-8").status.success());
    let written = Command::new("sqlite3")
        .current_dir(folder.path())
        .args(["events.sqlite", "SELECT writefile('dictionary', bytes) FROM dictionary"])
        .arg("SELECT writefile(printf('%05d.zst', position), body) FROM event")
        .status();
    assert!(written.expect("sqlite3 runs").success());
    let read = Command::new("sh").arg("-c").arg("zstd -dcf -D dictionary *.zst").current_dir(folder.path()).output();
    let export = wengang(folder.path(), &["export"]).stdout;
    let lines: Vec<_> = export.split(|byte| *byte == b'\n').flatten().copied().collect();
    assert!(read.expect("zstd runs").stdout == lines && lines.len() > 10_000);
}

#[test]
fn a_flipped_byte_is_found() {
    let folder = tempfile::TempDir::new().expect("a folder");
    assert!(import(folder.path(), &ACTOR, &registered(&person(1)).to_string(), "C.UTF-8").status.success());
    let flipped = Command::new("sqlite3")
        .arg(folder.path().join("events.sqlite"))
        .arg("UPDATE event SET body = CAST(substr(body, 1, length(body) - 1) AS BLOB)")
        .status();
    assert!(flipped.expect("sqlite3 runs").success());
    let file = folder.path().join("events.sqlite").display().to_string();
    for verb in ["verify", "export"] {
        let told = wengang(folder.path(), &[verb]);
        failed(&told, "corrupt");
        assert!(stderr(&told).contains(&file), "{verb}: {}", stderr(&told));
    }
}

#[test]
fn a_server_ends_cleanly_on_sigterm_and_keeps_what_it_acknowledged() {
    let mut server = Server::start();
    server.record(&registered(&person(1)));
    let ended = Command::new("kill").args(["-TERM", &server.pid().to_string()]).status();
    assert!(ended.expect("kill runs").success());
    assert!(server.wait().success());
    server.revive();
    assert!(server.export().iter().any(|e| e["type"] == "person.registered.v1"));
}

#[test]
fn shells_complete_verbs() {
    let script = r#"source <(wengang completions bash); _wengang wengang se wengang; echo "${COMPREPLY[@]}""#;
    let path =
        format!("{}:{}", binary().parent().expect("its folder").display(), std::env::var("PATH").expect("a path"));
    let completed = Command::new("bash")
        .args(["-c", &format!("COMP_WORDS=(wengang se) COMP_CWORD=1; {script}")])
        .env("PATH", path)
        .output()
        .expect("bash runs");
    assert_eq!(stdout(&completed), "serve\n", "{}", stderr(&completed));
    let folder = tempfile::TempDir::new().expect("a folder");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout(&wengang(folder.path(), &["completions", shell]));
        assert!(script.contains("replay") && script.contains("as-of"), "{shell}: {script}");
    }
}

#[test]
fn the_manual_has_a_page_for_every_verb_it_names() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let pages = folder.path().join("man1");
    assert!(wengang(folder.path(), &["man", pages.to_str().expect("UTF-8")]).status.success());
    let page = |name: &str| std::fs::read_to_string(pages.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let first = page("wengang.1");
    let named: Vec<_> = first.lines().filter(|line| line.ends_with("(1)") && line.starts_with("wengang")).collect();
    assert!(named.len() > 10, "{first}");
    for name in named {
        let verb = page(&name.replace("(1)", ".1").replace('\\', ""));
        assert!(verb.contains(".SH DESCRIPTION"), "{verb}");
    }
    assert!(page("wengang-key-create.1").contains("role"));
    failed(&wengang(folder.path(), &["man", "/proc/nowhere"]), "io");
}
