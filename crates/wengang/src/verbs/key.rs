use std::{io::stdout, process::ExitCode};

use access::{KeyStore, NewKey};
use comfy_table::{Table, TableStyle};
use domain::envelope::instant_text;
use serde_json::json;

use super::{announce, say, tell};
use crate::{
    args::{Global, Key},
    failure::Failure,
};

/// Works beside a running server, which notices at once.
pub fn run(global: &Global, verb: &Key) -> Result<ExitCode, Failure> {
    let folder = global.data();
    match verb {
        Key::Create { role, area, person, organisation } => {
            std::fs::create_dir_all(&folder).map_err(|error| Failure::io(folder.display(), &error))?;
            let new = NewKey {
                role: *role,
                area_prefix: area.clone(),
                person: person.clone(),
                organisation: organisation.clone(),
            };
            let (key, token) = KeyStore::open(&folder)?.create(&new)?;
            let told = if global.json {
                json!({"id": key.id, "key": token.as_str()}).to_string()
            } else {
                token.as_str().into()
            };
            say(&mut stdout(), told.as_bytes())?;
        }
        Key::List => {
            let all = KeyStore::open_existing(&folder)?.list()?;
            if global.json {
                for key in &all {
                    tell(&json!(key));
                }
            } else {
                let mut table = Table::new();
                table.load_style(TableStyle::new()).set_header([
                    "id",
                    "role",
                    "area",
                    "person",
                    "organisation",
                    "created",
                    "revoked",
                ]);
                for key in all {
                    let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".into());
                    table.add_row([
                        key.id,
                        key.role.as_str().into(),
                        key.area_prefix,
                        or_none(key.person),
                        or_none(key.organisation),
                        instant_text(key.created_us),
                        or_none(key.revoked_us.map(instant_text)),
                    ]);
                }
                tell(&table);
            }
        }
        Key::Revoke { id } => {
            let key = KeyStore::open_existing(&folder)?.revoke(id)?;
            if global.json {
                tell(&json!(key));
            } else {
                announce("revoked", &[("id", &key.id)]);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
