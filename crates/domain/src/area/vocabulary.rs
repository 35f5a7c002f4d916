//! The words of an area: what it is, what it is designated as, who does what.

use std::mem::discriminant;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    values::{AreaCode, Level, Note},
    welfare_post::PostCategory,
};

/// What tells the area apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum AreaIdentity {
    /// 行政区划 By its statistical division code.
    Division(AreaCode),
    /// 易地扶贫搬迁安置区 Without a code of its own; the division that it lies in.
    Site(AreaCode),
}

/// 重点地区 The notice closes its list with 等, so it stays open. Notice §二(一), §二(七).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Designation {
    /// 乡村振兴重点帮扶县
    KeyCounty,
    /// 脱贫地区
    ExPoorCounty,
    /// 易地搬迁集中安置区
    RelocationSite,
    /// 民族地区
    EthnicArea,
    Other {
        reason: Note,
    },
}

impl Designation {
    pub(super) fn fits(&self, identity: AreaIdentity) -> bool {
        match (self, identity) {
            (Self::KeyCounty | Self::ExPoorCounty, AreaIdentity::Division(code)) => code.level() == Level::County,
            (Self::KeyCounty | Self::ExPoorCounty, AreaIdentity::Site(_)) => false,
            (Self::RelocationSite, identity) => matches!(identity, AreaIdentity::Site(_)),
            (Self::EthnicArea | Self::Other { .. }, _) => true,
        }
    }
}

/// Why a quota is as high as it is: number of ex-poor people, difficulty of finding work, public need. Notice §二(四).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaBasis {
    /// 脱贫人口数量
    pub ex_poor_population: u32,
    /// 就业困难人数 How many of them find work hard to get.
    pub hard_to_employ: u32,
    /// 公共利益需要
    pub public_need: Note,
}

/// Posts of one category; all that are "other" count as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryPosts {
    pub category: PostCategory,
    pub posts: u32,
}

impl CategoryPosts {
    fn is(&self, category: &PostCategory) -> bool {
        discriminant(&self.category) == discriminant(category)
    }
}

pub(super) fn posts_of(all: &[CategoryPosts], category: &PostCategory) -> Option<u32> {
    all.iter().find(|c| c.is(category)).map(|c| c.posts)
}

pub(super) fn named_twice(all: &[CategoryPosts]) -> Option<&PostCategory> {
    let repeated = |(i, c): &(usize, &CategoryPosts)| all.iter().take(*i).any(|earlier| earlier.is(&c.category));
    all.iter().enumerate().find(repeated).map(|(_, c)| &c.category)
}

/// At most one entry a category, so never longer than the list of categories.
pub(super) fn count(all: &mut Vec<CategoryPosts>, category: &PostCategory, change: i32) {
    match all.iter_mut().find(|c| c.is(category)) {
        Some(known) => known.posts = known.posts.saturating_add_signed(change),
        None => {
            all.push(CategoryPosts { category: category.clone(), posts: 0_u32.saturating_add_signed(change) });
        }
    }
}

/// What a project at a relocation site is. Notice §二(七).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HiringProject {
    /// 政府投资建设项目
    GovernmentInvested,
    /// 基层管理服务项目
    GrassRootsManagement,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Department {
    /// 人力资源社会保障
    HumanResources,
    /// 发展改革
    DevelopmentAndReform,
    /// 乡村振兴
    RuralRevitalisation,
    /// 财政
    Finance,
    Other {
        name: Note,
    },
}

/// The tasks of the notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// 劳务协作对接 §二(一)
    LabourCooperation,
    /// 就业帮扶载体 §二(二)
    Workshops,
    /// 以工代赈 §二(三)
    WorkRelief,
    /// 公益岗位 §二(四)
    WelfarePosts,
    /// 就业服务保障 §二(五)
    Services,
    /// 脱贫家庭青年 §二(六)
    Youth,
    /// 重点地区 §二(七)
    KeyAreas,
    /// 监测调度 §三(二)
    Monitoring,
    /// 宣传引导 §三(三)
    Publicity,
}
