//! Why a verb ended early: a stable code and its fields, said in the language of the locale.

use std::{borrow::Cow, fmt::Display, io, path::Path, process::ExitCode};

use access::KeyError;
use domain::{case::Refused, values::Invalid};
use event_store::{StoreError, recorder::RecordError};
use event_store_sqlite::{OpenError, is_full};
use sentinel::SentinelError;
use serde_json::{Map, Value, json};
use texts::Lang;
use views::ViewError;

#[derive(Clone, Debug)]
pub struct Failure {
    code: Cow<'static, str>,
    fields: Map<String, Value>,
    /// A bare name of a file in it is that of a file of the data folder, and not one that somebody gave.
    ours: bool,
}

impl Failure {
    pub fn new(code: &'static str, fields: &[(&str, &dyn Display)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).into(), value.to_string().into())).collect();
        Self { code: code.into(), fields, ours: false }
    }

    pub fn io(what: impl Display, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::StorageFull {
            return Self::full(what);
        }
        Self::new("io", &[("what", &what), ("detail", &cause(error).unwrap_or(&error.to_string()))])
    }

    /// Of what was written or read through others.
    pub fn used(what: impl Display, error: &dyn Display) -> Self {
        Self::new("io", &[("what", &what), ("detail", error)])
    }

    /// There is no room for what was to be written there.
    fn full(path: impl Display) -> Self {
        Self::new("disk_full", &[(PATH, &path)])
    }

    /// A value of the domain that cannot be.
    pub fn of(invalid: &Invalid) -> Self {
        let Refused { code, fields } = Refused::new(invalid);
        Self { code: code.into(), fields, ours: false }
    }

    /// Damage is in that file, and not in the data folder's log.
    #[must_use]
    pub fn in_file(mut self, file: &Path) -> Self {
        if let Some(path) = self.fields.get_mut(PATH) {
            *path = file.display().to_string().into();
        }
        self.ours = false;
        self
    }

    fn of_ours(mut self) -> Self {
        self.ours = true;
        self
    }

    /// Files of ours are those in this data folder.
    #[must_use]
    pub fn in_folder(mut self, folder: &Path) -> Self {
        const FILES: [&str; 3] = [event_store_sqlite::LOG_FILE, views::FILE, access::FILE];
        for name in [PATH, "what"] {
            if let Some(field) = self.fields.get_mut(name).filter(|_| self.ours)
                && let Some(file) = FILES.into_iter().find(|file| *file == *field)
            {
                *field = folder.join(file).display().to_string().into();
            }
        }
        self
    }

    /// It is about that argument of the command line.
    #[must_use]
    pub fn about(mut self, argument: &str) -> Self {
        self.fields.insert(ARGUMENT.into(), argument.into());
        self
    }

    /// On standard error.
    pub fn tell(&self, as_json: bool) {
        let text = texts::render(Lang::from_locale(), &self.code, &self.fields);
        if as_json {
            let mut problem = json!({"code": self.code});
            if let Some(problem) = problem.as_object_mut() {
                problem.extend(self.fields.clone());
                problem.insert("detail".into(), text.into());
            }
            eprintln!("{problem}");
        } else {
            let asked = texts::placeholders(Lang::En, &self.code);
            let unsaid = |name: &&str| !asked.contains(name);
            let about = [ARGUMENT, PATH].into_iter().filter(unsaid).find_map(|name| self.fields.get(name)?.as_str());
            let about = about.map_or_else(String::new, |about| format!("{about}: "));
            eprintln!("wengang: {about}{text} [{}]", self.code);
        }
    }

    /// The exit code of whatever ended early is 1.
    pub fn report(&self, as_json: bool) -> ExitCode {
        self.tell(as_json);
        ExitCode::FAILURE
    }
}

/// What a problem is about: said before its text, where that does not say it.
const ARGUMENT: &str = "argument";
const PATH: &str = "path";

/// The usual causes, in words of the texts (`detail-<word>`); others as the system says them.
fn cause(error: &io::Error) -> Option<&'static dyn Display> {
    use io::ErrorKind as Kind;
    Some(match error.kind() {
        Kind::NotFound => &"not_found",
        Kind::PermissionDenied => &"permission_denied",
        Kind::AlreadyExists => &"already_exists",
        Kind::IsADirectory => &"is_a_directory",
        Kind::NotADirectory => &"not_a_directory",
        Kind::ReadOnlyFilesystem => &"read_only_filesystem",
        _ => return None,
    })
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match &error {
            OpenError::InUse { folder } => Self::new("folder_in_use", &[("folder", &folder.display())]),
            OpenError::NewerFormat { path, found, supported } => {
                Self::new("newer_format", &[("path", &path.display()), ("found", found), ("supported", supported)])
            }
            OpenError::OlderFormat { path, found, supported } => {
                Self::new("older_format", &[("path", &path.display()), ("found", found), ("supported", supported)])
            }
            OpenError::Exists { path } => Self::new("file_exists", &[("path", &path.display())]),
            OpenError::NotALog { path } => Self::new("not_a_log", &[("path", &path.display())]),
            OpenError::Missing { path } => Self::new("no_log", &[("path", &path.display())]),
            OpenError::Corrupt { path, detail } => {
                Self::new("corrupt", &[("path", &path.display()), ("position", &""), ("detail", detail)])
            }
            OpenError::WalDamaged { path, sound_bytes } => {
                Self::new("wal_damaged", &[("path", &path.display()), ("sound_bytes", sound_bytes)])
            }
            OpenError::Full { path, .. } => Self::full(path.display()),
            OpenError::Io { path, source } => Self::io(path.display(), source),
            OpenError::Sqlite { path, source } => Self::used(path.display(), source),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Full(_) => Self::full(event_store_sqlite::LOG_FILE),
            StoreError::Corrupt { position, detail } => Self::new(
                "corrupt",
                &[("path", &event_store_sqlite::LOG_FILE), ("position", position), ("detail", detail)],
            ),
            StoreError::Busy(limit) => Self::new("too_busy", &[("limit", limit)]),
            StoreError::Closed => Self::new("unavailable", &[]),
            StoreError::Failed(_) => Self::new("log_failed", &[]),
            StoreError::Io(detail) => Self::used(event_store_sqlite::LOG_FILE, detail),
        }
        .of_ours()
    }
}

impl From<&RecordError> for Failure {
    fn from(error: &RecordError) -> Self {
        if let RecordError::Store(full @ StoreError::Full(_)) = error {
            return full.clone().into();
        }
        let Refused { code, fields } = error.refused();
        Self { code: code.into(), fields, ours: false }
    }
}

impl From<ViewError> for Failure {
    fn from(error: ViewError) -> Self {
        match &error {
            ViewError::UnknownView { view } => {
                let known = projections::ALL.iter().map(|p| p.name).collect::<Vec<_>>().join(", ");
                Self::new("unknown_view", &[("view", view), ("known", &known)])
            }
            ViewError::BadKey { view, key } => Self::new("bad_key", &[("view", view), ("key", key)]),
            ViewError::Busy { replays_max } => Self::new("too_many_replays", &[("replays_max", replays_max)]),
            ViewError::CorruptEvent { position, detail } => Self::new(
                "corrupt",
                &[
                    ("path", &event_store_sqlite::LOG_FILE),
                    ("position", position),
                    ("detail", &format_args!("unreadable: {detail}")),
                ],
            ),
            ViewError::NotInLog { position, event } => {
                Self::new("log_lost_event", &[("position", position), ("id", event)])
            }
            ViewError::Stopped { view, detail } => Self::new("view_stopped", &[("view", view), ("detail", detail)]),
            ViewError::NewerFormat { found, known } => {
                Self::new("newer_format", &[("path", &views::FILE), ("found", found), ("supported", known)])
            }
            ViewError::Store(error) => error.clone().into(),
            ViewError::NoRoom { .. } => Self::full(views::FILE),
            ViewError::File(error) if is_full(error) => Self::full(views::FILE),
            other => match other.damage() {
                Some(detail) => Self::new("views_damaged", &[(PATH, &views::FILE), ("detail", &detail)]),
                None => Self::used(views::FILE, other),
            },
        }
        .of_ours()
    }
}

impl From<SentinelError> for Failure {
    fn from(error: SentinelError) -> Self {
        match error {
            SentinelError::View(error) => error.into(),
            SentinelError::Record(error) => (&error).into(),
            row @ SentinelError::Row { .. } => Self::used(views::FILE, &row).of_ours(),
        }
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        match &error {
            KeyError::ServerRole => Self::new("bad_key_role", &[]),
            KeyError::BadAreaPrefix(prefix) => Self::new("bad_area_prefix", &[("value", prefix)]),
            KeyError::BadName(name) => Self::new("bad_name", &[("value", name)]),
            KeyError::PersonalNumber { digits } => Self::new("personal_number", &[("digits", digits)]),
            KeyError::Missing(path) => Self::new("no_keys", &[("path", &path.display())]),
            KeyError::GatewayPerson => Self::new("gateway_person", &[]),
            KeyError::PersonMissing => Self::new("person_missing", &[]),
            KeyError::Unknown(id) => Self::new("unknown_key", &[("id", id)]),
            KeyError::NewerFormat { found, known } => {
                Self::new("newer_format", &[("path", &access::FILE), ("found", found), ("supported", known)])
            }
            KeyError::File(error) if is_full(error) => Self::full(access::FILE),
            other => Self::used(access::FILE, other),
        }
        .of_ours()
    }
}
