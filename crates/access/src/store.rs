//! The keys of a data folder, in a file of their own. The command line makes and revokes keys beside a running server,
//! which notices by SQLite's `data_version`.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::{Duration, Instant, SystemTime},
};

use domain::actor::Role;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    Key, KeyError, NewKey, Token,
    key::{digest, hex},
};

/// The file in the data folder.
pub const FILE: &str = "keys.sqlite";
const FORMAT: i64 = 1;
/// A revoked key is refused after this at the latest.
const REVOKED_WITHIN: Duration = Duration::from_millis(250);
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

pub struct KeyStore {
    connection: Mutex<Connection>,
    known: RwLock<Known>,
}

/// The keys in force, by the digest of their token, as of one version of the file.
struct Known {
    keys: HashMap<[u8; 32], Arc<Key>>,
    version: i64,
    seen_at: Instant,
}

impl KeyStore {
    /// Opens the file in this folder, or makes it.
    pub fn open(folder: &Path) -> Result<Self, KeyError> {
        Self::opened(Connection::open(folder.join(FILE))?)
    }

    /// Opens the file that is there already.
    pub fn open_existing(folder: &Path) -> Result<Self, KeyError> {
        let path = folder.join(FILE);
        if !path.is_file() {
            return Err(KeyError::Missing(path));
        }
        Self::opened(Connection::open(path)?)
    }

    fn opened(connection: Connection) -> Result<Self, KeyError> {
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "synchronous", "full")?;
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > FORMAT {
            return Err(KeyError::NewerFormat { found, known: FORMAT });
        }
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE;
             CREATE TABLE IF NOT EXISTS key(
                 id TEXT PRIMARY KEY, digest BLOB NOT NULL UNIQUE, role TEXT NOT NULL, area_prefix TEXT NOT NULL,
                 person TEXT, organisation TEXT, created_us INTEGER NOT NULL, revoked_us INTEGER
             ) STRICT;
             PRAGMA user_version = {FORMAT};
             COMMIT;"
        ))?;
        let known = read_all(&connection)?;
        Ok(Self { connection: Mutex::new(connection), known: RwLock::new(known) })
    }

    /// Makes a key; the token is shown here and never again.
    pub fn create(&self, new: &NewKey) -> Result<(Key, Token), KeyError> {
        new.check()?;
        let token = Token::random()?;
        let mut id = [0; 8];
        getrandom::fill(&mut id)?;
        let key = Key {
            id: hex(&id),
            role: new.role,
            area_prefix: new.area_prefix.clone(),
            person: new.person.clone(),
            organisation: new.organisation.clone(),
            created_us: now_us(),
            revoked_us: None,
        };
        let connection = self.connection();
        connection.execute(
            "INSERT INTO key(id, digest, role, area_prefix, person, organisation, created_us)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                key.id,
                digest(token.as_str()),
                key.role.as_str(),
                key.area_prefix,
                key.person,
                key.organisation,
                key.created_us
            ],
        )?;
        self.remember(&connection)?;
        Ok((key, token))
    }

    /// Every key, the oldest first, revoked ones too.
    pub fn list(&self) -> Result<Vec<Key>, KeyError> {
        let connection = self.connection();
        let mut select = connection.prepare(&format!("SELECT {COLUMNS} FROM key ORDER BY created_us, id"))?;
        let rows = select.query_map([], |row| Ok(key_of(row)))?;
        rows.map(|row| row?).collect()
    }

    /// From now on it is refused. Revoking twice changes nothing.
    pub fn revoke(&self, id: &str) -> Result<Key, KeyError> {
        let connection = self.connection();
        connection
            .execute("UPDATE key SET revoked_us = ?2 WHERE id = ?1 AND revoked_us IS NULL", params![id, now_us()])?;
        let found = connection
            .query_row(&format!("SELECT {COLUMNS} FROM key WHERE id = ?1"), [id], |row| Ok(key_of(row)))
            .optional()?;
        self.remember(&connection)?;
        found.ok_or_else(|| KeyError::Unknown(id.into()))?
    }

    /// The key in force of this token. Asks the file for changes now and then, and before it says no.
    pub fn lookup(&self, token: &str) -> Result<Option<Arc<Key>>, KeyError> {
        let digest = digest(token);
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(key) = known.keys.get(&digest)
                && known.seen_at.elapsed() < REVOKED_WITHIN
            {
                return Ok(Some(key.clone()));
            }
        }
        let connection = self.connection();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if version(&connection)? == known.version {
            known.seen_at = Instant::now();
        } else {
            *known = read_all(&connection)?;
        }
        Ok(known.keys.get(&digest).cloned())
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `data_version` tells of other connections only.
    fn remember(&self, connection: &Connection) -> Result<(), KeyError> {
        let fresh = read_all(connection)?;
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }
}

const COLUMNS: &str = "id, role, area_prefix, person, organisation, created_us, revoked_us";

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "data_version", |row| row.get(0))
}

fn read_all(connection: &Connection) -> Result<Known, KeyError> {
    // Asked first: what changes between the two questions is then read again.
    let version = version(connection)?;
    let mut select = connection.prepare(&format!("SELECT {COLUMNS}, digest FROM key WHERE revoked_us IS NULL"))?;
    let rows = select.query_map([], |row| Ok((row.get::<_, [u8; 32]>(7)?, key_of(row))))?;
    let mut keys = HashMap::new();
    for row in rows {
        let (digest, key) = row?;
        keys.insert(digest, Arc::new(key?));
    }
    Ok(Known { keys, version, seen_at: Instant::now() })
}

fn key_of(row: &Row) -> Result<Key, KeyError> {
    let role: String = row.get(1)?;
    let known = Role::ALL.into_iter().find(|known| known.as_str() == role && *known != Role::Server);
    Ok(Key {
        id: row.get(0)?,
        role: known.ok_or(KeyError::Corrupt(role))?,
        area_prefix: row.get(2)?,
        person: row.get(3)?,
        organisation: row.get(4)?,
        created_us: row.get(5)?,
        revoked_us: row.get(6)?,
    })
}

fn now_us() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clerk() -> NewKey {
        NewKey { role: Role::Clerk, area_prefix: "430225".into(), person: Some("c1".into()), organisation: None }
    }

    #[test]
    fn a_token_is_known_until_its_key_is_revoked() {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyStore::open(folder.path()).unwrap();
        let (key, token) = keys.create(&clerk()).unwrap();
        assert!(token.as_str().starts_with("wg_") && token.as_str().len() == 67);
        assert_eq!(*keys.lookup(token.as_str()).unwrap().unwrap(), key);
        assert!(keys.lookup("wg_00").unwrap().is_none());
        assert!(keys.revoke(&key.id).unwrap().revoked_us.is_some());
        assert!(keys.lookup(token.as_str()).unwrap().is_none());
        assert!(matches!(keys.revoke("nobody"), Err(KeyError::Unknown(_))));
    }

    #[test]
    fn keys_made_and_revoked_beside_the_server_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let server = KeyStore::open(folder.path()).unwrap();
        let cli = KeyStore::open(folder.path()).unwrap();
        let (key, token) = cli.create(&clerk()).unwrap();
        assert_eq!(server.lookup(token.as_str()).unwrap().unwrap().id, key.id);
        cli.revoke(&key.id).unwrap();
        std::thread::sleep(REVOKED_WITHIN);
        assert!(server.lookup(token.as_str()).unwrap().is_none());
        assert_eq!(server.list().unwrap().len(), 1);
    }

    #[test]
    fn the_file_holds_no_token() {
        let folder = tempfile::tempdir().unwrap();
        let (_, token) = KeyStore::open(folder.path()).unwrap().create(&clerk()).unwrap();
        let bytes = std::fs::read(folder.path().join(FILE)).unwrap();
        let token = &token.as_str().as_bytes()[3..];
        assert!(!bytes.windows(token.len()).any(|window| window == token));
    }

    #[test]
    fn keys_that_make_no_sense_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyStore::open(folder.path()).unwrap();
        let refused = |new: NewKey| keys.create(&new).map(|(key, _)| key).unwrap_err().to_string();
        assert!(refused(NewKey { role: Role::Server, ..clerk() }).contains("role"));
        assert!(refused(NewKey { area_prefix: "43x".into(), ..clerk() }).contains("43x"));
        assert!(refused(NewKey { person: Some("张三".into()), ..clerk() }).contains("id"));
        assert!(refused(NewKey { person: Some("13800138000".into()), ..clerk() }).starts_with("11 digits"));
        assert!(
            refused(NewKey { organisation: Some("id.11010519491231002x".into()), ..clerk() }).starts_with("17 digits")
        );
        assert!(refused(NewKey { person: None, ..clerk() }).contains("person"));
        assert!(refused(NewKey { role: Role::Gateway, person: Some("p1".into()), ..clerk() }).contains("gateway"));
    }
}
