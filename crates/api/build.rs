//! Compiles the golden examples of `schemas/` in: a list `EXAMPLES` of each stored kind and its recorded line.

use std::{
    env,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
};

const ENDING: &str = ".example.json";

fn main() -> io::Result<()> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas").canonicalize()?;
    println!("cargo::rerun-if-changed={}", schemas.display());
    let mut list = String::from("const EXAMPLES: &[(&str, &str)] = &[\n");
    for folder in sorted(&schemas)?.into_iter().filter(|path| path.is_dir()) {
        let category = name_of(&folder);
        for file in sorted(&folder)? {
            if let Some(event) = name_of(&file).strip_suffix(ENDING) {
                let (kind, path) = (format!("{category}.{event}"), file.display().to_string());
                let _ = writeln!(list, "    ({kind:?}, include_str!({path:?})),");
            }
        }
    }
    list.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("no OUT_DIR"))?;
    fs::write(Path::new(&out).join("examples.rs"), list)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
