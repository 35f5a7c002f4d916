# 每个代码一条:发生了什么,在哪里,怎样改正。占位符是该代码的字段;以 _fen 结尾的金额以元显示。

## area 区域

area_ended = 该区域已于 { $on } 并入其他区域,不再为其作出新的决定。请使用新的区划代码。
no_successor = 区域终止须有承接区域。请填写承接区域。
unfit_successor = { $area } 不能承接:是其自身,或已终止。请更换承接区域。
already_designated = 自 { $since } 起已认定为 { $designation },无需重复认定。
not_designated = 该区域未被认定为 { $designation }。请核对认定类型。
misplaced_designation = { $designation } 与该区域的级别不符(重点县须为县,安置区须为安置点)。请核对区域。
quota_of_county_only = 公益性岗位指标只下达到县。请使用县级区域。
categories_above_total = 各类岗位合计 { $by_category } 个,超过总数 { $total } 个。请核对。
category_named_twice = 岗位类别 { $category } 重复。请合并为一行。
quota_reached = 指标 { $quota } 个已用完(类别:{ $category })。请先调整指标或撤销岗位。
no_such_survey = 没有编号为 { $survey } 的需求摸底,或已回应。请填写摸底事件的 id。
target_of_another_year = 目标只能为本年或下一年设定,不能为 { $year } 年。请改正年份。
not_a_site = 按比例安排就业义务只适用于易地搬迁安置区。请核对区域。
ratio_above_whole = 比例 { $ratio_per_mille }‰ 超过全部。请填写不大于 1000 的千分数。
no_such_obligation = 没有编号为 { $obligation } 的义务,或已结束。请填写设定事件的 id。
hiring_not_reported = 义务 { $obligation } 尚未上报用工情况,不能核实。请先上报。
more_relocated_than_staff = 搬迁劳动力 { $relocated } 人多于用工总数 { $staff } 人。请核对数字。
month_closed = { $month } 已关账(事件 { $snapshot })。数字有误请更正。
month_not_ended = { $month } 尚未结束。请月末后关账。
shared_with_itself = { $department } 不能与自身共享数据。请核对部门。

## calendar 日历

day_began_already = { $date } 已开始(最近一天为 { $last })。
day_skipped = { $date } 之前缺少 { $expected }。请先补记缺少的日期。
begins_on_another_day = { $date } 的开始只能记在当天,而不是 { $occurred_on }。请改正 occurredon。

## household 农户

household_ended = 该户已于 { $on } 合并或注销。请核对农户。
village_needed = 农户属于村,{ $area } 不是村级区划。请使用 12 位村级代码。
already_member = { $person } 自 { $since } 起已是本户成员。
not_a_member = { $person } 不是本户成员。请核对人员。
new_member_died = { $person } 已于 { $on } 死亡,不能加入农户。请核对人员和日期。
born_in_another_year = { $person } 档案中的出生年份为 { $birth_year },与出生登记不符。请核对。
too_many_members = 一户最多 { $members_max } 人。请核对成员。
split_takes_none_or_all = 本户 { $members } 人,分出 { $taken } 人:分户须带走部分成员并留下部分。请核对名单。
named_twice = { $person } 在名单中重复。请保留一个。
unfit_for_merging = 不能并入 { $into }:是本户自身,或已注销。请更换农户。
merging_loses_status = 并入后将失去监测身份({ $household_kind },{ $stage })。请反向合并,或先结束监测。
members_remain = 本户还有成员 { $members } 人。请先登记其离开。
no_relocation_site = { $site } 不是安置区,或已终止。请核对。
already_assessed = { $year } 年收入已核定(事件 { $assessment })。数字有误请更正。
year_not_begun = { $year } 年尚未开始。请核对年份。
no_heads = 收入须对应至少一人。请填写人数。
no_such_risk = 没有编号为 { $risk } 的未消除风险。请填写风险事件的 id。
not_ex_poor = 脱贫不稳定户须为脱贫户,本户不是。请改选监测类型。
is_ex_poor = 边缘易致贫户不得为脱贫户,本户是脱贫户。请改选监测类型。
no_shock_recorded = 突发严重困难户须先登记变故。请先登记。
village_notice_open_ended = 村内公示须有截止日期。请填写最后一天。
village_notice_too_short = 村内公示 { $days } 天,标准要求至少 { $days_min } 天(首日不计)。请延长公示。
village_notice_not_over = 村内公示到 { $ends } 结束,期满之前不能决定。请于次日起办理。
nothing_to_support = 没有线索,或本户已被排除。请先登记线索。
nothing_to_reject = 本户不在识别或监测中(目前:{ $stage })。
rejection_not_noticed = 排除须先将理由告知农户。请先告知。
monitoring_objection_open = 农户的异议正在办理。请先作出处理决定。
nothing_noticed = 没有已告知而可提异议的事项。
no_objection_open = 没有正在办理的异议。请先登记异议。
income_not_assessed = 缺少 { $year } 年或上一年的收入核定,不能消除风险。请先核定收入。
income_not_above_line = { $year } 年人均收入 { $per_head_fen } 元,未超过监测线 { $line_fen } 元,不能消除风险。
guarantees_not_checked = 三保障和饮水安全尚未核查。请先核查。
guarantees_insecure = 三保障或饮水安全未落实:{ $insecure }。请先解决。
risk_open = 风险 { $risk } 自 { $since } 起未消除。请先消除。
no_labour = 无劳动能力户暂不标注风险消除,除非标准允许。

## person 人员

born_later = 出生年份 { $birth_year } 晚于建档日期。请核对出生年份。
already_engaged = 自 { $since } 起已在 { $at } 全日制就业,不能再有时间重叠的全日制就业。请先登记前一份工作结束,或改为非全日制。
already_placed = 自 { $since } 起已在公益性岗位 { $at } 上岗,一人不能同时占用两个公益性岗位。请先办理离岗。
has_died = 该人员已于 { $on } 死亡,其后不能开始就业。请核对人员和日期。
death_known = 已登记该人员于 { $on } 死亡,死亡只登记一次。如登记有误,请由他人撤销(person.death_annulled.v1)。
no_such_job = 没有编号为 { $job } 的在职记录,或该工作已结束。请填写工作开始事件的 id。
no_such_official_post = 没有编号为 { $held } 的公职记录,或已离任。请填写任职事件的 id。
not_engaged_there = 该人员目前不在 { $at } 就业。请核对岗位或单位。
in_another_household = 该人员目前属于 { $household },同一时间只能在一户。请先登记其离开原户。
not_in_household = 该人员不是 { $household } 的成员。请核对农户编号。
account_unknown = 账户 { $account } 未申报或已销户。请先申报该账户。
kin_to_oneself = 亲属关系的双方是同一人。请填写另一方的人员编号。
income_already_reported = { $month } 的务工收入已申报(事件 { $report })。数额有误时,请用更正事件指明该事件。
month_not_over = { $month } 尚未结束,不能申报整月收入。请月末后再报。
custody_unchanged = 羁押状态没有变化:重复登记开始,或未登记开始就登记结束。请核对此前的记录。

## organisation 单位

organisation_closed = 该单位已于 { $on } 注销,不能再办理业务。请核对单位。
role_held = 该单位已具有身份 { $role },无需重复赋予。
role_not_held = 该单位不具有身份 { $role }。请核对身份,或先赋予该身份。
blacklisted = 该单位在失信名单内(截止 { $until }),移出之前不能赋予身份。
not_blacklisted = 该单位不在失信名单内,无需移出。
no_open_violation = 没有编号为 { $violation } 的未整改问题。请填写查实事件的 id。

## policy 政策

unreasonable_limit = 标准不得把 { $ground } 作为限制条件:只看能否胜任并履行岗位职责。请删除该限制。
below_county = 标准由省、市、县制定,{ $area } 低于县级。请使用县级或以上区划代码。
earlier_than_version = 新版本的生效日不能早于第 { $version } 版的生效日 { $from }。请调整生效日。
no_such_version = 没有第 { $version } 版,或该版本已废止。请核对版本号。
unknown_parameter = 该项核查没有名为 { $parameter } 的参数。可用:{ $known }。
day_outside_table = { $year } 年的节假日表不能列入 { $day }:放假须在本年度并有起止日期,调休上班须为未放假的周末。请对照国务院办公厅通知改正。
limit_too_long = 期限不能超过一年({ $days_max } 天或 { $months_max } 个月)。请核对长度和单位。
class_named_twice = 优先顺序中 { $class } 出现两次。请保留一个。
more_aware_than_asked = 知晓人数 { $aware } 大于调查人数 { $asked }。请核对数字。

## fund 资金

balance_short = 账户 { $account } 余额 { $balance_fen } 元,不足 { $amount_fen } 元。请减少金额或先补足资金。
purpose_not_of_source = 按现行标准,来源 { $source } 的资金不能用于 { $purpose }。请更换资金或用途。
fund_for_other_purpose = 该资金的用途是 { $purpose },不能用于此项支出。请使用对应用途的资金。
central_direct_tag_changed = 01中央直达资金标识须保持不变(上级资金为 { $central_direct })。请按原标识填写。
fund_source_changed = 资金来源须与上级资金一致:{ $source }。请改正来源。
not_from_the_parent = 资金并非来自指标文件所列的上级资金 { $parent }。请核对来款方。
not_the_child = 文件下达的是资金 { $fund }(上级 { $parent }),不是本项资金。请核对下级资金。
beyond_transit = 文件 { $document } 项下在途资金 { $in_transit_fen } 元,不足 { $amount_fen } 元。请核对金额和文号。
returns_more_than_came = 文件 { $document } 项下收到而未退回、未结转的只有 { $came_fen } 元,不足 { $amount_fen } 元。请核对金额;上年结转的资金请写明退回哪项资金。
not_the_successor = { $fund } 不是同一单位、同一来源和用途的下一年度资金。请填写正确的结转资金。
not_a_sister_fund = { $fund } 不是同一单位、同一来源、同一年度的资金。请核对资金。
budget_set_above = 本资金的预算由上级资金 { $parent } 决定,请在上级调整。
fiscal_year_closed = { $fiscal_year } 年度已关账。请使用当年资金,或先冲正。
fiscal_year_not_over = { $fiscal_year } 年度尚未结束,不能关账。请年末后办理。
money_left = 账户 { $account } 还有 { $balance_fen } 元,既未支出也未上缴或结转。请先处理余额。
money_on_its_way = { $fund } 按文件 { $document } 下达的 { $in_transit_fen } 元仍在途。请先确认收到,或由对方冲正,再关账。
line_without_entitlement = 银行划出 { $amount_fen } 元,却没有对应的应付补贴。请查明该笔支付。
reverses_otherwise = 冲正须与原事件 { $event } 相符:从 { $from } 到 { $to },{ $amount_fen } 元,日期 { $on }。请照原事件填写。
passed_on_already = 事件 { $event } 的资金已被对方接收。请先由对方退回。

## claim 补贴

not_its_period = 补贴周期应为 { $per },{ $period } 不符合。请按标准规定的周期申报。
other_entitlement = 与该补贴原有的地区或申领内容不一致。请按原内容申请,或另行申领。
case_of_another_kind = 该补贴所依据的应为 { $category },{ $case } 不是。请填写正确的依据事项。
case_of_another_area = { $case } 属于 { $area },与补贴的地区不符。请核对依据事项或地区。
case_of_another_payee = { $case } 登记的人员或单位不是收款对象。请核对收款对象或依据事项。
approver_is_applicant = 申领人或申领单位的人员不能审批自己的申请。请由他人审批。
not_eligible = 审批时复核不符合条件:{ $findings }。请先解决所列问题,或不予批准。
not_as_computed = 按标准 { $standard } 第 { $version } 版计算应为 { $amount_fen } 元。金额由标准计算,请照此填写。
manual_review_missing = 该金额须人工复核,尚无通过的复核。请先复核。
claim_notice_too_short = 公示 { $days } 天,标准要求至少 { $days_min } 天(首日不计)。请延长公示。
claim_notice_not_over = 公示到 { $ends } 结束,期满之前不能审批。请于次日起审批。
no_supplement_asked = 没有要求申领人补正,或已告知。请核对当前步骤。
not_approved_automatically = 该补贴由人工审批,不需要抽查复核。
nothing_to_appeal = 没有可申诉的决定,或申诉正在办理。
no_appeal_open = 没有正在办理的申诉。请先登记申诉。
not_approved = 该补贴尚未批准,没有应付金额。请先审批。
not_the_debt = 预留 { $amount_fen } 元,而尚未预留的应付款为 { $due_fen } 元,两者须相等。请按应付款预留。
fund_twice = 资金 { $fund } 在预留中重复。请合并为一行。
too_many_funds = 一次预留最多使用 { $funds_max } 项资金。请减少资金项数。
fund_of_another_area = 资金 { $fund } 的管理单位不服务于 { $area }。请使用当地或上级资金。
nothing_reserved = 没有可释放的预留。请核对当前步骤。
beyond_reservation = 支付 { $amount_fen } 元超过预留的 { $reserved_fen } 元。请先追加预留。
account_not_of_payee = 账户 { $account } 不是该收款人申报的账户,或已销户。请使用其有效账户。
not_instructed = 批次 { $batch } 没有支付该补贴,或已有银行结果。请核对批次。
not_its_standard = 标准 { $standard } 第 { $version } 版不适用于该补贴,或不存在、已废止。请填写该补贴的标准版本。
adjusts_other_amount = 调整须从现核定金额 { $entitled_fen } 元开始,而不是 { $from_fen } 元。请改正原金额。
claws_nothing_back = 标准未规定追回:不能调低到 { $to_fen } 元(已发放 { $credited_fen } 元)。
lower_standard_adjusts = 标准下调须先调整补贴金额,由调整产生追回。请登记调整。
money_still_reserved = 预留 { $kept_fen } 元多于调整后的应付款 { $due_fen } 元。请先释放多余预留。
clawback_beyond_credited = 追回 { $amount_fen } 元超过已发放且尚未追回的 { $credited_fen } 元。请减少金额。
beyond_receivable = 归还 { $amount_fen } 元超过应还资金 { $fund } 的 { $outstanding_fen } 元。请核对金额。
not_a_loan = 只有贷款才有放款、还款和违约。请核对补贴种类。
beyond_loan = { $amount_fen } 元超过贷款剩余的 { $open_fen } 元。请核对金额。
not_in_default = 贷款未违约,不能代偿。请先登记违约。

## payment_batch 发放批次

total_differs = 总额 { $total_fen } 元与各行之和 { $lines_fen } 元不符。请核对。
hash_differs = 摘要与明细不符,应为 { $expected }。请重新计算。
claim_twice = 补贴 { $claim } 在批次中重复。请合并为一行。
empty_line = 补贴 { $claim } 的金额为零。请删除该行。
voucher_differs = 支付凭证总额 { $voucher_fen } 元与批次总额 { $total_fen } 元不符。请核对凭证。
line_unknown = 批次中没有补贴 { $claim }。请核对回单。
line_answered_already = 银行已答复补贴 { $claim }。请核对回单。
answer_differs = 银行对补贴 { $claim } 答复 { $answered_fen } 元,与该行的 { $amount_fen } 元不符,资金未变动。请向银行核实,再登记整笔回执。
lines_unanswered = 还有 { $lines } 行没有银行结果。请等结果齐全后再办结。

## welfare_post 乡村公益性岗位

not_an_employing_unit = { $organisation } 不是公益性岗位用人单位,或在失信名单内。请更换单位或先赋予身份。
already_held = 该岗位自 { $since } 起由 { $holder } 在岗,一岗只能一人。请先办理其离岗。
already_applied = { $person } 的申请正在办理,无需重复申请。
not_an_applicant = { $person } 没有申请该岗位,或已被拒绝。请先登记申请。
application_at = 申请目前在 { $step } 步骤,此操作需要在 { $needs }。请按顺序办理。
notice_too_short = 公示 { $days } 天,标准要求至少 { $days_min } 天(首日不计)。请延长公示。
notice_open_ended = 公示须有截止日期。请填写最后一天。
notice_not_over = 公示到 { $ends } 结束,期满之前不能审批。请于次日起审批。
under_sixteen = 出生年份 { $birth_year } 不能确定已满十六周岁(需人工核实:{ $review_needed })。如需核实,请附年龄核实材料。
official_stood_aside = { $official } 已对该申请申报回避,不能参与办理。请由他人办理。
other_hours = 协议工时与岗位不符(岗位全日制:{ $full_time })。请改正协议。
term_too_long = 期限到 { $until },超过标准允许的 { $latest }。请缩短期限,期满可续签。
temporary_open_ended = 临时上岗({ $temporary })须写明截止日期。请填写最后一天。
not_held = 该岗位目前无人在岗。请核对岗位。
not_held_then = 该人员在 { $month } 不在此岗位。请核对人员和月份。
assessed_already = { $month } 的履职已考核,不能重复考核。
not_assessed = { $month } 尚未考核,不能核定补贴。请先考核;用人单位未考核的,可由他方代为考核。
duty_not_completed = { $month } 考核为未完成职责,没有补贴。
accrued_already = { $month } 已核定补贴 { $amount_fen } 元,一月只核定一次。
above_standard = { $amount_fen } 元超过该月最高 { $limit_fen } 元(入离岗当月按天折算)。请按标准核定。
too_many_days = { $month } 没有 { $days } 天。请核对出勤天数。
exit_not_noticed = 以 { $reason } 退出须先以该理由书面告知本人。请先告知。
objection_open = 本人的异议正在办理。请先作出处理决定。
duty_unchanged = 履职状态没有变化(已暂停:{ $suspended })。请核对此前的记录。
nothing_to_object = 没有已告知的退出,或没有正在办理的异议。

## layoff 裁减

heads_do_not_add_up = 人数不符:列名 { $named } 人,裁减 { $leaving } 人,职工总数 { $staff } 人,应依次不减。请核对人数。
layoff_notice_too_short = 裁减达到标准规定的规模,须提前告知职工或工会:{ $leaves_on } 离职过早,最早为 { $earliest }。请推迟离职。
layoff_not_reported = 在 { $staff } 人中裁减 { $leaving } 人,须向劳动行政部门报告裁减方案。请附报告。
not_employed_there = { $person } 在 { $on } 没有在该单位的在职记录(公益性岗位人员按岗位退出程序离岗)。请核对人员和日期。
not_named = { $person } 不在本次裁减告知的名单中。请核对人员。
service_shortened = 该人员的档案显示自 { $since } 起在该单位工作,工作年限不能少算。请改正起始日期。
no_compensation = { $person } 在该单位没有劳动关系(公益性岗位、劳务用工),不适用经济补偿。金额请填零。
compensation_computed_otherwise = 按工作年限和月工资计算,经济补偿应为 { $amount_fen } 元。请照此填写。

## dispute 劳动争议

nothing_claimed = 仲裁申请须至少有一项请求。请填写请求。
limitation_not_passed = 申请没有超过仲裁时效(时效届满日:{ $ends };劳动关系存续期间追索劳动报酬不受限制),不能以此不予受理。请受理,或改填其他理由。
supplement_not_overdue = 补正期限到 { $until },期满之前不能按逾期处理。请于次日起办理。
acceptance_not_overdue = 仲裁委员会仍在受理决定期限内(截止:{ $due_on })。请等待决定,或核对起诉日期。
tribunal_noticed_already = 已于 { $on } 通知组庭,无需重复通知。
proceedings_suspended = 案件自 { $since } 起中止审理,期间不能开庭、调解或裁决。请先恢复审理。
not_suspended = 案件没有中止审理,无需恢复。
extended_already = 已延期 { $days } 天,只能延期一次。请在延长的期限内结案。
extension_too_long = 延期 { $days } 天超过标准允许的 { $days_max } 天。请缩短。
extension_too_late = 延期须在审结期限届满之前记录:届满日 { $due_on },记录日 { $recorded_on }。已逾期的请尽快结案。
still_appealable = 起诉期到 { $ends } 届满,期满无人起诉裁决方才生效。请于次日起办理。
award_is_final = 终局裁决,用人单位不能起诉(可依法申请撤销)。请核对起诉方。

## wage_complaint 欠薪投诉

months_reversed = 欠薪月份颠倒:{ $from } 至 { $to }。请调换。
dispute_of_others = { $dispute } 的劳动者或用人单位与本投诉不同。请核对案件编号。
## workshop 就业帮扶车间

plan_of_another_year = 年度计划只能为本年或下一年制定,不能为 { $year } 年。请改正年份。
planned_already = { $year } 年已有“{ $measure }”计划,无需重复。
not_planned = { $year } 年没有待落实的“{ $measure }”计划。请先列入计划,或核对年份。
other_tier = 按期末标准和已认定人数,{ $period } 应评为第 { $reached } 梯次(“无”即未达最低梯次)。请先按此评定梯次。
production_unchanged = 生产状态没有变化(已停工:{ $stopped })。请核对此前的记录。
season_open_ended = 季节性停产须有截止日期。请填写最后一天。
season_registered_late = 季节性停产自 { $from } 开始,须在开始之前备案。停工之后不能补备。
violation_not_open = 经营主体没有编号为 { $violation } 的未整改违法违规。请填写查实违法违规的事件 id;已整改的不再以此退出。
production_goes_on = 没有正在持续的停工停产记录,不能以停工停产退出。请先登记停工停产。
production_rests = 正处于已备案的季节性停产期(至 { $until }),不能作为退出依据。请在期满后重新核查。
headcount_not_verified = 尚未核实用工人数,不能以人数不足退出。请先核实。
headcount_reached = 核实脱贫人口 { $ex_poor } 人,达到同等规模车间的标准 { $ex_poor_min } 人,不能以人数不足退出。
exit_not_requested = 经营主体没有提出退出申请,不能作为自愿退出。请先登记其申请。
operator_not_noticed = 以该理由退出须先书面告知经营主体({ $reason })。请先告知。
exit_notice_not_over = 经营主体提出异议的期限未满,最早可于 { $earliest } 退出。
exit_objection_open = 经营主体的异议正在办理。请先作出处理决定。
no_such_exit_step = 没有已告知的退出,或没有正在办理的异议(目前:{ $step })。请按顺序办理。

## carrier 就业帮扶车间、基地共有

not_an_operator = { $organisation } 没有 { $role } 身份,或在失信名单内、已注销。请先赋予身份或更换经营主体。
carrier_stays = 该车间或基地位于 { $area },不能改到其他区域。迁往他处的请另行申请。
more_ex_poor_than_workers = 脱贫人口 { $ex_poor } 人多于用工总数 { $workers } 人。请核对数字。
recognition_notice_open_ended = 认定公示须有截止日期。请填写最后一天。
recognition_notice_too_short = 认定公示 { $days } 天,标准要求至少 { $days_min } 天(首日不计)。请延长公示。
recognition_notice_not_over = 认定公示到 { $ends } 结束,期满之前不能认定。请于次日起办理。
too_few_ex_poor = 现场核查用工 { $workers } 人,其中脱贫人口 { $ex_poor } 人,未达到 { $ex_poor_min } 人或 { $ex_poor_per_mille_min }‰。请待达标后再申请。
works_there_already = { $person } 自 { $since } 起已在此上岗。请核对名册。
not_a_worker = { $person } 没有在此上岗,或该期间不在此上岗。请核对人员和日期。
not_in_target_population = { $person } 不属于脱贫户或监测户,不计入吸纳人数。请核对其农户档案。
counted_elsewhere = 该人员已在 { $at } 计入 { $period },同一期间只能计入一处。
income_above_reported = 认定收入 { $income_fen } 元高于在岗月份已上报的务工收入 { $reported_fen } 元。请先补报收入或改正金额。
other_period = 奖补周期应为 { $per },{ $period } 不符合或不存在。请按标准规定的周期办理。
awarded_already = { $period } 的奖补已核算,其天数和依据不再变动。请核对期间。
violation_blocks_award = { $organisation } 有未整改的违法违规,不能核算奖补。请待整改完成。
award_above_standard = { $amount_fen } 元超过该期最高 { $limit_fen } 元(按期末标准、认定人数和资格有效天数计算)。请按标准核算。
## checks 疑点核查:标题、各种情形一句话、应先排除的正常情形、怎样可以消除

check_no_show = 吃空饷
check_no_show_no_log = { $case } 已为 { $person } 核定 { $month } 的补贴,但核定后 { $grace_days } 天内仍没有该月的履职记录。
check_no_show_same_sheet = 同一张考勤表被用作 { $identical_logs_min } 次以上、不同月份的履职记录,其中有 { $case } 的 { $person } 在 { $month } 的记录。
check_no_show_away = { $person } 在 { $month } 整月外出务工,{ $case } 仍为其核定了该月的补贴。
check_no_show_rule_out = 需先排除:履职记录迟报或只有纸质记录;外出务工登记有误,或当月有一段时间在岗;同班人员当月共用一张考勤表。
check_no_show_clears = 补充该月的原始考勤等履职材料,或更正有误的外出务工登记。

check_nepotism = 优亲厚友
check_nepotism_placed = { $person } 在 { $case } 上岗,签署意见的 { $official } 是其近亲属,没有回避。
check_nepotism_awarded = { $person } 的补贴 { $case } 由其近亲属 { $official } 审核或批准。
check_nepotism_reciprocal = 两地经办人互为对方亲属签署意见:{ $person } 在 { $case } 上岗,{ $other_person } 在 { $other_case } 上岗,前后不超过 { $reciprocal_days_max } 天。
check_nepotism_rule_out = 需先排除:亲属关系登记有误或已经解除;已经回避但只有纸质记录;该村建档人员多为其亲属(达到 { $dense_percent_min }% 的,已与录用比例作过比较);他人冒用其账号签署。
check_nepotism_clears = 当时的回避记录,或双方并非近亲属的证明;亲属关系属实的,由无关人员重新审核资格,符合条件的可以保留。

check_missed_recusal = 应回避未回避
check_missed_recusal_placement = { $official } 在 { $case } 的录用程序中为 { $person } 签署意见,双方是近亲属且当时已登记在案,却没有申报回避。
check_missed_recusal_award = { $official } 审核或批准了 { $person } 的补贴 { $case },双方是近亲属且当时已登记在案,却没有回避。
check_missed_recusal_rule_out = 需先排除:亲属关系登记有误或已经解除;当时已书面申报回避而未录入;他人冒用其账号签署。
check_missed_recusal_clears = 当时的回避申报、会议记录,或双方并非近亲属的证明。

check_rotation = 轮流坐庄
check_rotation_handed_round = { $case } 在 { $window_months } 个月内先后有 { $holders } 人上岗,{ $person } 接替时前任并非未履职或另有就业,而更需帮扶的 { $other_person } 还在等候。
check_rotation_short_spells = { $case } 每人上岗不超过 { $holding_months_max } 个月就换人,这次由 { $person } 接替,而更需帮扶的 { $other_person } 还在等候。
check_rotation_cyclic = { $case } 由 { $holders } 人按同样的次序轮换上岗,这次又轮到 { $person }。
check_rotation_rule_out = 需先排除:季节性用工、顶替病休人员而未注明;前任因就业、患病、迁居离岗而登记为期满或辞职;等候的人不能胜任该岗位。
check_rotation_clears = 历次离岗原因的证明、季节性或临时用工协议,以及没有安排等候者的书面理由。

check_neglected_need = 漠视群众实际需求
check_neglected_need_refused = 更需帮扶的 { $person } 申请 { $case } 未被录用,而次序在后的 { $other_person } 在 { $other_case } 上岗。
check_neglected_need_waiting = 更需帮扶的 { $person } 自 { $since } 申请 { $case } 以来等候超过 { $waiting_days_max } 天,其间次序在后的 { $other_person } 在 { $other_case } 上岗。
check_neglected_need_unanswered = { $case } 于 { $since } 摸底掌握的就业需求,超过 { $waiting_days_max } 天没有回应。
check_neglected_need_rule_out = 需先排除:本人已放弃而未登记;不能胜任空缺的岗位;家庭或劳动能力情况登记有误;需求已另行答复。
check_neglected_need_clears = 本人放弃的书面材料、能否胜任的现场记录,或对需求的书面答复;没有的,应当优先安排。

check_unreasonable_limit = 不合理招用限制
check_unreasonable_limit_refused = { $person } 申请 { $case } 被拒,理由中有“{ $words }”,这不能作为招用限制。
check_unreasonable_limit_removed = { $case } 的在岗人员被告知退出,理由中有“{ $words }”,这不能作为限制条件。
check_unreasonable_limit_standard = 招用规则 { $case } 的排除条件中有“{ $words }”,属于应当取消的不合理限制。
check_unreasonable_limit_rule_out = 需先排除:文字只是说明情况,真正原因是试岗不能胜任并有现场记录;未满十六周岁的法定限制。
check_unreasonable_limit_clears = 试岗或履职考核的现场记录;没有的,应撤销该决定,按能否胜任重新审核。

check_double_post = 重复上岗
check_double_post_overlap = { $person } 自 { $from } 起同时在 { $case } 和 { $other_case } 全日制就业,已重叠 { $days } 天(重叠 { $overlap_days_min } 天起计,{ $transfer_days } 天内离开前者的不计)。
check_double_post_rule_out = 需先排除:前一岗位已经离岗而登记迟缓;其中一项实为非全日制;同名误登。
check_double_post_clears = 离岗日期的证明,或非全日制的协议;属于误登的,按程序更正。

check_diversion = 挤占挪用
check_diversion_other_purpose = { $case } 从 { $fund } 支付,而该资金另有专门用途。
check_diversion_not_of_source = { $case } 从 { $fund } 支付,而该资金的用途不在其来源允许的使用范围内。
check_diversion_gathered = { $payees } 户收款人的资金在 { $days_max } 天内转入同一账户 { $account }。
check_diversion_rule_out = 需先排除:用途已按文件调整,账务尚未登记;使用范围已有新规定;转出款项是本人自愿的债务、货款等往来。
check_diversion_clears = 调整用途的文件、使用范围的规定;归集款项的往来凭证和本人说明;确属挪用的,应当归还原渠道。
check_idle_funds = 资金滞留闲置
check_idle_funds_lying = { $case } 于 { $since } 收到的资金,超过 { $days_max } 天仍未全部下达或拨付。
check_idle_funds_rule_out = 需先排除:项目按进度拨付、合同约定的支付日未到;下达文件已印发,账务尚未登记。
check_idle_funds_clears = 下达、拨付或交回的凭证;确属滞留的,应当立即下达使用或交回。
check_award_after_stoppage = 停产仍领奖补
check_award_after_stoppage_stopped = { $case } 自 { $since } 起停产,{ $period } 的奖补超过实际生产天数应得的数额。
check_award_after_stoppage_exited = { $case } 自 { $since } 起已不具备车间资格,{ $period } 的奖补超过资格有效天数应得的数额。
check_award_after_stoppage_rule_out = 需先排除:停产属于季节性停产,备案尚未登记;停产日期录入有误;超出部分已在追回。
check_award_after_stoppage_clears = 停产备案、生产记录或追回决定;确属多领的,应当追回。
check_arrears = 拖欠补贴
check_arrears_undecided = { $case } 按标准应于 { $due } 前到账,逾期超过 { $overdue_days_max } 天仍未审批。
check_arrears_unpaid = { $case } 已经批准,按标准应于 { $due } 前到账,逾期超过 { $overdue_days_max } 天仍未足额到账。
check_arrears_returned = { $case } 按标准应于 { $due } 前到账,款项被退回后没有补发,逾期超过 { $overdue_days_max } 天。
check_arrears_rule_out = 需先排除:已告知申请人补正而未登记;款项已经到账,银行回单尚未录入;账户有误,已通知本人更换。
check_arrears_clears = 银行到账回单,或告知补正的送达凭证;确属拖欠的,应当立即补发。

check_duplicate_benefit = 重复享受补贴
check_duplicate_benefit_twice = { $payee } { $period } 的 { $case } 分批重复到账,合计超过核定数额。
check_duplicate_benefit_overlap = { $payee } 的 { $case }({ $period })与 { $other_case }({ $other_period })是同一种补贴,所属期重叠,却都已批准。
check_duplicate_benefit_rule_out = 需先排除:其中一笔已经更正、追回而未登记;两笔由不同的事项取得;所属期登记有误。
check_duplicate_benefit_clears = 两笔各自的依据材料;确属重复的,应调整或追回其中一笔。

check_recomputed_otherwise = 复算不符
check_recomputed_otherwise_otherwise = { $case } 批准并发放的金额与按当时有效的 { $by_standard } 复算的金额不符,相差超过 { $tolerance_fen } 元。
check_recomputed_otherwise_rule_out = 需先排除:已经调整而未登记;申报的数量或基数登记有误;当时适用的是另一版标准而未录入。
check_recomputed_otherwise_clears = 按有效标准调整并说明理由;多发的追回,少发的补发。

check_shared_account = 多人共用账户
check_shared_account_declared = 账户 { $account } 被 { $payees } 名互无亲属关系的人登记为收款账户(满 { $payees_min } 人起计)。
check_shared_account_paid = 账户 { $account } 是 { $payees } 名互无亲属关系的收款人共用的账户(满 { $payees_min } 人起计),并且已经收到款项。
check_shared_account_rule_out = 需先排除:同一家庭的惠农补贴一卡通,家庭成员或亲属关系登记不全;监护人、委托代理人代收而未登记;账号录入有误。
check_shared_account_clears = 户口簿、亲属关系证明或委托书;没有的,由本人另行登记自己的账户,并核实已付款项的去向。

## common 各类共有

not_in_state = 目前状态为 { $state },此操作须在 { $allowed }。请按流程办理。
approver_recorded_it = { $person } 是经办人,不能审批自己经办的事项。请由他人审批。
not_configured = { $area } 在 { $on } 没有生效的标准 { $standard }。请先出台该标准。
occurs_before = 发生日期 { $occurred_on } 早于其依据的 { $earliest }。请核对 occurredon。
nothing_to_correct = 本案没有可更正的事件 { $event },或该事件已被更正。请核对事件 id。
correction_dated_otherwise = 更正日期 { $occurred_on } 须与被更正的事实日期 { $fact_on } 一致。请把 occurredon 改为该日期。
credit_not_shown = 支付须以银行回单证明已到劳动者账户。请附银行回单。
beyond_outstanding = { $amount_fen } 元超过尚未支付的 { $outstanding_fen } 元。请核对金额。
still_outstanding = 还有 { $outstanding_fen } 元未到账,到账之前不能结案。请先登记到账。

## malformed 事件不成立

case_exists = { $subject } 已存在,不能再次建立。请使用其他编号。
case_missing = { $subject } 不存在。请核对编号;案件须先登记首个事件。
cited_case_missing = 事件提到的 { $stream } 不存在。请核对编号,或先登记。
subject_mismatch = { $subject } 不属于 { $category } 类。请使用“{ $category }-编号”。
case_named_otherwise = 编号 { $subject } 与内容不符,应为 { $expected }。请改正 subject。
not_a_subsidy_name = “{ $name }”不能作为其他补贴的名称:已是规定种类,或含有 `0-9 a-z _` 以外的字符。请填写规定种类或更换名称。
not_a_fund_of_the_claim = 资金 { $fund } 没有支付过该补贴,不存在应还款项。请填写支付该补贴的资金。
kind_superseded = { $kind } 已由 { $by } 取代,不再接收(已记录的照常可读)。请按 { $by } 提交。
entailed_only = { $kind } 只能由其他事件引出,不能直接提交。请提交引出它的事件。
server_only = { $kind } 只由系统自己记录,不能提交。
role_not_allowed = 角色 { $role } 不能提交此事件。请使用有相应权限的密钥(审批事项需要 approver)。
outside_area = 该案不在您的密钥所及的范围({ $allowed })内。请由当地人员办理或查询。
occurs_in_future = 发生日期 { $occurred_on } 晚于记录日期 { $recorded_on }。请核对 occurredon(北京时间)。
too_many_named = 一个事件最多列出 { $named_max } 人,现有 { $named } 人。请分开办理。
batch_size = 批次有 { $lines } 行,应为 1 至 { $lines_max } 行。请拆分批次。
too_many_payments = 批次有 { $payments } 笔支付(一行在一项资金中为一笔),最多 { $payments_max } 笔。请拆分批次;已封批的先作废。
entails_too_much = 一个事件最多引出 { $entailed_max } 个事件。请分开办理。
time_ahead = 填写的记录时间 { $time } 尚未到来,当前时间为 { $now }。请核对文件和本机时钟。
time_decreases = 时间 { $time } 早于前一事件的 { $earliest }:历史文件的时间不能倒退。请按时间排序。
area_of_case = 填写的区划 { $claimed } 与该案所属区划 { $area } 不符。请改正或省略 area。

## invalid 值不合规

bad_date = “{ $value }”不是日历上的日期。请写成 YYYY-MM-DD。
bad_month = “{ $value }”不是月份。请写成 YYYY-MM。
bad_span = 起止日期颠倒:{ $from } 至 { $to }。请调换。
negative_money = 金额 { $value } 为负数。金额以分为单位,不得小于零。
fractional_money = 金额 { $value } 不是整数。金额以分为单位(1 元 = 100 分)。
money_too_large = 金额超过上限 { $limit_fen } 元。请核对单位(应为分)。
bad_area_code = “{ $value }”不是 12 位统计用区划代码:前两位须为省级代码,上级为零的下级也须为零。县级代码请补零到 12 位。
bad_credit_code = “{ $value }”不是 18 位统一社会信用代码(GB 32100-2015 字符集,不含 I、O、S、V、Z)。
wrong_check_digit = “{ $value }”校验位不符,应为 { $expected }。请核对全部字符。
bad_digest = “{ $value }”不是 64 位小写十六进制 SHA-256 摘要。
bad_account = “{ $value }”不是 32 位十六进制账户编号。请勿填写真实账号。
control_character = 文本第 { $place } 个字符是不可见字符（例如换行）。请删去。
text_too_long = 文字有 { $chars } 个字符,最多 { $chars_max } 个。请缩短。
personal_number = 其中有 { $digits } 位数字,疑似证件、电话或账号。请删去,或改用随机编号。
bad_birth_year = 出生年份 { $value } 早于 { $year_min } 年。请核对。
bad_stream = “{ $value }”不是已知类别的案件编号(“类别-编号”)。请核对。
bad_actor = “{ $value }”不是“人员/单位/角色”。请按此格式填写。
wrong_kind_of_case = “{ $value }”不是 { $expected } 类的案件。请填写“{ $expected }-编号”。

## decode 解析

malformed_json = 内容不是合法的 JSON(第 { $json_line } 行第 { $json_column } 个字符处)。请检查语法。
unknown_kind = 没有事件种类“{ $kind }”。可用种类见 /v1/catalogue。
unknown_field = 没有字段“{ $field }”,已知字段:{ $known }。请核对拼写。
missing_field = 缺少字段“{ $field }”。请补充。
duplicate_field = 字段“{ $field }”出现两次。请保留一个。
wrong_type = 值的类型不对,应为:{ $expected }。
unknown_value = “{ $value }”不是可用的值,可用:{ $known }。
attribute_set_by_server = “{ $attribute }”由系统填写。请从事件中删除。
decided_in_of_gateway = 只有业务系统对接密钥或历史数据导入才能填写“{ $attribute }”（表示该决定由其他系统作出）。请删去此项，或通过该系统的对接密钥提交。
time_set_by_server = 记录时间“{ $attribute }”由系统填写。事情发生的日期请用 occurredon。

## problem 接口、系统与命令行

missing_key = 缺少密钥。请在 Authorization: Bearer 中提供密钥。
wrong_key = 密钥无效或已吊销。请使用有效密钥,或向管理员申请。
actor_missing = 业务系统须说明经办人(actor:人员/单位/角色)。请补充。
unknown_route = 没有此地址。可用地址见 /docs。
method_not_allowed = 此地址不支持该方法。可用方法见 Allow 头。
event_missing = 没有事件 { $id }。请核对 id。
view_missing = 没有视图“{ $view }”。可用视图见 /v1/catalogue。
row_missing = 视图 { $view } 中没有“{ $key }”。请核对键。
schema_missing = 没有模式文件“{ $name }”。可用种类见 /v1/catalogue。
bad_query = 查询参数“{ $parameter }”无效,应为:{ $expected }。请改正。
position_ahead = 事件日志只到位置 { $position },还没有位置 { $after }:您读过的不是现在这份日志,它可能已从较早的备份恢复。请核对最后几个事件的编号,从双方一致处重新读取。
bad_cursor = 分页参数“{ $parameter }”不属于这个列表。请使用同一列表上一页给出的 next,或去掉它从头开始。
unknown_category = 没有案件类别“{ $category }”,可用:{ $known }。说明见 /v1/catalogue。
bad_precondition = 请求头“{ $header }”无效,应为:{ $expected }。请改正。
empty_batch = 批次中没有事件。请至少提交一个。
not_utf8 = 内容不是 UTF-8 文本。请转换编码后提交。
wrong_content_type = 内容类型不受支持,应为 { $expected }。请改正 Content-Type。
body_too_large = 内容超过上限 { $bytes_max } 字节。请分批提交。
body_interrupted = 内容没有收完,未作记录。请重新提交。
line_too_long = 一行超过上限 { $bytes_max } 字节。请检查该行。
batch_too_large = 一批最多 { $events_max } 个事件。请拆分,或使用 /v1/events/bulk。
person_missing = 经办和审批密钥必须注明持有人，以免同一人用另一把密钥审批自己经办的事项。请加上 --person 及其编号。
id_twice = 编号 { $id } 在本批中出现两次。请为每个事件使用各自的编号。
id_reused = 事件 id { $id } 已用于另一内容(位置 { $position })。请使用新的 id。
stale_revision = { $subject } 的当前修订号为 { $actual },与 If-Match 或 If-None-Match 不符。请重新读取后再提交。
lost_race = 同时有其他变更,重试多次仍未成功,未作记录。请重试。
too_busy = 等待写入的内容已达上限({ $limit }),未作处理。请稍后重试。
too_many_requests = 同时最多处理 { $requests_max } 个请求。请稍后重试。
too_many_streams = 同时最多进行 { $streams_max } 个导出和批量提交。请稍后重试。
too_many_feeds = 同时最多有 { $feeds_max } 个实时订阅。请稍后重试。
too_many_replays = 同时最多进行 { $replays_max } 个回溯重算。请稍后重试。
timed_out = 超过时限 { $seconds_max } 秒,已停止。请缩小范围,或加快发送后重试。
views_behind = 视图还差 { $behind } 个事件才与启动时的事件日志一致,尚未就绪。请稍后重试;若一直不减少,请查看服务的运行记录。
unavailable = 系统正在启动或停止,暂不能服务。请稍后重试。
log_failed = 数据写入失败,重新启动服务之前不再写入;查询不受影响。此次提交是否已记录尚不能确定:请告知管理员,待服务恢复后用同一编号原样重新提交。
views_failed = 各类视图已停止更新,重新启动服务后方能恢复;业务记录不受影响。请告知管理员。
disk_full = 磁盘已满,放不下的内容未能保存。请清理磁盘后重试。
internal = 系统内部错误,已记入日志。请稍后重试,或联系管理员。
io = 读写“{ $what }”失败:{ $detail }。请检查文件和权限。
file_exists = “{ $path }”已存在,不会被覆盖。请换一个文件名。
folder_in_use = “{ $folder }”正被另一个进程使用。请等它结束,或先停止它。
folder_not_empty = 文件夹“{ $folder }”已有数据,此操作需要空文件夹。请换一个文件夹。
newer_format = “{ $path }”由更新的版本写成(格式 { $found },本版本支持 { $supported })。请升级程序。
older_format = “{ $path }”由旧版本写成(格式 { $found },本版本为 { $supported })。请先运行一次 serve,数据文件会自动升级。
not_a_log = “{ $path }”不是本系统的数据文件。请检查文件名或 --data。
no_log = 没有数据文件“{ $path }”。请检查文件名或 --data;新文件夹请先运行 serve。
corrupt = 数据损坏(文件 { $path },位置 { $position }):{ $detail }。请从备份恢复。
wal_damaged = 预写日志“{ $path }”在第 { $sound_bytes } 字节之后损坏,其后还有已落盘的事件。请先完整复制数据文件夹,再把备份恢复到空文件夹。损坏处之前的内容也许还能从副本中取回:把其中的这个文件截短到 { $sound_bytes } 字节,再用 verify 核查副本中的 events.sqlite,数据完整才可使用。
log_lost_event = 视图曾采用位置 { $position } 的事件 { $id },而事件日志中没有这个事件:日志末尾已丢失,或换成了另一份日志。请先完整复制数据文件夹,再与备份和各客户端核对;确认以现有日志为准后,运行 rebuild;日志已不存在时,删除 views.sqlite。
unknown_view = 没有视图“{ $view }”。可用:{ $known }。
unknown_check = 没有名为 { $check } 的疑点核查。现有:{ $known }。
bad_key = “{ $key }”不是视图 { $view } 的键。请核对。
view_stopped = 视图 { $view } 已停止:{ $detail }。请用 rebuild 重建。
views_damaged = 视图文件“{ $path }”不能使用:{ $detail }。业务记录不受影响;删除该文件后再启动服务,视图会自动重建。
bad_key_role = 密钥不能具有 server 角色。请选择其他角色。
bad_area_prefix = “{ $value }”不是区划代码前缀(最多 12 位数字)。请改正。
bad_name = “{ $value }”不能作名称:只用小写字母、数字和 . _ -。请改正。
gateway_person = 业务系统密钥不绑定人员,由其逐事件说明。请去掉 --person。
no_keys = “{ $path }”不存在,还没有密钥。请检查 --data,或用 key create 建立。
new_folder = “{ $folder }”中没有数据,已从空的开始。如非本意,请停止并检查 --data。
unknown_verb = 没有命令“{ $verb }”。相近的命令:{ $similar }。运行 wengang --help 可查看全部。
missing_verb = 缺少命令。可用:{ $known }。
unknown_argument = 没有参数“{ $argument }”。相近的参数:{ $similar }。用法:{ $usage }。
missing_argument = 缺少参数 { $argument }。用法:{ $usage }。
bad_arguments = 参数 { $argument } 用法不对。用法:{ $usage }。
bad_value = “{ $value }”不能用在这里,应为:{ $expected }。
unknown_key = 没有密钥 { $id }。请用 key list 查看。
not_an_export = “{ $file }”第 { $line } 行不是导出的事件:{ $detail }。请使用未改动的导出文件。
history_closed = 事件日志中已有非导入的事件(位置 { $position }),此后各行不能再写明记录时间 time,导入到此为止。请把全部历史导入新的数据文件夹,然后再启动服务。
port_taken = 地址 { $address } 已被占用。请用 --listen 指定其他地址。

## finding 核查

subject_of_finding = { $person } 是该疑点所涉人员,不能对其作出处理。请由他人办理。
officer_decides_alone = { $person } 是承办人,不能独自解除疑点。请由他人审批。
more_than_confirmed = { $amount_fen } 元超过查实而尚未追回的 { $open_fen } 元。请核对金额。
still_owed = 查实金额还有 { $open_fen } 元未追回、未核销,不能办结。请先追回或核销。
suppressed_too_long = 暂不显示须在 { $latest } 之前到期,不能到 { $until }。请改短期限。
not_a_case_of_the_finding = { $case } 不在该疑点所涉范围内。请核对。

## 期限

limit_monitoring_confirmation = { $case } 的监测线索应于 { $due } 前由县级确认或不予纳入。
limit_duty_assessment = { $case } 的月度履职应于 { $due } 前考核;逾期可由他人代为考核,以免影响发放。
limit_post_insurance = { $case } 的上岗人员应于 { $due } 上岗前参加意外伤害保险。
limit_claim_credit = { $case } 的补贴应于 { $due } 前全额到账。
limit_village_notice = { $case } 的监测线索应于 { $due } 前进行村级公示,以便公示期满后按期确认。
limit_idle_funds = { $case } 收到的资金应于 { $due } 前下达、拨付或交回。
limit_workshop_exit_stopped = { $case } 已停工停产,应于 { $due } 前决定退出。
limit_workshop_exit_violation = { $case } 的经营主体违法违规,应于 { $due } 前决定退出。
limit_dispute_step_acceptance = { $case } 应于 { $due } 前决定是否受理。
limit_dispute_step_tribunal = { $case } 应于 { $due } 前通知仲裁庭组成。
limit_dispute_step_award = { $case } 应于 { $due } 前作出裁决。
limit_dispute_step_extension = { $case } 应于 { $due } 前在延长的期限内作出裁决。
limit_dispute_step_green_channel = { $case } 走绿色通道,应于 { $due } 前审结。
limit_wage_complaint_step_check = { $case } 应于 { $due } 前核查完毕。
limit_wage_complaint_step_order = { $case } 应于 { $due } 前责令支付。
limit_wage_complaint_step_payment = { $case } 应于 { $due } 前按责令支付决定付清。
limit_layoff_payment = { $case } 中被裁减人员的经济补偿应于 { $due } 前付清。
limit_finding_recovery = { $case } 已查实,应于 { $due } 前开始追回资金。
# 以下是拒绝里会出现的词,显示为“中文(原词)”。同一个词在某个字段里另有意思的,写作 word-<字段>-<词>。

## words 词汇

word-abolished = 已撤销
word-accepted = 已受理
word-acknowledged = 已知悉
word-adjust = 调整
word-age = 年龄
word-agreement = 协议
word-announced = 已公告
word-any_subsidy = 各类补贴
word-application = 申请材料
word-applied = 已申请
word-apprenticeship = 新型学徒制培训补贴
word-approved = 已批准
word-approver = 审批
word-assigned = 已交办
word-assistance = 就业、便民服务
word-attendance = 考勤
word-authorised = 已授权
word-auto_checked = 已自动核查
word-available = 可用
word-awarded = 已裁决
word-bank = 银行
word-bank_slip = 银行回单
word-base_award = 就业帮扶基地奖补
word-base_rules = 基地认定规则
word-below_headcount = 吸纳人数不足
word-cannot_do_duty = 不能胜任岗位职责
word-care = 养老托幼、助残
word-carried_in = 结转收入
word-carried_out = 结转支出
word-certificate = 证明
word-check = 疑点核查参数
word-checked = 已核查
word-cleaning = 保洁
word-clerk = 经办
word-closed = 已办结
word-clue_received = 已收到线索
word-confirmed = 已查实
word-contractor = 施工单位
word-county_approved = 县级已审批
word-county_confirmed = 县级已认定
word-court = 已诉至法院
word-credited = 已到账
word-data_error = 数据差错
word-data_match = 数据比对
word-data_matched = 已比对
word-death = 死亡
word-decision = 决定书
word-democratically_reviewed = 已民主评议
word-development_and_reform = 发展改革
word-disability = 残疾
word-dismissed = 已驳回
word-dispute = 劳动仲裁期限
word-duty_assessment = 履职考核期限
word-duty_failure = 未履职
word-education = 义务教育
word-effective = 已生效
word-employer = 用人单位、企业
word-employment_service = 就业创业服务补助
word-employment_subsidy = 就业补助资金
word-enforcement_terminated = 终结执行
word-enforcing = 执行中
word-escalated = 已上报
word-ethnic_area = 民族地区
word-ethnicity = 民族
word-ex_poor = 脱贫户
word-ex_poor_county = 脱贫地区
word-exited = 已退出
word-explained = 有合理解释
word-filed = 已提交
word-filled = 有人在岗
word-finance = 财政
word-finding_recovery = 追缴期限
word-fraud = 骗取
word-full_time_job = 已有全日制工作
word-fund_purposes = 资金使用范围
word-gateway = 业务系统
word-guaranteed_loan = 创业担保贷款
word-hearing = 庭审中
word-holidays = 节假日安排
word-home_verified = 已入户核实
word-household_register = 户籍
word-housing = 住房安全
word-hr_firm = 人力资源服务公司
word-human_resources = 人力资源社会保障
word-identified = 已识别
word-illegal = 违法违规
word-illness_cover = 病假顶岗
word-incapacity = 不能胜任
word-income_line = 监测收入线
word-info_requested = 调取材料中
word-inspection = 检查记录
word-instructed = 已下达支付
word-invited = 已告知可申领
word-key_county = 乡村振兴重点帮扶县
word-labour_broker = 劳务经纪人
word-labour_cooperative = 劳务专业合作社
word-lapsed = 已视为撤回
word-layoff = 裁减人员规则
word-loan_interest = 创业担保贷款贴息
word-local = 地方资金
word-lost_eligibility = 不再符合条件
word-manual_review_needed = 需人工复核
word-market_job = 市场就业
word-marriage = 婚姻状况
word-measure_taken = 已采取措施
word-mediating = 调解中
word-medical = 基本医疗
word-minutes = 会议记录
word-monitored = 监测对象
word-monitoring = 监测程序
word-month = 月
word-moved = 迁出
word-name = 名称
word-not_accrued = 岗位补贴未核定
word-not_monitored = 未纳入监测
word-nothing_due = 按标准没有应付金额
word-notice = 告知书
word-noticed = 已公示
word-notified = 已通知
word-objected = 已提异议
word-once = 一次性
word-open = 空缺
word-open_violation = 违法违规未整改
word-ordered = 已责令支付
word-ordinary = 一般农户
word-other = 其他
word-other_low_income = 其他低收入群体
word-paid = 已支付
word-part_credited = 部分到账
word-partial_labour = 弱劳动力、半劳动力
word-partially_awarded = 已部分裁决
word-patrol = 护林护河护路
word-payee_blacklisted = 收款人失信
word-payee_closed = 收款单位已注销
word-payee_died = 收款人已死亡
word-plan_made = 已制定帮扶计划
word-planned = 已计划
word-post_abolished = 岗位撤销
word-post_allowance = 公益性岗位补贴
word-post_employing_unit = 公益性岗位用人单位
word-post_priority = 岗位优先次序
word-post_quota = 公益性岗位指标
word-post_rules = 公益性岗位招用规则
word-pre_employment_training = 劳动预备制培训补贴
word-project_owner = 项目业主
word-public_body = 政府部门、乡镇、村委会
word-public_payroll = 财政供养人员
word-quarter = 季度
word-raised = 已产生
word-reader = 查询
word-reason = 说明
word-reason-term = 期满
word-receivable_claimed = 应收
word-receivable_outstanding = 应收未收
word-receivable_recovered = 应收已收回
word-receivable_waived = 应收已豁免
word-receivable_written_off = 应收已核销
word-received = 收到
word-recognised = 已认定
word-reconciled = 已对账
word-recovered = 已追回
word-recovered_in = 收回
word-recovered_money = 收回资金去向
word-recovering = 追缴中
word-rectified = 已整改
word-referred = 已移送
word-refused = 不予批准
word-rejected = 已排除
word-relapsed = 风险再现
word-relief_wages = 劳务报酬
word-relocation_hiring = 安置区按比例安排就业
word-relocation_site = 易地搬迁集中安置区
word-removal_announced = 风险消除已公告
word-removal_democratically_reviewed = 风险消除已民主评议
word-removal_home_verified = 风险消除已入户核实
word-removal_noticed = 风险消除已公示
word-removal_proposed = 已提出风险消除
word-removal_township_reviewed = 风险消除乡镇已审核
word-reserved = 已预留
word-resigned = 辞职
word-resolved = 已化解
word-returned = 已退回
word-returned_up = 上缴
word-reviewed = 已复核
word-risk_removal = 风险消除
word-risk_removed = 风险已消除
word-rural_revitalisation = 乡村振兴
word-safety = 治安协管
word-sanctioned = 已处分处罚
word-sealed = 已封批
word-season = 季节性用工
word-sent_down = 下达
word-server = 本系统
word-settled = 已调解
word-sex = 性别
word-site_checked = 已现场核查
word-social = 社会资金
word-social_insurance = 社会保险补贴
word-stopped = 停工停产
word-subsidy = 补贴
word-supplement_asked = 待补正
word-support = 扶持
word-supported = 已帮扶
word-term = 学期
word-township_reviewed = 乡镇已审核
word-training_provider = 培训机构
word-transferred = 已移交
word-transition = 衔接推进乡村振兴补助资金
word-travel = 外出务工交通补助
word-unfounded = 不属实
word-upgrade = 升级
word-upkeep = 公共设施管护
word-village_noticed = 村内已公示
word-village_reviewed = 村级已评议
word-vocational_training = 职业培训补贴
word-voided = 已作废
word-voluntary = 自愿退出
word-wage_complaint = 欠薪投诉办理期限
word-water = 饮水安全
word-withdrawn = 已撤回
word-work_relief_central = 以工代赈中央投资
word-works = 工程建设
word-workshop_award = 就业帮扶车间奖补
word-workshop_headcount = 车间退出人数标准
word-workshop_operator = 车间经营主体
word-workshop_rules = 车间认定与退出规则
word-workshop_tiers = 车间梯次奖补标准
word-written_off = 已核销
word-year = 年
word-yulu_grant = 雨露计划补助
word-zero_employment = 零就业家庭

## expected 应有的值

expected-object = 一个对象
expected-list = 一个列表
expected-choice = 已知的词之一,或只有一个字段的对象
expected-text = 文字
expected-text_not_empty = 不为空的文字
expected-true_or_false = true 或 false
expected-whole_number = 整数
expected-number_to_255 = 0 至 255 的整数
expected-number_to_32767 = 不大于 32767 的整数
expected-number_to_65535 = 0 至 65535 的整数
expected-number_to_4294967295 = 0 至 4294967295 的整数
expected-fen = 以分为单位的整数金额
expected-date = 写成 YYYY-MM-DD 的日期
expected-month = 写成 YYYY-MM 的月份
expected-instant = 带时区的时间,例如 2025-07-15T00:00:00+08:00(网址中 + 写作 %2B)
expected-uuid = UUID,例如 0192a000-0000-7000-8000-000000000001
expected-area_code = 12 位区划代码
expected-credit_code = 18 位统一社会信用代码
expected-sha256 = 64 位十六进制 SHA-256 摘要
expected-account = 32 位十六进制账户编号
expected-note = 不超过 200 字的文字
expected-stream = 案件编号“类别-编号”
expected-actor = “人员/单位/角色”
expected-basis = “案件编号@修订号”的列表
expected-other = 另一种值
expected-a_value = 一个值
expected-once = 只写一次
expected-position = 一个位置(整数)
expected-area = 区划代码的前几位,最多 12 位数字
expected-integer = 整数
expected-boolean = true 或 false
expected-quoted_revision = 带引号的修订号,例如 "3"
expected-alone = 不与 If-Match 同用
expected-no_precondition = 不填写:整批没有单一的修订号,请逐个使用 POST /v1/events
expected-address = 地址:端口,例如 127.0.0.1:4300

## detail 细节

detail-not_found = 没有这个文件或文件夹
detail-permission_denied = 没有权限
detail-already_exists = 已经存在
detail-is_a_directory = 它是文件夹
detail-not_a_directory = 它不是文件夹
detail-read_only_filesystem = 文件系统只读
detail-bytes_differ = 与记录时的字节不同
detail-head_differs = 编号或案件与该行所写不同
detail-revision_differs = 修订号不连续
detail-runs_backwards = 记录时间早于前一行
detail-basis_ahead = 所依据的事件尚不存在
detail-cause_missing = 引起它的事件不在其前
detail-checksum_differs = 校验和不符
detail-body_damaged = 内容损坏
detail-unreadable = 内容无法解读
detail-event_missing = 该处的事件缺失
detail-end_missing = 事件日志末尾缺失
detail-events_missing = 有案件的事件缺失
detail-event_unreadable = 该位置的事件无法解读
detail-dictionary_differs = 压缩字典缺失或被改动
detail-structure_damaged = 文件结构损坏
detail-no_format = 没有注明格式
detail-wal_alone = 只剩预写日志,没有事件日志文件
detail-no_views = 它不是视图文件

## said 命令行完成的事

said-imported = 共 { $lines } 行:记录事件 { $events } 个,重复 { $repeated } 行,拒绝 { $refused } 行。
said-taken_back = 已取回事件 { $events } 个。
said-backed_up = 已备份事件 { $events } 个,文件“{ $file }”;其中不含密钥。
said-restored = 已恢复到文件夹“{ $folder }”:事件 { $events } 个,案件 { $cases } 个,数据完整。请用 key create 重新发放密钥;运行 serve 时视图自动重建。
said-whole = 事件 { $events } 个,案件 { $cases } 个:数据完整。
said-rebuilt = 已重算事件 { $events } 个,用时 { $seconds } 秒。
said-revoked = 密钥 { $id } 已吊销。
said-serves = 稳岗正在 { $url } 提供服务,数据文件夹“{ $folder }”;接口说明见 { $url }/docs
