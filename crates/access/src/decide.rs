//! Every decision on a key. Pure; what is not allowed here is refused.

use domain::{
    actor::{Actor, Role},
    admission::Reach,
    case::Case,
    policy::Policy,
    values::AreaCode,
};

use crate::Key;

/// May it record facts at all? The rules of each fact narrow it further.
pub fn may_write(role: Role) -> bool {
    matches!(role, Role::Clerk | Role::Approver | Role::Gateway)
}

/// May it state who acted? A gateway does, and only with roles that record facts.
pub fn may_name_actor(key: Role, actor: Role) -> bool {
    key == Role::Gateway && matches!(actor, Role::Clerk | Role::Approver)
}

/// May it see what happened in a case of this category and area? What belongs nowhere is seen by all, and so are the
/// standards, which are published (notice §三(三)).
pub fn may_read(key: &Key, category: &str, area: Option<AreaCode>) -> bool {
    category == Policy::CATEGORY || area.is_none_or(|area| area.starts_with(&key.area_prefix))
}

/// The cases that it may write to.
pub fn reach_of(key: &Key) -> Reach {
    Reach { area_prefix: key.area_prefix.clone() }
}

/// Who acts with this key: its person, or the key itself. `None` for a gateway, which names the actor each time.
pub fn actor_of(key: &Key) -> Option<Actor> {
    if key.role == Role::Gateway {
        return None;
    }
    let person = key.person.clone().unwrap_or_else(|| format!("key-{}", key.id));
    Actor::new(&person, key.organisation.as_deref().unwrap_or("none"), key.role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(role: Role, area_prefix: &str) -> Key {
        let (id, area_prefix) = ("00ff00ff00ff00ff".into(), area_prefix.into());
        Key { id, role, area_prefix, person: None, organisation: None, created_us: 0, revoked_us: None }
    }

    #[test]
    fn a_reader_and_the_server_have_no_key_to_write_with() {
        let writers: Vec<_> = Role::ALL.into_iter().filter(|role| may_write(*role)).collect();
        assert_eq!(writers, [Role::Clerk, Role::Approver, Role::Gateway]);
    }

    #[test]
    fn only_a_gateway_names_actors_and_only_those_who_record() {
        for key in Role::ALL {
            for actor in Role::ALL {
                let allowed = key == Role::Gateway && matches!(actor, Role::Clerk | Role::Approver);
                assert_eq!(may_name_actor(key, actor), allowed, "{key:?} {actor:?}");
            }
        }
    }

    #[test]
    fn a_key_reads_its_area_what_belongs_nowhere_and_the_standards() {
        let county = key(Role::Reader, "430225");
        let area = |code: &str| code.parse().ok();
        assert!(may_read(&county, "person", area("430225103204")));
        assert!(!may_read(&county, "person", area("430224103204")));
        assert!(!may_read(&county, "person", area("430200000000")));
        assert!(may_read(&county, "policy", area("430000000000")));
        assert!(may_read(&county, "calendar", None));
    }

    #[test]
    fn without_a_person_the_key_acts_for_itself() {
        let actor = actor_of(&key(Role::Clerk, "")).unwrap();
        assert_eq!(actor.as_str(), "key-00ff00ff00ff00ff/none/clerk");
        assert!(actor_of(&key(Role::Gateway, "")).is_none());
    }
}
