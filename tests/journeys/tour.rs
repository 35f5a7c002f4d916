//! The README's tour, word for word, on a port of its own.

use std::{fs, net::TcpListener, path::Path, process::Command};

use tests::server::binary;

#[test]
fn every_command_of_the_readmes_tour_works() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).expect("the README");
    let blocks: Vec<_> = readme.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 8, "the tour has {} blocks", blocks.len());
    let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
    // The server is ended by its own process id, whatever happens in between.
    let script = format!(
        "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\nexport WENGANG_LISTEN=127.0.0.1:{port}\n{}",
        blocks.join("\n").replace("127.0.0.1:4300", &format!("127.0.0.1:{port}"))
    );
    let folder = tempfile::TempDir::new().expect("a folder");
    let bin = binary();
    let path = format!("{}:{}", bin.parent().expect("its folder").display(), std::env::var("PATH").unwrap_or_default());
    let ran = Command::new("bash")
        .arg("-c")
        .arg(&script)
        .current_dir(folder.path())
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("bash runs");
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{script}\n---\n{out}\n---\n{err}");
    for expected in ["0 refused", "\"position\"", "negative_money", "不", "the log is whole"] {
        assert!(out.contains(expected), "no {expected:?} in\n{out}");
    }
}
