//! 劳动权益 Jobs with a firm, and what goes wrong in them: disputes, complaints of wages. The usual way of each, of which the
//! stories are made.

use domain::{
    dispute::{ClaimKind, Claimed, Dispute, Event, Finality},
    organisation::Organisation,
    person::{Event as PersonEvent, Job, Person},
    stream::Ref,
    values::{Date, EvidenceKind, Fen, Month},
    wage_complaint::{self, WageComplaint},
};
use uuid::Uuid;

use crate::{stories::Scene, world::World};

/// A worker and who employs them.
#[derive(Clone, Debug)]
pub struct Employment {
    pub worker: Ref<Person>,
    pub firm: Ref<Organisation>,
    pub job: Job,
    pub since: Date,
}

impl World {
    /// One of the county's firms.
    pub fn firm_of(&mut self, county: usize) -> Ref<Organisation> {
        let firm = self.rng.below(self.counties[county].firms.len());
        self.counties[county].firms[firm].clone()
    }

    /// Someone of the story's own starts to work for a firm.
    pub fn employed(&mut self, scene: &Scene, on: Date, firm: &Ref<Organisation>, job: Job) -> Employment {
        let worker = self.adult(scene.on, scene.area);
        self.account_of(scene.on, scene.area, &worker);
        let (full_time, destination) = (job != Job::Flexible, self.counties[scene.county].code);
        let started = PersonEvent::JobStarted { job, full_time, employer: Some(firm.clone()), destination };
        self.tell(on, &scene.clerk, &worker, started);
        Employment { worker, firm: firm.clone(), job, since: on }
    }

    /// 申请仲裁 On the green channel.
    pub fn files(&mut self, scene: &Scene, on: Date, parties: &Employment, kind: ClaimKind, yuan: u32) -> Ref<Dispute> {
        let dispute = Ref::<Dispute>::new(self.rng.hex());
        let filed = Event::Filed {
            area: scene.area,
            worker: parties.worker.clone(),
            employer: parties.firm.clone(),
            claims: vec![Claimed { kind, amount_fen: (yuan > 0).then(|| Fen::yuan(yuan)) }],
            arose_on: on.plus_days(-self.rng.days(10, 40)).max(parties.since),
            green_channel: true,
            evidence: self.rng.evidence(EvidenceKind::Application),
        };
        self.tell(on, &scene.desks.clerk, &dispute, filed);
        dispute
    }

    /// 受理、组庭 Accepted that day, the parties told who decides two days later.
    pub fn accepts(&mut self, scene: &Scene, on: Date, dispute: &Ref<Dispute>) {
        let accepted = Event::Accepted { evidence: self.rng.evidence(EvidenceKind::Decision) };
        self.tell(on, &scene.desks.clerk, dispute, accepted);
        let told = Event::TribunalNoticed { evidence: self.rng.evidence(EvidenceKind::Decision) };
        self.tell(on.plus_days(2), &scene.desks.clerk, dispute, told);
    }

    /// 开庭、裁决 Heard that day, decided five days later, in force three or twenty days after that.
    pub fn awards(&mut self, scene: &Scene, on: Date, dispute: &Ref<Dispute>, finality: Finality, yuan: u32) -> Date {
        let clerk = &scene.desks.clerk;
        let minutes = self.rng.evidence(EvidenceKind::Minutes);
        self.tell(on, clerk, dispute, Event::HearingHeld { minutes });
        let (awarded, served_on) = (on.plus_days(5), on.plus_days(7));
        let (amount_fen, evidence) = (Fen::yuan(yuan), self.rng.evidence(EvidenceKind::Decision));
        self.tell(awarded, clerk, dispute, Event::Awarded { finality, amount_fen, evidence });
        // Fifteen days in which the parties can sue may end in a long holiday.
        let effective = served_on.plus_days(if finality == Finality::Final { 1 } else { 25 });
        let evidence = self.rng.evidence(EvidenceKind::Certificate);
        self.tell(effective, clerk, dispute, Event::BecameEffective { served_on, evidence });
        effective
    }

    /// 到账
    pub fn is_credited(&mut self, scene: &Scene, on: Date, dispute: &Ref<Dispute>, yuan: u32) -> Uuid {
        let (amount_fen, slip) = (Fen::yuan(yuan), self.rng.evidence(EvidenceKind::BankSlip));
        self.tell(on, &scene.desks.clerk, dispute, Event::Credited { amount_fen, slip })
    }

    /// 结案
    pub fn closes(&mut self, scene: &Scene, on: Date, dispute: &Ref<Dispute>) {
        let document = self.rng.evidence(EvidenceKind::Decision);
        self.tell(on, &scene.desks.clerk, dispute, Event::Closed { document });
    }

    /// 欠薪投诉 Of last month's wages.
    pub fn complains(&mut self, scene: &Scene, on: Date, parties: &Employment, yuan: u32) -> Ref<WageComplaint> {
        let complaint = Ref::<WageComplaint>::new(self.rng.hex());
        let last: Month = on.month().first().plus_days(-1).month();
        let filed = wage_complaint::Event::Filed {
            area: scene.area,
            worker: parties.worker.clone(),
            employer: parties.firm.clone(),
            from: last,
            to: last,
            claimed_fen: Fen::yuan(yuan),
            evidence: self.rng.evidence(EvidenceKind::Application),
        };
        self.tell(on, &scene.desks.clerk, &complaint, filed);
        complaint
    }

    /// 核查、责令支付 Found three days later, ordered on the sixth day; the last day for paying.
    pub fn orders(&mut self, scene: &Scene, on: Date, complaint: &Ref<WageComplaint>, yuan: u32) -> Date {
        let (owed_fen, evidence) = (Fen::yuan(yuan), self.rng.evidence(EvidenceKind::Inspection));
        let checked = wage_complaint::Event::Checked { owed_fen, evidence };
        self.tell(on.plus_days(3), &scene.desks.clerk, complaint, checked);
        let (pay_by, evidence) = (on.plus_days(21), self.rng.evidence(EvidenceKind::Decision));
        let ordered = wage_complaint::Event::Ordered { pay_by, evidence };
        self.tell(on.plus_days(6), &scene.desks.approver, complaint, ordered);
        pay_by
    }
}
