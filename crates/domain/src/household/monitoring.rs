//! 防返贫监测 How a household comes to be monitored, and how its risk comes to be removed: one table of steps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Event, Household, HouseholdKind, Refusal};
use crate::{
    actor::Actor,
    case::{Cited, Common, Stamp, Stop, not_before, only_in},
    person::LabourAbility,
    policy::{Standard, in_force, in_force_if_any},
    values::{Date, Span},
};

/// 监测对象类型
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MonitoredKind {
    /// 脱贫不稳定户
    UnstableExPoor,
    /// 边缘易致贫户
    Marginal,
    /// 突发严重困难户
    SuddenHardship,
}

/// How far identification or removal has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    #[default]
    NotMonitored,
    ClueReceived,
    Authorised,
    HomeVerified,
    DataMatched,
    DemocraticallyReviewed,
    VillageNoticed,
    TownshipReviewed,
    CountyConfirmed,
    Announced,
    PlanMade,
    Supported,
    Relapsed,
    RemovalProposed,
    RemovalHomeVerified,
    RemovalDemocraticallyReviewed,
    RemovalNoticed,
    RemovalTownshipReviewed,
    RemovalAnnounced,
    RiskRemoved,
    Rejected,
}

/// From where to where a step leads; the same act serves identification and removal.
fn ways(step: &Event) -> &'static [(Stage, Stage)] {
    use Stage::{
        Announced, Authorised, ClueReceived, CountyConfirmed, DataMatched, DemocraticallyReviewed, HomeVerified,
        NotMonitored, PlanMade, Rejected, Relapsed, RemovalAnnounced, RemovalDemocraticallyReviewed,
        RemovalHomeVerified, RemovalNoticed, RemovalProposed, RemovalTownshipReviewed, RiskRemoved, Supported,
        TownshipReviewed, VillageNoticed,
    };
    match step {
        Event::ClueReceived { .. } => &[(NotMonitored, ClueReceived), (Rejected, ClueReceived)],
        Event::Authorised { .. } => &[(ClueReceived, Authorised)],
        Event::HomeVerified { .. } => &[(Authorised, HomeVerified), (RemovalProposed, RemovalHomeVerified)],
        Event::DataMatched { .. } => &[(HomeVerified, DataMatched)],
        Event::DemocraticallyReviewed { .. } => {
            &[(DataMatched, DemocraticallyReviewed), (RemovalHomeVerified, RemovalDemocraticallyReviewed)]
        }
        Event::VillageNoticed { .. } => {
            &[(DemocraticallyReviewed, VillageNoticed), (RemovalDemocraticallyReviewed, RemovalNoticed)]
        }
        Event::TownshipReviewed { .. } => {
            &[(VillageNoticed, TownshipReviewed), (RemovalNoticed, RemovalTownshipReviewed)]
        }
        Event::CountyConfirmed { .. } => &[(TownshipReviewed, CountyConfirmed)],
        Event::Announced { .. } => &[(CountyConfirmed, Announced), (RemovalTownshipReviewed, RemovalAnnounced)],
        Event::PlanMade { .. } => &[(Announced, PlanMade), (Relapsed, PlanMade)],
        Event::Supported { .. } => &[(PlanMade, Supported)],
        Event::RiskRemovalProposed { .. } => &[(Supported, RemovalProposed)],
        Event::RiskRemoved { .. } => &[(RemovalAnnounced, RiskRemoved)],
        Event::Relapsed { .. } => &[(RiskRemoved, Relapsed)],
        Event::Rejected { .. } => &[
            (ClueReceived, Rejected),
            (Authorised, Rejected),
            (HomeVerified, Rejected),
            (DataMatched, Rejected),
            (DemocraticallyReviewed, Rejected),
            (VillageNoticed, Rejected),
            (TownshipReviewed, Rejected),
        ],
        _ => &[],
    }
}

impl Stage {
    /// 监测对象 Confirmed, and its risk not removed.
    pub fn is_monitored(self) -> bool {
        (Self::CountyConfirmed..=Self::RemovalAnnounced).contains(&self)
    }

    fn is_identification(self) -> bool {
        (Self::ClueReceived..=Self::TownshipReviewed).contains(&self)
    }

    pub fn is_removal(self) -> bool {
        (Self::RemovalProposed..=Self::RemovalAnnounced).contains(&self)
    }

    /// Is a public notice, or the decision after it, under way? Then anybody may object.
    fn is_noticed(self) -> bool {
        matches!(
            self,
            Self::VillageNoticed
                | Self::TownshipReviewed
                | Self::RemovalNoticed
                | Self::RemovalTownshipReviewed
                | Self::RemovalAnnounced
        )
    }

    /// Where monitoring goes on for a household that splits off: a removal begins anew.
    pub(super) fn inherited(self) -> Self {
        match self {
            removal if removal.is_removal() => Self::Supported,
            decided if decided.is_monitored() || decided == Self::RiskRemoved => decided,
            _ => Self::NotMonitored,
        }
    }

    /// Where a step leads from here. A decision of another system may come out of order and be true all the same.
    pub fn after(self, step: &Event) -> Option<Self> {
        let ways = ways(step);
        let regular = ways.iter().find(|(from, _)| *from == self);
        let irregular = match step {
            Event::ClueReceived { .. } | Event::Supported { .. } => None,
            _ if self.is_removal() => ways.last(),
            _ => ways.first(),
        };
        regular.or(irregular).map(|(_, to)| *to)
    }
}

/// The procedure of one household, as far as it has come.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Monitoring {
    pub stage: Stage,
    /// When it came to this stage.
    pub since: Option<Date>,
    /// Kept after removal: a relapse is one of the same kind.
    pub kind: Option<MonitoredKind>,
    /// The clue that began the procedure; limits run from here.
    pub clue_on: Option<Date>,
    pub notice: Option<Span>,
    /// An adverse decision was noticed with its reason.
    pub rejection_noticed_on: Option<Date>,
    pub objection_open: bool,
    pub confirmed: Option<Decision>,
    pub removed: Option<Decision>,
    /// Who took the steps; none of them decides.
    #[serde(skip)]
    recorders: Vec<Actor>,
}

/// A decision that may have to be annulled.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    pub event: Uuid,
    pub on: Date,
    #[serde(skip)]
    by: Actor,
}

impl Decision {
    fn of(stamp: &Stamp) -> Self {
        Self { event: stamp.id, on: stamp.occurred_on, by: stamp.actor.clone() }
    }

    /// By another person, on the day of the decision.
    fn may_be_annulled(known: Option<&Self>, event: Uuid, stamp: &Stamp) -> Result<(), Stop> {
        let decision = known.filter(|known| known.event == event).ok_or(Common::NothingToCorrect { event })?;
        stamp.corrects(decision.on)?;
        stamp.by_another_than(&decision.by)
    }
}

impl Household {
    /// The guards of the procedure.
    pub(super) fn may_step(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let known = &self.monitoring;
        match event {
            Event::ClueReceived { .. } => return Ok(()),
            // Support may precede confirmation. DOMAIN §2.1.
            Event::Supported { .. } if matches!(known.stage, Stage::NotMonitored | Stage::Rejected) => {
                Err(Refusal::NothingToSupport {})?;
            }
            Event::Supported { .. } => return Ok(()),
            _ => {}
        }
        let from: Vec<_> = ways(event).iter().map(|(from, _)| *from).collect();
        if !from.is_empty() {
            only_in(&known.stage, &from)?;
            if let Some(since) = known.since {
                not_before(stamp, since)?;
            }
        }
        match event {
            Event::VillageNoticed { span, .. } => self.long_enough(span, stamp, cited),
            Event::CountyConfirmed { kind, .. } => {
                self.may_be_decided(stamp)?;
                self.fits(*kind, stamp)
            }
            Event::RiskRemovalProposed { .. } => self.may_be_removed(stamp, cited),
            Event::RiskRemoved { .. } => {
                self.may_be_decided(stamp)?;
                self.may_be_removed(stamp, cited)
            }
            Event::RejectionNoticed { .. } if !known.stage.is_identification() && !known.stage.is_monitored() => {
                Err(Refusal::NothingToReject { stage: known.stage })?
            }
            Event::Rejected { .. } => {
                self.may_be_turned_down()?;
                self.by_another_than_recorders(stamp)
            }
            Event::Objected { .. } if known.rejection_noticed_on.is_none() && !known.stage.is_noticed() => {
                Err(Refusal::NothingNoticed {})?
            }
            Event::ObjectionDecided { .. } if !known.objection_open => Err(Refusal::NoObjectionOpen {})?,
            Event::ConfirmationAnnulled { confirmation, .. } => {
                Decision::may_be_annulled(known.confirmed.as_ref(), *confirmation, stamp)?;
                self.may_be_turned_down()
            }
            Event::RemovalAnnulled { removal, .. } => {
                Decision::may_be_annulled(known.removed.as_ref(), *removal, stamp)
            }
            _ => Ok(()),
        }
    }

    fn by_another_than_recorders(&self, stamp: &Stamp) -> Result<(), Stop> {
        self.monitoring.recorders.iter().try_for_each(|recorder| stamp.by_another_than(recorder))
    }

    /// After the notice, its objections decided, by someone who took no step of the procedure.
    fn may_be_decided(&self, stamp: &Stamp) -> Result<(), Stop> {
        let ends = self.monitoring.notice.and_then(|notice| notice.to);
        if let Some(ends) = ends.filter(|ends| stamp.occurred_on <= *ends) {
            Err(Refusal::VillageNoticeNotOver { ends })?;
        }
        if self.monitoring.objection_open {
            Err(Refusal::MonitoringObjectionOpen {})?;
        }
        self.by_another_than_recorders(stamp)
    }

    /// An adverse act is noticed with its reason, may be objected to, and is then decided. DOMAIN §1.
    fn may_be_turned_down(&self) -> Result<(), Stop> {
        if self.monitoring.rejection_noticed_on.is_none() {
            Err(Refusal::RejectionNotNoticed {})?;
        }
        if self.monitoring.objection_open {
            Err(Refusal::MonitoringObjectionOpen {})?;
        }
        Ok(())
    }

    fn long_enough(&self, span: &Span, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let (Some(area), Some(to)) = (self.area, span.to) else { Err(Refusal::VillageNoticeOpenEnded {})? };
        if let Standard::Monitoring { notice_days_min, .. } =
            in_force(cited, "monitoring", area, stamp.occurred_on)?.version.standard
        {
            // The first day is not counted. DOMAIN §1.
            let days = to.days_since(span.from);
            if days < i64::from(notice_days_min) {
                Err(Refusal::VillageNoticeTooShort { days, days_min: notice_days_min })?;
            }
        }
        Ok(())
    }

    fn fits(&self, kind: MonitoredKind, stamp: &Stamp) -> Result<(), Stop> {
        let ex_poor = self.household_kind == HouseholdKind::ExPoor;
        match kind {
            MonitoredKind::UnstableExPoor if !ex_poor => Err(Refusal::NotExPoor {})?,
            MonitoredKind::Marginal if ex_poor => Err(Refusal::IsExPoor {})?,
            MonitoredKind::SuddenHardship if self.shocked_on.is_none_or(|on| on > stamp.occurred_on) => {
                Err(Refusal::NoShockRecorded {})?
            }
            _ => Ok(()),
        }
    }

    /// Income above that year's line, three guarantees and water secure, no open risk, somebody who can work. DOMAIN §2.1.
    fn may_be_removed(&self, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let Some(area) = self.area else { return Ok(()) };
        let this_year = stamp.occurred_on.year();
        let assessed = self.income.range(this_year.saturating_sub(1)..=this_year).next_back();
        let (year, income) = assessed.ok_or(Refusal::IncomeNotAssessed { year: this_year })?;
        let year_end = Date::new(*year, 12, 31).unwrap_or(stamp.occurred_on).min(stamp.occurred_on);
        if let Standard::IncomeLine { yearly_fen } = in_force(cited, "income_line", area, year_end)?.version.standard {
            let per_head_fen = income.per_head_fen();
            if per_head_fen <= yearly_fen {
                Err(Refusal::IncomeNotAboveLine { year: *year, per_head_fen, line_fen: yearly_fen })?;
            }
        }
        match &self.insecure {
            None => Err(Refusal::GuaranteesNotChecked {})?,
            Some(insecure) if !insecure.is_empty() => {
                Err(Refusal::GuaranteesInsecure { insecure: insecure.clone() })?;
            }
            Some(_) => {}
        }
        if let Some(open) = self.open_risks.first() {
            Err(Refusal::RiskOpen { risk: open.event, since: open.since })?;
        }
        let rule = in_force_if_any(cited, "risk_removal", area, stamp.occurred_on)?;
        let without_labour =
            rule.is_some_and(|rule| matches!(rule.version.standard, Standard::RiskRemoval { without_labour: true }));
        if !without_labour && !self.has_labour(cited)? {
            Err(Refusal::NoLabour {})?;
        }
        Ok(())
    }

    /// Somebody is known to be able to work.
    fn has_labour(&self, cited: &Cited) -> Result<bool, Stop> {
        for member in self.members.keys() {
            if matches!(cited.get(member)?.labour_ability, Some(LabourAbility::Full | LabourAbility::Partial)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Monitoring {
    pub(super) fn of_split(stage: Stage, kind: Option<MonitoredKind>, since: Date) -> Self {
        Self { stage, kind, since: (stage != Stage::NotMonitored).then_some(since), ..Self::default() }
    }

    fn stands_at(&mut self, stage: Stage, stamp: &Stamp) {
        (self.stage, self.since) = (stage, Some(stamp.occurred_on));
        (self.notice, self.rejection_noticed_on, self.objection_open) = (None, None, false);
        self.recorders.clear();
    }

    fn took_part(&mut self, actor: &Actor) {
        if !self.recorders.contains(actor) {
            self.recorders.push(actor.clone());
        }
    }

    pub(super) fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        let on = stamp.occurred_on;
        if let Some(next) = self.stage.after(event) {
            let begins = matches!(next, Stage::ClueReceived | Stage::RemovalProposed | Stage::Relapsed);
            let ends = matches!(next, Stage::Rejected | Stage::RiskRemoved | Stage::CountyConfirmed);
            if begins || ends {
                self.stands_at(next, stamp);
            }
            (self.stage, self.since) = (next, Some(on));
            self.took_part(&stamp.actor);
            if next == Stage::ClueReceived {
                self.clue_on = Some(on);
            }
        }
        match event {
            Event::VillageNoticed { span, .. } => self.notice = Some(*span),
            Event::CountyConfirmed { kind, .. } => {
                self.kind = Some(*kind);
                self.confirmed = Some(Decision::of(stamp));
            }
            Event::RiskRemoved { .. } => self.removed = Some(Decision::of(stamp)),
            Event::Relapsed { .. } => self.removed = None,
            Event::RejectionNoticed { .. } => {
                self.rejection_noticed_on = Some(on);
                self.took_part(&stamp.actor);
            }
            Event::Objected { .. } => self.objection_open = true,
            Event::ObjectionDecided { upheld: false, .. } => self.objection_open = false,
            Event::ObjectionDecided { upheld: true, .. } => {
                self.objection_open = false;
                let noticed_rejection = self.rejection_noticed_on.take().is_some();
                if !noticed_rejection {
                    // What was on public notice is called off: the village reviews again, or the household stays monitored.
                    self.stage = if self.stage.is_removal() { Stage::Supported } else { Stage::DataMatched };
                    (self.since, self.notice) = (Some(on), None);
                }
            }
            Event::ConfirmationAnnulled { .. } => {
                self.stands_at(Stage::Rejected, stamp);
                (self.kind, self.confirmed) = (None, None);
            }
            Event::RemovalAnnulled { .. } => {
                self.stands_at(Stage::Supported, stamp);
                self.removed = None;
            }
            _ => {}
        }
    }
}
