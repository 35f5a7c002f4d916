# One text a code: what happened, where, how to mend it. The placeholders are the fields of the code; amounts in _fen are shown
# in yuan.

## area

area_ended = This area was succeeded by others on { $on }; nothing new is decided for it. Use the code of its successor.
no_successor = An area that ends has a successor. Name it.
unfit_successor = { $area } cannot succeed: it is the area itself, or has ended. Name another.
already_designated = It is designated as { $designation } since { $since } already.
not_designated = It is not designated as { $designation }. Check the designation.
misplaced_designation = { $designation } does not fit an area of this kind: counties are key counties, sites are relocation sites. Check the area.
quota_of_county_only = Posts are counted against a county's quota. Set it for the county.
categories_above_total = The categories add up to { $by_category } posts, more than the total of { $total }. Check the numbers.
category_named_twice = The category { $category } stands twice. Give it one number.
quota_reached = All { $quota } posts of the quota exist (category: { $category }). Raise the quota or abolish a post first.
no_such_survey = There is no survey { $survey } of demand, or it is answered. Give the id of the event that found it.
target_of_another_year = A target is set for this year or the next, not for { $year }. Correct the year.
not_a_site = The obligation to hire by proportion is one of relocation sites. Check the area.
ratio_above_whole = A ratio of { $ratio_per_mille } ‰ is more than the whole. State at most 1000.
no_such_obligation = There is no open obligation { $obligation }. Name the id of the event that set it.
hiring_not_reported = No hiring was reported for { $obligation }, so there is nothing to verify. Report it first.
more_relocated_than_staff = { $relocated } relocated workers are more than the staff of { $staff }. Check the numbers.
month_closed = { $month } is closed (event { $snapshot }). Restate a wrong figure.
month_not_ended = { $month } is not over. Close it after its last day.
shared_with_itself = { $department } cannot share data with itself. Check the departments.

## calendar

day_began_already = { $date } began already (the last day is { $last }).
day_skipped = { $expected } comes before { $date }. Record the missed days first, in order.
begins_on_another_day = The day { $date } begins on that day, not on { $occurred_on }. Correct `occurredon`.

## household

household_ended = The household was merged or dissolved on { $on }. Check which one is meant.
village_needed = A household belongs to a village; { $area } is none. Use a village's 12-digit code.
already_member = { $person } is a member since { $since } already.
not_a_member = { $person } is not a member. Check the person.
new_member_died = { $person } died on { $on } and joins no household after that. Check the person and the day.
born_in_another_year = The file of { $person } says born in { $birth_year }, another year than this birth. Check both.
too_many_members = A household has at most { $members_max } members. Check the list.
split_takes_none_or_all = The household has { $members } members and { $taken } would go: a split takes some and leaves some. Check the list.
named_twice = { $person } stands in the list twice. Keep one.
unfit_for_merging = It cannot merge into { $into }, which is itself or has ended. Name another household.
merging_loses_status = The household that goes on lacks what this one has ({ $household_kind }, { $stage }). Merge the other way round, or end monitoring first.
members_remain = { $members } members are left. Record first where they went.
no_relocation_site = { $site } is no relocation site, or has ended. Check it.
already_assessed = The income of { $year } is assessed (event { $assessment }). Restate a wrong figure.
year_not_begun = The year { $year } has not begun. Check it.
no_heads = An income is that of at least one head. State how many.
no_such_risk = There is no open risk { $risk }. Name the id of the event that found it.
not_ex_poor = An unstable ex-poor household is ex-poor, and this one is not. Choose another kind.
is_ex_poor = A marginal household is not ex-poor, and this one is. Choose another kind.
no_shock_recorded = Sudden hardship supposes a recorded shock. Record it first.
village_notice_open_ended = The village notice has no last day. Add it.
village_notice_too_short = The village notice runs { $days } days; the standard asks for { $days_min }, the first not counted. Make it longer.
village_notice_not_over = The village notice runs to { $ends }. Decide from the next day on.
nothing_to_support = No clue was received, or the household was rejected. Record a clue first.
nothing_to_reject = The household is neither under identification nor monitored (it stands at { $stage }).
rejection_not_noticed = A rejection is first noticed with its reason. Record the notice first.
monitoring_objection_open = An objection is not decided. Decide it first.
nothing_noticed = Nothing is on notice that could be objected to.
no_objection_open = No objection is open. Record it first.
income_not_assessed = Removal needs the income of { $year } or the year before. Assess it first.
income_not_above_line = In { $year } each head had { $per_head_fen } yuan, not more than the line of { $line_fen } yuan: the risk is not removed.
guarantees_not_checked = The three guarantees and water are not checked. Check them first.
guarantees_insecure = Not secure of the three guarantees and water: { $insecure }. Secure them first.
risk_open = The risk { $risk } is open since { $since }. Resolve it first.
no_labour = A household without anybody able to work is not marked removed, unless the standard says so.

## person

born_later = The year of birth { $birth_year } lies after the day of registration. Check the year.
already_engaged = Engaged full-time at { $at } since { $since }: no second full-time engagement may overlap. Record the end of the first, or make this one part-time.
already_placed = Placed on { $at } since { $since }: nobody holds two welfare posts. Record that they left it first.
has_died = This person died on { $on }: nothing starts after that. Check the person and the day.
death_known = The death is recorded already, on { $on }. If it was wrong, another person annuls it (person.death_annulled.v1).
no_such_job = There is no open job { $job }. Name the id of the event by which the job started.
no_such_official_post = There is no official post { $held } still held. Name the id of the event by which it was held.
not_engaged_there = This person is not engaged at { $at }. Check the case.
in_another_household = This person is a member of { $household }, and of one household at a time. Record that they left it first.
not_in_household = This person is not a member of { $household }. Check the household.
account_unknown = The account { $account } was not declared, or is closed. Declare it first.
kin_to_oneself = Nobody is their own kin. Name the other person.
income_already_reported = The income of { $month } is reported already (event { $report }). To mend a wrong figure, restate it and name that event.
month_not_over = { $month } has not ended. Report its income after its last day.
custody_unchanged = Custody began already, or did not begin. Check what was recorded before.

## organisation

organisation_closed = This organisation was closed on { $on } and does nothing more. Check which one is meant.
role_held = The organisation acts as { $role } already; nothing needs to be granted.
role_not_held = The organisation does not act as { $role }. Check the capacity, or grant it first.
blacklisted = The organisation is on the blacklist (until { $until }); no capacity is granted before it is lifted.
not_blacklisted = The organisation is not on the blacklist; there is nothing to lift.
no_open_violation = There is no open violation { $violation }. Name the id of the event that found it.

## policy

unreasonable_limit = A standard may not exclude by { $ground }: the test is whether someone can do the job and completes the duty. Remove that ground.
below_county = Standards are issued for a province, prefecture or county; { $area } lies below. Use a code of one of these.
earlier_than_version = A new version takes effect no earlier than version { $version }, on { $from }. Move its first day.
no_such_version = There is no version { $version }, or it was withdrawn. Check the number.
unknown_parameter = The check has no parameter { $parameter }. It has: { $known }.
day_outside_table = { $day } has no place in the table of { $year }: days off lie in that year and have an end, days worked instead are weekend days that are not off. Correct it by the State Council's notice.
limit_too_long = No limit is longer than a year ({ $days_max } days or { $months_max } months). Check its length and its unit.
class_named_twice = The order of priority names { $class } twice. Keep one.
more_aware_than_asked = { $aware } people knew, but only { $asked } were asked. Check the numbers.

## fund

balance_short = The account { $account } holds { $balance_fen } yuan, less than { $amount_fen } yuan. Use a smaller amount, or bring in money first.
purpose_not_of_source = The standard in force does not let money of source { $source } serve { $purpose }. Use another fund or purpose.
fund_for_other_purpose = The fund is for { $purpose } and serves nothing else. Use a fund for this purpose.
central_direct_tag_changed = The central direct tag stays with the money ({ $central_direct } above). State it unchanged.
fund_source_changed = A fund has the source of the money it comes from: { $source }. Correct the source.
not_from_the_parent = The money does not come from the parent fund { $parent } of the allocation. Check the payer.
not_the_child = The document names { $fund } as the child (of { $parent }), not this fund. Check the child.
beyond_transit = Under document { $document } only { $in_transit_fen } yuan are on their way, less than { $amount_fen } yuan. Check the amount and the document.
returns_more_than_came = Of what came under document { $document }, { $came_fen } yuan were neither returned nor carried on; that is less than { $amount_fen } yuan. Check the amount; for money carried over, name the fund that sent it.
not_the_successor = { $fund } is not the same holder's fund of the same source and purpose for the next year. Name that one.
not_a_sister_fund = { $fund } is not the same holder's fund of the same source and year. Check the fund.
budget_set_above = The budget of this fund changes above, in { $parent }. Adjust it there.
fiscal_year_closed = The fiscal year { $fiscal_year } is closed. Use a fund of an open year.
fiscal_year_not_over = The fiscal year { $fiscal_year } has not ended. Close it after its last day.
money_left = The account { $account } still holds { $balance_fen } yuan, neither spent, returned nor carried out. Settle that first.
money_on_its_way = { $in_transit_fen } yuan that { $fund } sent under document { $document } are still on their way. Receive them first, or have the sender take them back; then close the year.
line_without_entitlement = The bank moved { $amount_fen } yuan without an entitlement behind it. Find out what was paid.
reverses_otherwise = A reversal states what event { $event } moved: { $amount_fen } yuan from { $from } to { $to }, dated { $on }. State exactly that.
passed_on_already = The other side has taken over what event { $event } moved. It has to come back first.

## claim

not_its_period = The standard has this kind claimed per { $per }; { $period } is none. State such a period.
other_entitlement = This claim was opened for another area or entitlement. Apply with the same, or open another claim.
case_of_another_kind = This subsidy is earned by a { $category }, and { $case } is none. Name the case that earns it.
case_of_another_area = { $case } belongs to { $area } and has nothing to do with the area of the claim. Check the case or the area.
case_of_another_payee = { $case } is not held, run or lent by the payee. Check the payee or the case.
approver_is_applicant = Nobody approves what they or their organisation claim. Another person has to.
not_eligible = Eligibility was checked again and is not given: { $findings }. Settle that, or refuse the claim.
not_as_computed = By { $standard }, version { $version }, the amount is { $amount_fen } yuan. Amounts are computed, not chosen: state that one.
manual_review_missing = This amount needs a review by a person, and none has passed it. Review it first.
claim_notice_too_short = The notice runs { $days } days; the standard asks for { $days_min }, the first not counted. Make it longer.
claim_notice_not_over = The public notice runs to { $ends }. Approve from the next day on.
no_supplement_asked = Nothing is asked of the payee, or they were told already. Check where the claim stands.
not_approved_automatically = A person approved this claim: it is no sample to review.
nothing_to_appeal = Nothing is refused or clawed back, or an appeal is open already.
no_appeal_open = No appeal is open. Record the appeal first.
not_approved = The claim is not approved: nothing is owed. Approve it first.
not_the_debt = { $amount_fen } yuan reserved, but { $due_fen } yuan are due without money kept for them. Reserve exactly that.
fund_twice = The fund { $fund } stands twice in the reservation. Make it one line.
too_many_funds = A reservation draws on at most { $funds_max } funds. Use fewer.
fund_of_another_area = The holder of { $fund } does not serve { $area }. Use a fund of that area or above it.
nothing_reserved = Nothing is reserved that could be released. Check where the claim stands.
beyond_reservation = { $amount_fen } yuan are more than the { $reserved_fen } yuan reserved. Reserve more first.
account_not_of_payee = The account { $account } is not declared by this payee, or is closed. Use an open account of theirs.
not_instructed = The batch { $batch } instructed nothing of this claim, or is answered. Check the batch.
not_its_standard = { $standard }, version { $version }, is no standard of this claim, or was withdrawn. Name a version that sets what it pays.
adjusts_other_amount = An adjustment starts from what the claim is worth now, { $entitled_fen } yuan, not { $from_fen } yuan. Correct where it starts.
claws_nothing_back = The standard claws nothing back: the claim cannot fall to { $to_fen } yuan when { $credited_fen } yuan are credited.
lower_standard_adjusts = A lower standard claws back through an adjustment of the claim. Record the adjustment.
money_still_reserved = { $kept_fen } yuan are kept for the claim, more than the { $due_fen } yuan it will be due. Release the rest first.
clawback_beyond_credited = { $amount_fen } yuan are more than the { $credited_fen } yuan credited and not yet claimed back. Ask for less.
beyond_receivable = { $amount_fen } yuan are more than the { $outstanding_fen } yuan owed back to { $fund }. Check the amount.
not_a_loan = Only a loan is disbursed, repaid or defaulted. Check the kind of subsidy.
beyond_loan = { $amount_fen } yuan are more than the { $open_fen } yuan that the loan leaves open. Check the amount.
not_in_default = The loan is not in default; no guarantee is called. Record the default first.

## payment_batch

total_differs = The total of { $total_fen } yuan differs from the sum of the lines, { $lines_fen } yuan. Check both.
hash_differs = The hash is not that of the lines; it should be { $expected }. Compute it again.
claim_twice = The claim { $claim } stands twice in the batch. Make it one line.
empty_line = The line of { $claim } pays nothing. Remove it.
voucher_differs = The voucher is over { $voucher_fen } yuan, the batch over { $total_fen } yuan. Check the voucher.
line_unknown = The batch has no line for { $claim }. Check the bank's answer.
line_answered_already = The bank answered the line of { $claim } already. Check the answer.
answer_differs = The bank answered { $answered_fen } yuan for { $claim }, whose line is of { $amount_fen } yuan; no money was moved. Ask the bank, and record its answer for the whole line.
lines_unanswered = { $lines } lines have no answer yet. Wait for them.

## welfare_post

not_an_employing_unit = { $organisation } does not act as an employing unit of posts, or is on the blacklist. Choose another, or grant it the capacity.
already_held = { $holder } holds this post since { $since }: one holder at a time. Record that they left first.
already_applied = The application of { $person } is waiting already.
not_an_applicant = { $person } has not applied for this post, or was refused. Record the application first.
application_at = The application stands at { $step }; this needs { $needs }. Take the steps in order.
notice_too_short = The notice runs { $days } days; the standard asks for { $days_min }, the first not counted. Make it longer.
notice_open_ended = A public notice states its last day. Add it.
notice_not_over = The public notice runs to { $ends }. Approve from the next day on.
under_sixteen = With birth year { $birth_year } this person may not be sixteen (a review can decide: { $review_needed }). If it can, add the review of age.
official_stood_aside = { $official } stood aside from this application and takes no part in it. Another person has to.
other_hours = The agreement is for other hours than the post's (full-time: { $full_time }). Correct the agreement.
term_too_long = The term runs to { $until }; the standard allows up to { $latest }. Shorten it; it can be renewed.
temporary_open_ended = A temporary placement ({ $temporary }) states its last day. Add it.
not_held = Nobody holds this post. Check the post.
not_held_then = That person did not hold the post in { $month }. Check the person and the month.
assessed_already = The duty of { $month } is assessed already.
not_assessed = The duty of { $month } is not assessed, so no allowance is due. Assess it first; another body may do so for an idle unit.
duty_not_completed = The duty of { $month } was not completed: it earns no allowance.
accrued_already = The allowance of { $month } is accrued already: { $amount_fen } yuan.
above_standard = { $amount_fen } yuan are more than that month gives, { $limit_fen } yuan (pro rata in the month of entry or exit). Keep to the standard.
too_many_days = { $month } does not have { $days } days. Check the attendance.
exit_not_noticed = An exit for { $reason } is first noticed, with that reason, to the holder. Record the notice first.
objection_open = An objection to the exit is open. Decide it first.
duty_unchanged = Nothing changes: duty suspended is { $suspended } already. Check what was recorded before.
nothing_to_object = No exit is noticed, or no objection is open. Check where the placement stands.

## layoff

heads_do_not_add_up = The heads do not add up: { $named } named, { $leaving } let go, a staff of { $staff }; none may be more than the next. Check the numbers.
layoff_notice_too_short = Of so large a layoff staff or union are told ahead, as long as the standard asks: { $leaves_on } is too early, the first day is { $earliest }. Let them leave later.
layoff_not_reported = { $leaving } of a staff of { $staff } are let go, and the authority is told of so large a layoff. Attach the report.
not_employed_there = { $person } has no job with that employer on { $on } (who is on a welfare post leaves it by the post's own exit). Check the person and the day.
not_named = { $person } is not among those who were told of this layoff. Check the person.
service_shortened = By the worker's own file the service began on { $since } and is not counted shorter. Correct the day.
no_compensation = { $person } was not in employment there (a welfare post, or services), which gives no right to compensation. State zero.
compensation_computed_otherwise = By years of service and monthly wage the compensation is { $amount_fen } yuan. State that.

## dispute

nothing_claimed = A dispute is about something. State at least one claim.
limitation_not_passed = The application was in time (the limitation ends: { $ends }; wages of a lasting job are never too late), so it cannot be refused as late. Accept it, or state another reason.
supplement_not_overdue = What is missing may be supplied until { $until }. Let it lapse from the next day on.
acceptance_not_overdue = The commission can still decide in time whether to accept (by: { $due_on }). Wait for its decision, or check the day.
tribunal_noticed_already = The parties were told on { $on } who decides. Once is enough.
proceedings_suspended = The case is suspended since { $since }: nothing is heard, mediated or decided. Resume it first.
not_suspended = The case is not suspended, so there is nothing to resume.
extended_already = It was extended by { $days } days, and that is done once. Conclude it within the longer limit.
extension_too_long = { $days } days are more than the { $days_max } by which the standard lets it be extended. Shorten the extension.
extension_too_late = An extension is recorded before the last day, { $due_on }, not on { $recorded_on }. Conclude what is late.
still_appealable = The parties can sue until { $ends }; the award takes effect from the next day on, if nobody does.
award_is_final = Against a final award the employer cannot sue (it may ask to have it set aside). Check who sues.

## wage_complaint

months_reversed = The months are reversed: { $from } to { $to }. Swap them.
dispute_of_others = { $dispute } is of another worker, or with another employer. Check its number.
## workshop

plan_of_another_year = A plan is made for this year or the next, not for { $year }. Correct the year.
planned_already = "{ $measure }" is planned for { $year } already. Nothing to add.
not_planned = No measure "{ $measure }" waits to be taken in { $year }. Plan it first, or check the year.
other_tier = By the standard at the period's end and those who count, { $period } reaches tier { $reached } (none where the lowest is missed). Assign that tier first.
production_unchanged = Nothing changes in production (stopped already: { $stopped }). Check what is recorded.
season_open_ended = A season in which production rests has a last day. Add it.
season_registered_late = The season begins on { $from } and is registered before it begins. A stoppage cannot be excused afterwards.
violation_not_open = The operator has no open violation { $violation }. Give the id of the event that found it; one that was put right is no reason to exit.
production_goes_on = No stoppage is recorded that goes on, so it is no reason to exit. Record the stoppage first.
production_rests = Production rests in a registered season (until { $until }), which is no reason to exit. Check again when it is over.
headcount_not_verified = No headcount is verified, so too few workers are no reason to exit. Verify it first.
headcount_reached = { $ex_poor } ex-poor workers were found, and { $ex_poor_min } are asked of a workshop of that size. Too few workers are no reason to exit.
exit_not_requested = The operator has not asked to exit, so the exit is not voluntary. Record its request first.
operator_not_noticed = An exit for that reason ({ $reason }) is told to the operator first. Give notice.
exit_notice_not_over = The operator may still object. It may exit on { $earliest } at the earliest.
exit_objection_open = The operator's objection is open. Decide it first.
no_such_exit_step = No exit is noticed, or no objection is open (now: { $step }). Take the steps in order.

## carrier

not_an_operator = { $organisation } does not act as { $role }, is on the blacklist, or is closed. Grant the capacity first or name another operator.
carrier_stays = The workshop or base is in { $area } and stays there. Apply for another one elsewhere.
more_ex_poor_than_workers = { $ex_poor } ex-poor workers are more than all { $workers } workers. Check the numbers.
recognition_notice_open_ended = The notice of a recognition has a last day. Add it.
recognition_notice_too_short = The notice of { $days } days is shorter than the { $days_min } days of the standard (the first day is not counted). Extend it.
recognition_notice_not_over = The notice ends on { $ends }; nothing is recognised before. Wait until the day after.
too_few_ex_poor = The check found { $workers } workers, { $ex_poor } of them ex-poor: neither { $ex_poor_min } nor { $ex_poor_per_mille_min } in a thousand. Apply again when there are enough.
works_there_already = { $person } works there already, since { $since }. Check the roll.
not_a_worker = { $person } does not work there, or did not in that period. Check the person and the days.
not_in_target_population = { $person } is of no ex-poor or monitored household and does not count. Check the household.
counted_elsewhere = The person counts at { $at } for { $period } already, and counts once in a period.
income_above_reported = An income of { $income_fen } yuan is above the { $reported_fen } yuan reported for the months of work there. Report the income first or correct the amount.
other_period = Awards are per { $per }; { $period } is another period, or there is none such. Use the period of the standard.
awarded_already = The award of { $period } is reckoned; its days and what it rests on stay. Check the period.
violation_blocks_award = { $organisation } has an open violation, which blocks an award. Wait until it is cleared.
award_above_standard = { $amount_fen } yuan are more than that period gives, { $limit_fen } yuan (by the standard at its end, those who count, and the days that earn). Keep to the standard.
## checks: the title, one sentence a way, the innocent explanations to rule out, and what would clear it

check_no_show = No-show
check_no_show_no_log = { $case } accrued the allowance of { $month } for { $person }, and { $grace_days } days later there was still no log of duty for that month.
check_no_show_same_sheet = One sheet of attendance served { $identical_logs_min } times or more as the log of duty, for different months, among them { $month } of { $person } on { $case }.
check_no_show_away = { $person } was away for work all { $month }, and { $case } accrued the allowance of that month all the same.
check_no_show_rule_out = Rule out first: a log that came late or is on paper only; a job away that is recorded wrongly, or left time for duty; one sheet shared by a crew in one month.
check_no_show_clears = The original attendance of that month, or a correction of the job that was recorded wrongly.

check_nepotism = Nepotism
check_nepotism_placed = { $person } was placed on { $case }; { $official }, who signed, is close kin and did not stand aside.
check_nepotism_awarded = The subsidy { $case } of { $person } was reviewed or approved by close kin, { $official }.
check_nepotism_reciprocal = Officials of two places signed for each other's kin: { $person } was placed on { $case } and { $other_person } on { $other_case }, no more than { $reciprocal_days_max } days apart.
check_nepotism_rule_out = Rule out first: kinship that is recorded wrongly or has ended; a recusal that is on paper only; a village most of whose people on file are kin (from { $dense_percent_min } % on it is weighed against the share of those placed); somebody else who signed with that account.
check_nepotism_clears = The record of the recusal, or proof that they are not close kin; where they are, someone unconcerned reviews eligibility anew, and who is eligible may stay.

check_missed_recusal = Missed recusal
check_missed_recusal_placement = { $official } signed for { $person } in the recruitment for { $case }; they are close kin, which was on record then, and no recusal was declared.
check_missed_recusal_award = { $official } reviewed or approved the subsidy { $case } of { $person }; they are close kin, which was on record then, and the official did not stand aside.
check_missed_recusal_rule_out = Rule out first: kinship that is recorded wrongly or has ended; a recusal declared in writing and not entered; somebody else who signed with that account.
check_missed_recusal_clears = The declaration or the minutes of that day, or proof that they are not close kin.

check_rotation = Rotation
check_rotation_handed_round = { $case } had { $holders } holders within { $window_months } months; { $person } took over though the one before had neither failed the duty nor found work, while { $other_person }, who is needier, was waiting.
check_rotation_short_spells = { $case } changes hands after no more than { $holding_months_max } months each; this time { $person } took over while { $other_person }, who is needier, was waiting.
check_rotation_cyclic = { $case } is held by { $holders } people in an order that repeats; now it is { $person }'s turn again.
check_rotation_rule_out = Rule out first: work of a season, or cover for someone ill, that was not marked as such; holders who left for a job, an illness or a move and are recorded as having served their term or resigned; whoever waits cannot do that duty.
check_rotation_clears = Proof of why each holder left, agreements for a season or for a while, and the written reason why whoever waits was not placed.

check_neglected_need = Neglected need
check_neglected_need_refused = { $person }, who is needier, applied for { $case } and was refused, while { $other_person }, who comes after them, was placed on { $other_case }.
check_neglected_need_waiting = { $person }, who is needier, has waited for more than { $waiting_days_max } days since applying for { $case } on { $since }, while { $other_person }, who comes after them, was placed on { $other_case }.
check_neglected_need_unanswered = The demand for work that { $case } found on { $since } was not answered within { $waiting_days_max } days.
check_neglected_need_rule_out = Rule out first: the applicant declined and it was not recorded; they cannot do the duty of the vacant post; household or labour ability is recorded wrongly; the demand was answered elsewhere.
check_neglected_need_clears = The applicant's own refusal in writing, the record of a test of the duty, or the written answer; without them, they are to be placed first.

check_unreasonable_limit = Unreasonable limit
check_unreasonable_limit_refused = { $person } applied for { $case } and was refused in words that cite “{ $words }”, which may be no limit.
check_unreasonable_limit_removed = The holder of { $case } was told to leave in words that cite “{ $words }”, which may be no limit.
check_unreasonable_limit_standard = The rules { $case } exclude by “{ $words }”, a limit that is to be abolished.
check_unreasonable_limit_rule_out = Rule out first: words that only describe, where the reason is a test of the duty that failed and is on record; the statutory minimum age of sixteen.
check_unreasonable_limit_clears = The record of a test or an assessment of the duty; without it, the decision is withdrawn and made anew by whether they can do the duty.

check_double_post = Double post
check_double_post_overlap = From { $from } on { $person } works full-time at { $case } and { $other_case } at once, { $days } days so far (counted from { $overlap_days_min } days on, unless the first is left within { $transfer_days }).
check_double_post_rule_out = Rule out first: the first post was left and it is recorded late; one of the two is part-time in truth; someone of the same name.
check_double_post_clears = Proof of the day on which it was left, or the part-time agreement; what was recorded wrongly is corrected in the usual way.

check_diversion = Diversion
check_diversion_other_purpose = { $case } was paid from { $fund }, which is for another purpose.
check_diversion_not_of_source = { $case } was paid from { $fund }, whose purpose is not among those that its source may serve.
check_diversion_gathered = The money of { $payees } payees went on to one account, { $account }, within { $days_max } days.
check_diversion_rule_out = Rule out first: a change of purpose by document that is not booked yet; a newer standard of what the source may serve; money that went on for a debt or a purchase of the payee's own will.
check_diversion_clears = The document that changed the purpose, or the standard; the proof of what the forwarded money was for, and the payee's own word; what was diverted indeed is to be returned to where it belongs.
check_idle_funds = Idle funds
check_idle_funds_lying = More than { $days_max } days after { $case } received money on { $since }, it is not all sent down or used.
check_idle_funds_rule_out = Rule out first: a project paid by progress, whose day of payment has not come; a document that sends the money down and is not booked yet.
check_idle_funds_clears = The proof that it was sent down, used or given back; what lies there indeed is to be sent down, used or given back at once.
check_award_after_stoppage = Award after stoppage
check_award_after_stoppage_stopped = { $case } stopped production on { $since }; its award for { $period } is more than the days of production give.
check_award_after_stoppage_exited = { $case } was no recognised workshop from { $since } on; its award for { $period } is more than the days of its recognition give.
check_award_after_stoppage_rule_out = Rule out first: a season whose registration is not entered yet; a wrong date of the stop; what was too much being recovered already.
check_award_after_stoppage_clears = The registration of the season, the record of production, or the decision to recover; what was paid too much is to be recovered.
check_arrears = Arrears
check_arrears_undecided = { $case } should by the standard have been credited by { $due }; more than { $overdue_days_max } days later nobody has decided on it.
check_arrears_unpaid = { $case } was approved and should by the standard have been credited by { $due }; more than { $overdue_days_max } days later it is not, or not in full.
check_arrears_returned = { $case } should by the standard have been credited by { $due }; the money came back and was not paid again, and more than { $overdue_days_max } days later it is still owed.
check_arrears_rule_out = Rule out first: a payee who was told what is missing, without a record of it; a credit whose slip is not entered yet; a wrong account whose holder was asked for another one.
check_arrears_clears = The bank's slip of the credit, or the proof that the payee was told; what is owed indeed is to be paid at once.

check_duplicate_benefit = Duplicate benefit
check_duplicate_benefit_twice = { $case } of { $payee } for { $period } was credited more than once, beyond what it was approved for.
check_duplicate_benefit_overlap = { $case } ({ $period }) and { $other_case } ({ $other_period }) of { $payee } are the same subsidy for times that overlap, and both were approved.
check_duplicate_benefit_rule_out = Rule out first: one of them corrected or claimed back without a record; two matters that each earned one; a period that is recorded wrongly.
check_duplicate_benefit_clears = What each of them rests on; of a true duplicate, one is to be adjusted or claimed back.

check_recomputed_otherwise = Recomputed otherwise
check_recomputed_otherwise_otherwise = { $case } was approved and credited for another amount than { $by_standard }, in force then, gives; they differ by more than { $tolerance_fen } yuan.
check_recomputed_otherwise_rule_out = Rule out first: an adjustment without a record; units or a base that are recorded wrongly; another version of the standard that was in force and is not entered.
check_recomputed_otherwise_clears = An adjustment to the standard in force, with its reason; what was paid beyond it is claimed back, and what is missing is paid.

check_shared_account = Shared account
check_shared_account_declared = Account { $account } was declared by { $payees } people who are not related ({ $payees_min } or more count).
check_shared_account_paid = Account { $account } serves { $payees } payees who are not related ({ $payees_min } or more count), and was paid to.
check_shared_account_rule_out = Rule out first: the card of a household whose members or kin are not all recorded; a guardian or an agent who is not registered; an account entered wrongly.
check_shared_account_clears = The household register, a proof of kinship or the mandate; without them each declares an account of their own, and it is looked at where the money went.

## common

not_in_state = The case stands at { $state }; this needs { $allowed }. Take the steps in order.
approver_recorded_it = { $person } recorded what is to be approved. Another person has to approve it.
not_configured = No standard { $standard } is in force in { $area } on { $on }. Issue it first (policy.issued.v1).
occurs_before = It is said to have happened on { $occurred_on }, before what it rests on ({ $earliest }). Check `occurredon`.
nothing_to_correct = This case has no event { $event } to correct, or it is corrected already. Check the id.
correction_dated_otherwise = A correction carries the date of the fact it corrects, { $fact_on }, not { $occurred_on }. Set `occurredon` to that day.
credit_not_shown = A payment is shown by the bank's slip of the credit on the worker's account. Attach it.
beyond_outstanding = { $amount_fen } yuan are more than the { $outstanding_fen } yuan still owed. Check the amount.
still_outstanding = { $outstanding_fen } yuan have not reached the worker, and the case closes on that. Record the credit first.

## malformed

case_exists = { $subject } exists already. Open a case under another id.
case_missing = Nothing is known of { $subject }. Check the id; the first event of a case comes before any other.
cited_case_missing = { $stream }, which the event names, does not exist. Check the id, or record it first.
subject_mismatch = { $subject } is no case of { $category }. Use a subject `{ $category }-…`.
case_named_otherwise = The subject { $subject } does not say what the event says; it should be { $expected }. Correct the subject.
not_a_subsidy_name = “{ $name }” cannot name another kind of subsidy: it is taken, or holds more than `0-9 a-z _`. State the kind itself, or another name.
not_a_fund_of_the_claim = The fund { $fund } paid nothing of this claim; nothing comes back to it. Name a fund that paid.
kind_superseded = { $kind } is written no more (what is recorded stays readable). Post { $by }.
entailed_only = { $kind } is made true by another fact and is not posted. Post the event that entails it.
server_only = { $kind } is recorded by the server alone.
role_not_allowed = The role { $role } may not say this. Use a key of a role that may (approvals need `approver`).
outside_area = The case lies outside what your key reaches ({ $allowed }). Someone of its area has to record or read it.
occurs_in_future = It is said to have happened on { $occurred_on }, after the day of recording, { $recorded_on }. Check `occurredon` (Beijing date).
too_many_named = One event names at most { $named_max } people, not { $named }. Split it.
batch_size = The batch has { $lines } lines; it takes 1 to { $lines_max }. Split it.
too_many_payments = The batch makes { $payments } payments, one for each line and fund; it takes at most { $payments_max }. Split it; void it first when it is sealed.
entails_too_much = One event may make at most { $entailed_max } others true at once. Divide it.
time_ahead = The stated time of recording { $time } has not come yet; it is now { $now }. Check the file and the clock of this machine.
time_decreases = The time { $time } lies before that of the event ahead of it, { $earliest }: a history file never runs backwards. Sort it by time.
area_of_case = The event claims the area { $claimed }; its case belongs to { $area }. Correct `area`, or leave it out.

## invalid

bad_date = “{ $value }” is no day of the calendar. Write YYYY-MM-DD.
bad_month = “{ $value }” is no month. Write YYYY-MM.
bad_span = The span ends ({ $to }) before it begins ({ $from }). Swap the days.
negative_money = The amount { $value } is negative. Amounts are whole numbers of fen from zero up.
fractional_money = The amount { $value } is not whole. Amounts are whole numbers of fen (1 yuan = 100 fen).
money_too_large = The amount is above the limit of { $limit_fen } yuan. Check the unit: it is fen.
bad_area_code = “{ $value }” is no 12-digit division code: it begins with a province and leaves nothing open above what it states. Fill a county's code up with zeros.
bad_credit_code = “{ $value }” is no 18-character unified social credit code (GB 32100-2015: without I, O, S, V, Z).
wrong_check_digit = The check character of “{ $value }” should be { $expected }. Check all characters.
bad_digest = “{ $value }” is no SHA-256 digest of 64 lower-case hexadecimal digits.
bad_account = “{ $value }” is no account reference of 32 hexadecimal digits. Never write the number itself.
control_character = The text has a character that cannot be seen (a line break, for example) at place { $place }. Take it out.
text_too_long = The text has { $chars } characters, more than { $chars_max }. Shorten it.
personal_number = { $digits } digits in it look like an ID, phone or account number. Remove them, or use a random id.
bad_birth_year = The birth year { $value } lies before { $year_min }. Check it.
bad_stream = “{ $value }” is no case of a known kind (`<category>-<id>`). Check it.
bad_actor = “{ $value }” is not `person/organisation/role`. Write it that way.
wrong_kind_of_case = “{ $value }” is no case of { $expected }. Name an `{ $expected }-…`.

## decode

malformed_json = The text is not JSON (line { $json_line }, character { $json_column }). Check its syntax.
unknown_kind = There is no kind of event “{ $kind }”. /v1/catalogue lists them.
unknown_field = There is no field “{ $field }”; known are: { $known }. Check the spelling.
missing_field = The field “{ $field }” is missing. Add it.
duplicate_field = The field “{ $field }” stands twice. Keep one.
wrong_type = The value is of the wrong type; expected: { $expected }.
unknown_value = “{ $value }” is none of the known values: { $known }.
attribute_set_by_server = The server sets “{ $attribute }”. Remove it from the event.
decided_in_of_gateway = “{ $attribute }” is stated by gateways and imports only: it says that another system decided this. Leave it out, or send the event through that system's gateway key.
time_set_by_server = The server sets the “{ $attribute }” of recording. For the day on which it happened use `occurredon`.

## problem

missing_key = There is no key. Send one as Authorization: Bearer.
wrong_key = The key is unknown or revoked. Use a valid one, or ask the administrator.
actor_missing = A gateway says who acted. Add `actor` (person/organisation/role).
unknown_route = There is nothing at this address. /docs lists what there is.
method_not_allowed = This address does not take that method. The Allow header lists those it takes.
event_missing = There is no event { $id }. Check the id.
view_missing = There is no view “{ $view }”. /v1/catalogue lists them.
row_missing = The view { $view } has no row “{ $key }”. Check the key.
schema_missing = There is no schema “{ $name }”. /v1/catalogue lists the kinds.
bad_query = The query parameter “{ $parameter }” is wrong; expected: { $expected }. Correct it.
position_ahead = The log ends at position { $position } and has no position { $after } yet: what you have read is not this log, which may have been put back from an earlier backup. Compare the ids of your last events, and read again from where both agree.
bad_cursor = The “{ $parameter }” is of no page of this list. Use `next` of the page before, of the same list, or leave it out to begin anew.
unknown_category = There is no kind of case “{ $category }”; there are: { $known }. /v1/catalogue describes them.
bad_precondition = The header “{ $header }” is wrong; expected: { $expected }. Correct it.
empty_batch = The batch holds no event. Send at least one.
not_utf8 = The text is not UTF-8. Convert it first.
wrong_content_type = This content type is not taken here. Send { $expected }.
body_too_large = The body is larger than { $bytes_max } bytes. Send less at once.
body_interrupted = The body broke off; nothing of it is recorded. Send it again.
line_too_long = A line is longer than { $bytes_max } bytes. Check it.
batch_too_large = A batch takes at most { $events_max } events. Split it, or use /v1/events/bulk.
person_missing = A clerk's or approver's key names its person, so that nobody approves what they recorded with another key. Add --person with an id.
id_twice = The id { $id } stands twice in this batch. Give each event an id of its own.
id_reused = The event id { $id } is recorded with other content (position { $position }). Use a new id.
stale_revision = { $subject } stands at revision { $actual }, not where If-Match or If-None-Match expects it. Read it again, then post.
lost_race = Other changes came in between, again and again; nothing is recorded. Try again.
too_busy = As much waits to be written as may ({ $limit }); nothing was done. Try again shortly.
too_many_requests = At most { $requests_max } requests are answered at once. Try again shortly.
too_many_streams = At most { $streams_max } exports and bulk requests run at once. Try again shortly.
too_many_feeds = At most { $feeds_max } live feeds are followed at once. Try again shortly.
too_many_replays = At most { $replays_max } replays run at once. Try again shortly.
timed_out = It took longer than { $seconds_max } seconds and was stopped. Ask for less, or send faster, then try again.
views_behind = The views still lack { $behind } of the events that were there at the start; not ready yet. Try again shortly, and if it stays so look into what the server says of itself.
unavailable = The service is starting or stopping. Try again shortly.
log_failed = The log could not be written, and nothing is written until the server is started again; reading goes on. Whether this was recorded is not certain: tell the administrator, and send the same again, with the same id, once the server is back.
views_failed = What views show no longer follows what is recorded, until the server is started again; recording goes on. Tell the administrator.
disk_full = The disk is full; what did not fit is not saved. Free space, then try again.
internal = Something went wrong inside; it is logged. Try again, or tell the administrator.
io = Reading or writing “{ $what }” failed: { $detail }. Check the file and its permissions.
file_exists = “{ $path }” exists already, and nothing is written over it. Choose another name.
folder_in_use = “{ $folder }” is in use by another process. Wait for its end, or stop it first.
folder_not_empty = The folder “{ $folder }” holds data already; this needs an empty one. Choose another.
newer_format = “{ $path }” was written by a newer release (format { $found }; this one knows { $supported }). Upgrade the program.
older_format = “{ $path }” was written by an older release (format { $found }; this one knows { $supported }). Run serve on it once; that brings it up to date.
not_a_log = “{ $path }” is no log of ours. Check the name of the file or --data.
no_log = There is no log “{ $path }”. Check the name of the file or --data; in a new folder run `serve` first.
corrupt = The data is damaged (file { $path }, position { $position }): { $detail }. Restore it from a backup.
wal_damaged = The write-ahead log “{ $path }” is damaged after byte { $sound_bytes }, and holds synced events behind that. Copy the whole data folder first, then restore a backup into an empty one. What stands before the damage may still be had from the copy: cut that file in it to { $sound_bytes } bytes, and use the copy only if `verify` finds its events.sqlite whole.
log_lost_event = Views rest on event { $id } at position { $position }, which the event log does not have: its end was lost, or another log was put there. Copy the whole data folder first, and compare with backups and clients; once the log is to stand as it is, run `rebuild`; without any log, delete views.sqlite.
unknown_view = There is no view “{ $view }”. There are: { $known }.
unknown_check = There is no check { $check }. There are: { $known }.
bad_key = “{ $key }” is no key of the view { $view }. Check it.
view_stopped = The view { $view } has stopped: { $detail }. Build it again with `rebuild`.
views_damaged = The file of the views “{ $path }” cannot be used: { $detail }. What is recorded is not touched by it; delete that file, and views are built anew when the server starts.
bad_key_role = No key has the role `server`. Choose another.
bad_area_prefix = “{ $value }” is no prefix of an area code (at most 12 digits). Correct it.
bad_name = “{ $value }” cannot be a name: use lower-case letters, digits and . _ - only.
gateway_person = A gateway's key stands for no person: it names one with each event. Leave out --person.
no_keys = There are no keys yet: no “{ $path }”. Check --data, or make one with `key create`.
new_folder = There was no log in “{ $folder }”: an empty one begins. If that is not what you meant, stop and check --data.
unknown_verb = There is no command “{ $verb }”; similar: { $similar }. `wengang --help` shows them all.
missing_verb = A command is missing. There are: { $known }.
unknown_argument = There is no argument “{ $argument }”; similar: { $similar }. Usage: { $usage }.
missing_argument = Missing: { $argument }. Usage: { $usage }.
bad_arguments = { $argument } is not used like that. Usage: { $usage }.
bad_value = “{ $value }” cannot stand here; expected: { $expected }.
unknown_key = There is no key { $id }. `key list` shows them.
not_an_export = Line { $line } of “{ $file }” is no exported event: { $detail }. Use an export as it was written.
history_closed = The log holds an event that was not imported (position { $position }); from then on no line may state its time of recording, and the import ends here. Import the whole history into a new data folder before a server is started on it.
port_taken = The address { $address } is taken. Give another with --listen.

## finding

subject_of_finding = The finding is about { $person }, who cannot decide on it. Let someone else do it.
officer_decides_alone = { $person } looked into the finding and cannot let it go alone. Let someone else approve it.
more_than_confirmed = { $amount_fen } yuan are more than the { $open_fen } yuan that were confirmed and are still open. Check the amount.
still_owed = Of what was confirmed, { $open_fen } yuan are neither recovered nor written off. Recover or write them off before closing.
suppressed_too_long = A suppression ends by { $latest } at the latest and after today, not on { $until }. Choose another day.
not_a_case_of_the_finding = { $case } is not a case of this finding. Check the case.

## limits

limit_monitoring_confirmation = The clue about { $case } is due to be confirmed or rejected by the county by { $due }.
limit_duty_assessment = The month's duty at { $case } is due to be assessed by { $due }; after that a substitute may assess it, so that nobody goes unpaid.
limit_post_insurance = Whoever was placed at { $case } is due to be insured against accidents before duty on { $due }.
limit_claim_credit = { $case } is due to be credited in full by { $due }.
limit_village_notice = The clue about { $case } is due to be noticed in the village by { $due }, so that the notice is over before the confirmation is due.
limit_idle_funds = The money that { $case } received is due to be sent down, used or given back by { $due }.
limit_workshop_exit_stopped = { $case } has stopped production; its exit is due to be decided by { $due }.
limit_workshop_exit_violation = The operator of { $case } broke the law; its exit is due to be decided by { $due }.
limit_dispute_step_acceptance = { $case } is due to be accepted or refused by { $due }.
limit_dispute_step_tribunal = The parties of { $case } are due to be told who decides by { $due }.
limit_dispute_step_award = { $case } is due to be decided by { $due }.
limit_dispute_step_extension = { $case } is due to be decided by { $due }, the end of its extension.
limit_dispute_step_green_channel = { $case } is in the green channel, which aims at closing it by { $due }.
limit_wage_complaint_step_check = { $case } is due to be checked by { $due }.
limit_wage_complaint_step_order = { $case } is due to be ordered paid by { $due }.
limit_wage_complaint_step_payment = { $case } is due to be paid as ordered by { $due }.
limit_layoff_payment = What the laid-off worker of { $case } is owed is due to be paid by { $due }.
limit_finding_recovery = { $case } is confirmed; the first money is due to be recovered by { $due }.
## expected

expected-object = an object
expected-list = a list
expected-choice = one of the known words, or an object with one field
expected-text = text
expected-text_not_empty = text that is not empty
expected-true_or_false = true or false
expected-whole_number = a whole number
expected-number_to_255 = a whole number from 0 to 255
expected-number_to_32767 = a whole number up to 32767
expected-number_to_65535 = a whole number from 0 to 65535
expected-number_to_4294967295 = a whole number from 0 to 4294967295
expected-fen = an amount in whole fen
expected-date = a date written YYYY-MM-DD
expected-month = a month written YYYY-MM
expected-instant = an instant with its offset such as 2025-07-15T00:00:00+08:00 (in an address, %2B for +)
expected-uuid = a UUID such as 0192a000-0000-7000-8000-000000000001
expected-area_code = a 12-digit division code
expected-credit_code = an 18-character credit code
expected-sha256 = a SHA-256 digest of 64 hexadecimal digits
expected-account = an account reference of 32 hexadecimal digits
expected-note = text of at most 200 characters
expected-stream = the name of a case, <category>-<id>
expected-actor = person/organisation/role
expected-basis = a list of <stream>@<revision>
expected-other = another kind of value
expected-a_value = a value
expected-once = to stand once
expected-position = a position (a whole number)
expected-area = the first digits of an area code, at most 12
expected-integer = a whole number
expected-boolean = true or false
expected-quoted_revision = a revision in quotes such as "3"
expected-alone = to stand without If-Match
expected-no_precondition = to be left out: a batch has no one revision, POST /v1/events does
expected-address = address:port, such as 127.0.0.1:4300

## detail

detail-not_found = there is no such file or folder
detail-permission_denied = permission is denied
detail-already_exists = it exists already
detail-is_a_directory = it is a folder
detail-not_a_directory = it is no folder
detail-read_only_filesystem = the file system is read-only
detail-bytes_differ = the bytes are not those of a recorded event
detail-head_differs = its id or case differs from what the line says
detail-revision_differs = its revision does not follow the one before
detail-runs_backwards = it is recorded before its predecessor
detail-basis_ahead = it was decided on an event that is not there yet
detail-cause_missing = the event that made it true is not among those before it
detail-checksum_differs = its checksum differs
detail-body_damaged = its body is damaged
detail-unreadable = it cannot be read
detail-event_missing = the event there is missing
detail-end_missing = the end of the log is missing
detail-events_missing = a case has lost its events
detail-event_unreadable = the event at this position cannot be read
detail-dictionary_differs = the dictionary of its bodies is missing or altered
detail-structure_damaged = the structure of the file is damaged
detail-no_format = it says of no format
detail-wal_alone = only its write-ahead log is there
detail-no_views = it does not hold views

## said

said-imported = { $lines } lines: { $events } events recorded, { $repeated } lines repeated, { $refused } refused.
said-taken_back = { $events } events taken back.
said-backed_up = { $events } events are in “{ $file }”; keys are not in it.
said-restored = { $events } events of { $cases } cases are in { $folder }, whole. Make keys with `key create`; `serve` builds the views anew.
said-whole = { $events } events of { $cases } cases: the log is whole.
said-rebuilt = { $events } events folded in { $seconds } s.
said-revoked = { $id } opens nothing any more.
said-serves = Wengang serves { $folder } on { $url }; the reference is at { $url }/docs
