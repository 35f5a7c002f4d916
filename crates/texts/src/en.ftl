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
day_outside_table = { $day } has no place in the table of { $year }: days off lie in that year and have an end, days worked instead are weekend days that are not off. Correct it by the State Council's notice.
limit_too_long = No limit is longer than a year ({ $days_max } days or { $months_max } months). Check its length and its unit.
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
returns_more_than_came = Only { $came_fen } yuan came under document { $document }; { $amount_fen } yuan cannot go back. Check the amount.
not_the_successor = { $fund } is not the same holder's fund of the same source and purpose for the next year. Name that one.
not_a_sister_fund = { $fund } is not the same holder's fund of the same source and year. Check the fund.
budget_set_above = The budget of this fund changes above, in { $parent }. Adjust it there.
fiscal_year_closed = The fiscal year { $fiscal_year } is closed. Use a fund of an open year.
fiscal_year_not_over = The fiscal year { $fiscal_year } has not ended. Close it after its last day.
money_left = The account { $account } still holds { $balance_fen } yuan, neither spent, returned nor carried out. Settle that first.
line_without_entitlement = The bank moved { $amount_fen } yuan without an entitlement behind it. Find out what was paid.
reverses_otherwise = A reversal states what event { $event } moved: { $amount_fen } yuan from { $from } to { $to }, dated { $on }. State exactly that.
passed_on_already = The other side has taken over what event { $event } moved. It has to come back first.

## claim

not_its_period = The standard has this kind claimed per { $per }; { $period } is none. State such a period.
other_entitlement = This claim was opened for another area or entitlement. Apply with the same, or open another claim.
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
money_still_reserved = { $kept_fen } yuan are kept for the claim, more than the { $due_fen } yuan it will be due. Release the rest first.
clawback_beyond_credited = { $amount_fen } yuan are more than the { $credited_fen } yuan credited and not yet claimed back. Ask for less.
beyond_receivable = { $amount_fen } yuan are more than the { $outstanding_fen } yuan owed back to { $fund }. Check the amount.
not_a_loan = Only a loan is disbursed, repaid or defaulted. Check the kind of subsidy.
beyond_loan = { $amount_fen } yuan are more than the { $open_fen } yuan that the loan leaves open. Check the amount.
not_in_default = The loan is not in default; no guarantee is called. Record the default first.

## payment_batch

batch_size = The batch has { $lines } lines; it takes 1 to { $lines_max }. Split it.
total_differs = The total of { $total_fen } yuan differs from the sum of the lines, { $lines_fen } yuan. Check both.
hash_differs = The hash is not that of the lines; it should be { $expected }. Compute it again.
claim_twice = The claim { $claim } stands twice in the batch. Make it one line.
empty_line = The line of { $claim } pays nothing. Remove it.
line_unknown = The batch has no line for { $claim }. Check the bank's answer.
line_answered_already = The bank answered the line of { $claim } already. Check the answer.
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
case_missing = Nothing is known of { $subject }. Record its first event before this one.
cited_case_missing = { $stream }, which the event names, does not exist. Check the id, or record it first.
subject_mismatch = { $subject } is no case of { $category }. Use a subject `{ $category }-…`.
case_named_otherwise = The subject { $subject } does not say what the event says; it should be { $expected }. Correct the subject.
not_a_subsidy_name = “{ $name }” cannot name another kind of subsidy: it is taken, or holds more than `0-9 a-z _`. State the kind itself, or another name.
not_a_fund_of_the_claim = The fund { $fund } paid nothing of this claim; nothing comes back to it. Name a fund that paid.
entailed_only = { $kind } is made true by another fact and is not posted. Post the event that entails it.
server_only = { $kind } is recorded by the server alone.
role_not_allowed = The role { $role } may not say this. Use a key of a role that may (approvals need `approver`).
outside_area = The case belongs to { $area }; your key reaches { $allowed } only. Someone of that area has to record it.
occurs_in_future = It is said to have happened on { $occurred_on }, after the day of recording, { $recorded_on }. Check `occurredon` (Beijing date).
too_many_named = One event names at most { $named_max } people, not { $named }. Split it.
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
bad_area_code = “{ $value }” is no 12-digit division code. Fill a county's code up with zeros.
bad_credit_code = “{ $value }” is no 18-character unified social credit code (GB 32100-2015: without I, O, S, V, Z).
wrong_check_digit = The check character of “{ $value }” should be { $expected }. Check all characters.
bad_digest = “{ $value }” is no SHA-256 digest of 64 lower-case hexadecimal digits.
bad_account = “{ $value }” is no account reference of 32 hexadecimal digits. Never write the number itself.
control_character = The text has a character that cannot be seen (a line break, for example) at place { $place }. Take it out.
text_too_long = The text has { $chars } characters, more than { $chars_max }. Shorten it.
personal_number = The text holds { $digits } digits that look like an ID, phone or account number. Remove them.
bad_stream = “{ $value }” is no case of a known kind (`<category>-<id>`). Check it.
bad_actor = “{ $value }” is not `person/organisation/role`. Write it that way.
wrong_kind_of_case = “{ $value }” is no case of { $expected }. Name an `{ $expected }-…`.

## decode

malformed_json = The text is not JSON ({ $detail }). Check its syntax.
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
too_busy = The server has no room for this now; nothing was done. Try again shortly.
too_many_replays = At most { $replays_max } replays run at once. Try again shortly.
timed_out = It took longer than { $seconds_max } seconds and was stopped. Ask for less, then try again.
unavailable = The service is starting or stopping. Try again shortly.
disk_full = The disk is full; nothing is recorded. Free space, then try again.
internal = Something went wrong inside; it is logged. Try again, or tell the administrator.
io = Reading or writing “{ $what }” failed: { $detail }. Check the file and its permissions.
folder_in_use = The data folder “{ $folder }” is in use by another process. Stop that one first.
folder_not_empty = The folder “{ $folder }” holds data already; this needs an empty one. Choose another.
newer_format = “{ $path }” was written by a newer release (format { $found }; this one knows { $supported }). Upgrade the program.
older_format = “{ $path }” was written by an older release (format { $found }; this one knows { $supported }). Export it with that release, then use import --recorded.
not_a_log = “{ $path }” is no log of ours. Check --data.
no_log = There is no log “{ $path }”. Check --data, or run `serve` first.
corrupt = The data is damaged (file { $path }, position { $position }): { $detail }. Restore it from a backup.
unknown_view = There is no view “{ $view }”. There are: { $known }.
bad_key = “{ $key }” is no key of the view { $view }. Check it.
view_stopped = The view { $view } has stopped: { $detail }. Build it again with `rebuild`.
bad_key_role = No key has the role `server`. Choose another.
bad_area_prefix = “{ $value }” is no prefix of an area code (at most 12 digits). Correct it.
bad_name = “{ $value }” cannot be a name: use lower-case letters, digits and . _ - only.
gateway_person = A gateway's key stands for no person: it names one with each event. Leave out --person.
unknown_key = There is no key { $id }. `key list` shows them.
not_an_export = Line { $line } of “{ $file }” is no exported event: { $detail }. Use an export as it was written.
port_taken = The address { $address } is taken. Give another with --listen.
