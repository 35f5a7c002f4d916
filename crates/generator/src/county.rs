//! A county: its villages, and the people at its desks. No two steps of a decision share a person.

use domain::{
    actor::{Actor, Role},
    organisation::Organisation,
    stream::Ref,
    values::{AreaCode, Level},
};

use crate::{
    divisions::{self, Land},
    rng::Rng,
    scale::Scale,
};

/// Who records and who approves, in one county or at a higher level.
#[derive(Clone, Debug)]
pub struct Desks {
    /// 人社 经办、审批
    pub clerk: Actor,
    pub approver: Actor,
    /// 乡村振兴 monitors households.
    pub monitor: Actor,
    pub monitor_chief: Actor,
    /// 财政
    pub treasurer: Actor,
    pub treasury_chief: Actor,
    /// 代理银行
    pub bank: Actor,
}

#[derive(Clone, Debug)]
pub struct Village {
    pub code: AreaCode,
    /// 村级经办
    pub clerk: Actor,
    /// 乡镇审核
    pub township: Actor,
    /// The unit that employs on welfare posts, once it is registered.
    pub unit: Option<Ref<Organisation>>,
}

#[derive(Clone, Debug)]
pub struct County {
    pub code: AreaCode,
    pub name: &'static str,
    pub prefecture: AreaCode,
    pub desks: Desks,
    pub villages: Vec<Village>,
    /// Employers, once they are registered.
    pub firms: Vec<Ref<Organisation>>,
}

impl Desks {
    /// `of`: digits of the area they serve.
    pub fn new(of: &str, rng: &mut Rng) -> Self {
        let mut seat = |office: &str, role| actor(&rng.hex(), &format!("{office}-{of}"), role);
        Self {
            clerk: seat("hrss", Role::Clerk),
            approver: seat("hrss", Role::Approver),
            monitor: seat("rural", Role::Clerk),
            monitor_chief: seat("rural", Role::Approver),
            treasurer: seat("finance", Role::Clerk),
            treasury_chief: seat("finance", Role::Approver),
            bank: seat("bank", Role::Clerk),
        }
    }
}

/// Ids that are written down here are plain; another one would be the server.
pub fn actor(person: &str, organisation: &str, role: Role) -> Actor {
    Actor::new(person, organisation, role).unwrap_or_else(Actor::server)
}

/// The counties that take part, spread over the province.
pub fn taking_part(scale: &Scale, rng: &mut Rng) -> Vec<County> {
    let land = divisions::counties();
    let chosen = (0..scale.counties).filter_map(|i| land.get(i * land.len() / scale.counties));
    chosen.map(|land| county(land, scale, rng)).collect()
}

fn county(land: &Land, scale: &Scale, rng: &mut Rng) -> County {
    let desks = Desks::new(land.county.short(), rng);
    let mut township: Option<(AreaCode, Actor)> = None;
    let villages = land.villages.iter().take(scale.villages).map(|code| {
        let of = code.at(Level::Township);
        let reviewer = match &township {
            Some((same, reviewer)) if *same == of => reviewer.clone(),
            _ => actor(&rng.hex(), &format!("township-{}", of.short()), Role::Clerk),
        };
        township = Some((of, reviewer.clone()));
        let clerk = actor(&rng.hex(), &format!("village-{code}"), Role::Clerk);
        Village { code: *code, clerk, township: reviewer, unit: None }
    });
    let villages = villages.collect();
    County {
        code: land.county,
        name: land.name,
        prefecture: land.county.at(Level::Prefecture),
        desks,
        villages,
        firms: vec![],
    }
}
