//! A disk that is full: what cannot be recorded is refused with its reason, reading goes on, and so does writing once there
//! is room.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

use tests::{
    facts::{person, registered},
    instance::Seeded,
    server::{Answer, Server, command, wengang},
};

use crate::{
    journal::Journal,
    traced::{Left, turns},
};

/// Sizes of disks, each so much larger than the last.
const SIZES: usize = 64;
const STEP_KIB: usize = 64;
/// With room for the keys.
const LEAST_KIB: usize = 256;

/// A small file system, for as long as it lives.
struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// `None` where nothing may be mounted.
    fn mounted(kib: usize) -> Option<Self> {
        let folder = TempDir::new().expect("a folder");
        let size = format!("size={kib}k");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        mount.is_ok_and(|ran| ran.status.success()).then(|| Self { folder })
    }

    fn grows(&self, kib: usize) {
        let size = format!("remount,size={kib}k");
        let grown = Command::new("mount").args(["-o", &size]).arg(self.folder.path()).status().expect("mount runs");
        assert!(grown.success());
    }

    /// Takes what room there is.
    fn fill(&self) -> PathBuf {
        let ballast = self.folder.path().join("ballast");
        let mut file = File::create(&ballast).expect("made");
        for piece in [1 << 16, 1 << 12, 1 << 8, 1] {
            let piece = vec![0; piece];
            while file.write_all(&piece).is_ok() {}
        }
        ballast
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.folder.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()) || thread::panicking(), "unmounted");
    }
}

/// Runs this test again where its user may mount, if the system has such a place.
fn elsewhere(test: &str) {
    const INSIDE: &str = "WENGANG_TEST_MAY_MOUNT";
    let again = std::env::current_exe().expect("this test's path");
    let ran = Command::new("unshare").arg("-rm").arg(again).args(["--exact", test]).env(INSIDE, "1").output();
    match ran {
        _ if std::env::var_os(INSIDE).is_some() => panic!("nothing can be mounted, not even here"),
        Ok(ran) if ran.status.success() => {}
        Ok(ran) if String::from_utf8_lossy(&ran.stderr).starts_with("unshare:") => println!("not run: no mounts here"),
        Ok(ran) => panic!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr)),
        Err(_) => println!("not run: no mounts here"),
    }
}

fn post(server: &Server, event: &Value, lang: &str) -> Answer {
    let headers = [("Accept-Language", lang)];
    let answer = server.send(&server.clerk, "/v1/events", "application/cloudevents+json", &event.to_string(), &headers);
    answer.expect("an answer")
}

#[test]
fn a_full_disk_is_said_and_reading_goes_on_until_there_is_room() {
    let Some(disk) = SmallDisk::mounted(12 << 10) else {
        return elsewhere("full_disk::a_full_disk_is_said_and_reading_goes_on_until_there_is_room");
    };
    let server = Server::on(TempDir::new_in(disk.folder.path()).expect("a folder"));
    server.record(&registered(&person(1)));
    let row = |n| server.get(&format!("/v1/views/person_file/{}", person(n)));
    wait_for(|| row(1).status == 200);

    let ballast = disk.fill();
    // Some still fit into what the log has already.
    let mut recorded = 1;
    let refused = (2..5_000).find_map(|n| {
        let event = registered(&person(n));
        let answer = post(&server, &event, "en");
        recorded += u32::from(answer.status == 201);
        (answer.status != 201).then_some((n, event, answer))
    });
    let (n, event, refused) = refused.expect("no more fits");
    assert_eq!((refused.status, refused.retry_after.as_deref()), (503, Some("1")), "{:#}", refused.body);
    assert_eq!(refused.body["code"], "disk_full");
    let chinese = post(&server, &event, "zh").is(503);
    assert_eq!(chinese["code"], "disk_full");
    assert!(chinese["detail"].as_str().is_some_and(|text| text.contains("磁盘已满")), "{chinese}");
    assert!(refused.body["detail"].as_str().is_some_and(|text| text.contains("disk is full")), "{:#}", refused.body);

    let case = |n| server.get(&format!("/v1/cases/person/{}", &person(n)["person-".len()..]));
    case(1).is(200);
    case(n).is(404);
    row(1).is(200);
    let persons = server.export().iter().filter(|event| event["type"] == "person.registered.v1").count();
    assert_eq!(persons, recorded as usize, "what was acknowledged, and nothing else");
    let bulk = server.send(&server.clerk, "/v1/events/bulk", "application/x-ndjson", &event.to_string(), &[]);
    assert_eq!(bulk.expect("a verdict").body["code"], "disk_full");

    fs::remove_file(&ballast).expect("removed");
    wait_for(|| post(&server, &event, "en").status == 201);
    case(n).is(200);
    wait_for(|| row(n).status == 200);
    assert!(wengang(Path::new(server.folder.path()), &["verify"]).status.success());
}

/// What it said last, on the line where it ended.
fn problem(said: &str) -> Value {
    let last = said.lines().last().and_then(|line| serde_json::from_str(&line[line.find('{')?..]).ok());
    last.unwrap_or_else(|| panic!("no problem: {said}"))
}

#[test]
fn a_verb_for_which_there_is_no_room_says_where() {
    let Some(disk) = SmallDisk::mounted(LEAST_KIB) else {
        return elsewhere("full_disk::a_verb_for_which_there_is_no_room_says_where");
    };
    let server = Server::start();
    server.record(&registered(&person(1)));
    let work = TempDir::new().expect("a folder");
    let backup = work.path().join("backup");
    let backup = backup.to_str().expect("UTF-8");
    assert!(wengang(server.folder.path(), &["backup", backup]).status.success());

    disk.fill();
    for (locale, text) in [("C.UTF-8", "The disk is full"), ("zh_CN.UTF-8", "磁盘已满")] {
        let into = disk.folder.path().join(locale);
        let ran = command(&into, &["restore", backup]).env("LC_ALL", locale).output().expect("the binary runs");
        let said = String::from_utf8_lossy(&ran.stderr);
        let named = said.contains(into.to_str().expect("UTF-8"));
        assert!(!ran.status.success() && named && said.contains(text) && said.contains("[disk_full]"), "{said}");
    }
    let create = ["key", "create", "--role", "reader", "--area", "43", "--json"];
    let said = String::from_utf8(wengang(disk.folder.path(), &create).stderr).expect("UTF-8");
    let problem = problem(&said);
    let keys = disk.folder.path().join("keys.sqlite").display().to_string();
    assert_eq!((&problem["code"], &problem["path"]), (&"disk_full".into(), &keys.into()), "{said}");

    disk.grows(LEAST_KIB + (8 << 10));
    let again = wengang(&disk.folder.path().join("C.UTF-8"), &["restore", backup]);
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
}

/// Views wait while there is little of it, and recording goes on.
#[test]
fn the_last_room_is_the_logs() {
    let Some(disk) = SmallDisk::mounted(64 << 10) else {
        return elsewhere("full_disk::the_last_room_is_the_logs");
    };
    let mut server = Server::on(TempDir::new_in(disk.folder.path()).expect("a folder"));
    let row = |server: &Server, n| server.get(&format!("/v1/views/person_file/{}", person(n))).status;
    server.record(&registered(&person(1)));
    wait_for(|| row(&server, 1) == 200);
    let ballast = disk.fill();
    let cut = format!("--size=-{}", 2 << 20);
    assert!(Command::new("truncate").arg(cut).arg(&ballast).status().expect("truncate runs").success());
    for n in 2..=20 {
        server.record(&registered(&person(n)));
    }
    server.kill();
    server.revive();
    assert_eq!(server.get("/readyz").is(503)["code"], "views_behind");
    assert_eq!(row(&server, 2), 404);
    fs::remove_file(&ballast).expect("removed");
    wait_for(|| row(&server, 20) == 200 && server.get("/readyz").status == 200);
}

/// A disk of this size, filled by the server itself; where it begins to be too small depends on the size.
fn fills_up(left: &Left, kib: usize) -> Option<&'static str> {
    let disk = SmallDisk::mounted(kib)?;
    let what = format!("{kib} KiB");
    let server = match left.plain(disk.folder.path()) {
        Ok(server) => server,
        Err((_, said)) => {
            assert!(said.starts_with("exit status: 1: "), "{what}: {said}");
            assert_eq!(problem(&said)["code"], "disk_full", "{what}: {said}");
            return Some("not even started");
        }
    };
    let mut journal = Journal::default();
    let mut posts = |n: u32| {
        let event = registered(&person(n));
        journal.sends(&[&event]);
        let answer = post(&server, &event, "en");
        match answer.status {
            201 => journal.is_told(&answer.body),
            _ => assert_eq!((answer.status, &answer.body["code"]), (503, &"disk_full".into()), "{what}"),
        }
        answer.status == 201
    };
    let full = (1..10_000).find(|n| !posts(*n)).expect("no more fits");
    server.get("/v1/events?limit=1").is(200);
    assert!(server.export().len() >= full as usize - 1, "{what}");
    disk.grows(64 << 10);
    let mut next = full;
    wait_for(|| {
        next += 1;
        posts(next)
    });
    left.is_whole(server.folder.path(), &journal, &what);
    Some("filled up")
}

#[test]
fn at_whatever_size_a_disk_is_full_nothing_acknowledged_is_lost() {
    let (left, mut seeded) = (Left::nothing(), Seeded::told());
    for turn in turns(&mut seeded, SIZES, 4) {
        let kib = LEAST_KIB + turn * STEP_KIB;
        let Some(how) = fills_up(&left, kib) else {
            return elsewhere("full_disk::at_whatever_size_a_disk_is_full_nothing_acknowledged_is_lost");
        };
        println!("{kib} KiB: {how}");
    }
}

fn wait_for(mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(30), "in time");
        thread::sleep(Duration::from_millis(50));
    }
}
