//! F31 滞留闲置.

use domain::{
    finding::CheckId,
    fund::{AllocationDocument, Event, Fund, Payer, Purpose, Source},
    stream::Ref,
    values::{Date, EvidenceKind, Fen, Note},
};

use crate::{
    stories::Scene,
    world::{When, World, note},
};

/// Local money that came, and that nobody asked for.
fn received(world: &mut World, scene: &Scene) -> (Ref<Fund>, Note, Fen) {
    let area = world.counties[scene.county].code;
    let fund = Ref::<Fund>::new(format_args!("{}-idle-{}", area.short(), &world.rng.hex()[..8]));
    let number = note(&format!("县财社〔{}〕{}号", scene.on.year(), world.rng.between(300, 900)));
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let opened = Event::Opened {
        area,
        holder: None,
        source: Source::Local,
        document: AllocationDocument { number: number.clone(), dated: scene.on, evidence },
        purpose: Purpose::AnySubsidy,
        fiscal_year: scene.on.year(),
        central_direct: false,
        parent: None,
    };
    world.tell(When::from(scene.on).hour(8), &scene.desks.treasurer, &fund, opened);
    let (amount_fen, evidence) = (Fen::yuan(20_000), world.rng.evidence(EvidenceKind::BankSlip));
    let from = Payer::Outside { payer: note("县财政") };
    let received = Event::Received { from, document: number.clone(), amount_fen, evidence };
    world.tell(When::from(scene.on).hour(9), &scene.desks.treasurer, &fund, received);
    (fund, number, amount_fen)
}

pub fn left_lying(world: &mut World, scene: &Scene) {
    let (fund, ..) = received(world, scene);
    world.expect(CheckId::IdleFunds, &fund, true);
}

/// A surplus, returned before the days of the standard are over.
pub fn given_back(world: &mut World, scene: &Scene) {
    let (fund, document, amount_fen) = received(world, scene);
    let on: Date = scene.day(330);
    let evidence = world.rng.evidence(EvidenceKind::BankSlip);
    let returned = Event::SurplusReturned { to: None, document, amount_fen, evidence };
    world.tell(When::from(on).elsewhere(), &scene.desks.treasurer, &fund, returned);
    world.expect(CheckId::IdleFunds, &fund, false);
}
