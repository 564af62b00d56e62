# Rules of components 7 and 8 in Rego. "Met" asks for what is certain, "incomplete" for what nothing contradicts.
# A date is a pair of day numbers, the first and the last day that it may be; what is not stated is not there.

package peers

import rego.v1

outcomes := {
	"7.1-agreement-with-college": agreement_with_college,
	"7.1-agreement-in-force": agreement_in_force,
	"7.1-carried-to-two-and-four-year-colleges": carried_to_two_and_four_year_colleges,
	"7.2-transcripting-stated": transcripting_stated,
	"7.2-automatic": automatic,
	"7.2-students-received-credit": students_received_credit,
	"7.3-half-of-the-clauses": half_of_the_clauses,
	"7.3-six-clauses": six_clauses,
	"7.3-deadline-for-claiming": deadline_for_claiming,
	"7.3-credits-add-up": credits_add_up,
	"8.1-standards-named": standards_named,
	"8.1-standards-adopted": standards_adopted,
	"8.1-standards-current": standards_current,
	"8.1-reviewed-this-year": reviewed_this_year,
	"8.2-program-information": program_information,
	"8.2-information-current": information_current,
	"8.2-counselors-briefed": counselors_briefed,
	"8.2-two-briefings": two_briefings,
	"8.2-every-counselor": every_counselor,
	"8.3-resource-on-options": resource_on_options,
	"8.3-colleges-careers-prerequisites": colleges_careers_prerequisites,
	"8.3-every-grade-of-high-school": every_grade_of_high_school,
	"8.3-most-students-use-it": most_students_use_it,
	"8.3-before-high-school": before_high_school,
	"8.4-inventory": inventory,
	"8.4-interests-and-aptitudes": interests_and_aptitudes,
	"8.4-in-time": in_time,
	"8.4-used-to-choose": used_to_choose,
	"8.4-most-students-complete-it": most_students_complete_it,
	"8.5-family-event": family_event,
	"8.5-workshops-on-applications": workshops_on_applications,
	"8.5-careers-and-programs": careers_and_programs,
	"8.5-four-events": four_events,
	"8.5-attendance-counted": attendance_counted,
	"8.6-tool-named": tool_named,
	"8.6-address-checked": address_checked,
	"8.6-federal-and-state-aid": federal_and_state_aid,
	"8.6-every-address-checked": every_address_checked,
}

# What is asked of one value. A missing value is in no function's domain, so "not" of a refusal is "perhaps".

past(on) if on[1] <= input.day

future(on) if on[0] > input.day

within(on, first) if {
	on[0] >= first
	on[1] <= input.day
}

outside(on, first) if on[1] < first

outside(on, _) if on[0] > input.day

ended(years) if {
	years[1] >= input.school_year_ago
	years[1] <= input.day
}

not_ended(years) if years[1] < input.school_year_ago

not_ended(years) if years[1] > input.day

differs(value, wanted) if value != wanted

none_of(value, wanted) if not value in wanted

not_positive(number) if number <= 0

less(number, least) if number < least

more(number, most) if number > most

absent_kinds(items, wanted) := [kind | some kind in wanted; not of_kind(items, kind)]

of_kind(items, kind) if {
	some item in items
	item.kind == kind
}

without_kind(items) := [item | some item in items; not item.kind]

# Lists of which more may come.

agreements := input.program.credit_agreements

standards := input.guidance.standards

briefings := input.guidance.staff_briefings

resources := input.guidance.student_resources

events := input.guidance.family_events

tools := input.guidance.financial_aid_tools

agreements_open if not agreements

agreements_open if "credit_agreements" in input.to_follow

guidance_open if "guidance" in input.to_follow

standards_open if not standards

standards_open if guidance_open

standards_open if "guidance.standards" in input.to_follow

briefings_open if not briefings

briefings_open if guidance_open

briefings_open if "guidance.staff_briefings" in input.to_follow

resources_open if not resources

resources_open if guidance_open

resources_open if "guidance.student_resources" in input.to_follow

events_open if not events

events_open if guidance_open

events_open if "guidance.family_events" in input.to_follow

tools_open if not tools

tools_open if guidance_open

tools_open if "guidance.financial_aid_tools" in input.to_follow

# 7. Credit transfer agreements

in_force(a) if {
	past(a.effective_on)
	a.expires_on[0] >= input.day
}

in_force(a) if {
	past(a.effective_on)
	not a.expires_on
	a.renews == "annual_review"
	reviewed(a)
}

reviewed(a) if within(a.effective_on, input.year_ago)

reviewed(a) if within(a.last_reviewed_on, input.year_ago)

not_in_force(a) if a.expires_on[1] < input.day

not_in_force(a) if future(a.effective_on)

college(a) if {
	some partner in input.program.partners
	partner.id == a.institution
	partner.kind == "postsecondary"
}

perhaps_college(a) if not a.institution

perhaps_college(_) if not input.program.partners

perhaps_college(a) if {
	some partner in input.program.partners
	not differs(partner.id, a.institution)
	not differs(partner.kind, "postsecondary")
}

agreement_with_college := "met" if {
	certainly_agreement_with_college
} else := "incomplete" if {
	perhaps_agreement_with_college
} else := "not_met"

certainly_agreement_with_college if {
	some a in agreements
	college(a)
}

perhaps_agreement_with_college if agreements_open

perhaps_agreement_with_college if {
	some a in agreements
	perhaps_college(a)
}

signed(a, party) if {
	some signature in a.signatures
	signature.party == party
	past(signature.signed_on)
}

perhaps_signed(a, _) if not a.signatures

perhaps_signed(_, _) if "credit_agreements.signatures" in input.to_follow

perhaps_signed(a, party) if {
	some signature in a.signatures
	not differs(signature.party, party)
	not future(signature.signed_on)
}

agreement_in_force := "met" if {
	certainly_agreement_in_force
} else := "incomplete" if {
	perhaps_agreement_in_force
} else := "not_met"

certainly_agreement_in_force if {
	some a in agreements
	in_force(a)
	college(a)
	signed(a, "district")
	signed(a, a.institution)
}

perhaps_agreement_in_force if agreements_open

perhaps_agreement_in_force if {
	some a in agreements
	not not_in_force(a)
	perhaps_college(a)
	perhaps_signed(a, "district")
	perhaps_signed(a, object.get(a, "institution", "unknown"))
}

perhaps_agreement_in_force if {
	some a in agreements
	not a.institution
	not not_in_force(a)
	perhaps_signed(a, "district")
	some signature in a.signatures
	not future(signature.signed_on)
}

carried(to) if {
	some a in agreements
	in_force(a)
	to in a.transferable_to
}

perhaps_carried(to) if {
	some a in agreements
	not not_in_force(a)
	to in a.transferable_to
}

carried_to_two_and_four_year_colleges := "met" if {
	certainly_carried_to_two_and_four_year_colleges
} else := "incomplete" if {
	perhaps_carried_to_two_and_four_year_colleges
} else := "not_met"

certainly_carried_to_two_and_four_year_colleges if {
	carried("two_year")
	carried("four_year")
}

perhaps_carried_to_two_and_four_year_colleges if agreements_open

perhaps_carried_to_two_and_four_year_colleges if {
	some a in agreements
	not not_in_force(a)
	not a.transferable_to
}

perhaps_carried_to_two_and_four_year_colleges if {
	lacking := [to | some to in ["two_year", "four_year"]; not perhaps_carried(to)]
	unknown := [1 |
		some a in agreements
		not not_in_force(a)
		some to in a.transferable_to
		is_null(to)
	]
	count(lacking) <= count(unknown)
}

transcripting_stated := "met" if {
	certainly_transcripting_stated
} else := "incomplete" if {
	perhaps_transcripting_stated
} else := "not_met"

certainly_transcripting_stated if {
	some a in agreements
	a.transcripting
}

perhaps_transcripting_stated if agreements_open

perhaps_transcripting_stated if count(agreements) > 0

automatic := "met" if {
	certainly_automatic
} else := "incomplete" if {
	perhaps_automatic
} else := "not_met"

certainly_automatic if {
	some a in agreements
	a.transcripting == "automatic"
	in_force(a)
}

perhaps_automatic if agreements_open

perhaps_automatic if {
	some a in agreements
	not differs(a.transcripting, "automatic")
	not not_in_force(a)
}

students_received_credit := "not_applicable" if {
	input.submission.status == "startup"
} else := "incomplete" if {
	not input.submission.status
} else := "met" if {
	certainly_students_received_credit
} else := "incomplete" if {
	perhaps_students_received_credit
} else := "not_met"

certainly_students_received_credit if {
	some a in agreements
	some award in a.credits_awarded
	award.students > 0
	ended(award.school_year)
}

perhaps_students_received_credit if agreements_open

perhaps_students_received_credit if {
	"credit_agreements.credits_awarded" in input.to_follow
	count(agreements) > 0
}

perhaps_students_received_credit if {
	some a in agreements
	not a.credits_awarded
}

perhaps_students_received_credit if {
	some a in agreements
	some award in a.credits_awarded
	not not_positive(award.students)
	not not_ended(award.school_year)
}

clauses := [
	"teacher_qualifications",
	"course_prerequisites",
	"entry_requirements",
	"course_location",
	"tuition",
	"transfer_process",
]

clauses_of(a) := count([clause | some clause in clauses; a.terms[clause]])

half_of_the_clauses := "met" if {
	certainly_half_of_the_clauses
} else := "incomplete" if {
	perhaps_half_of_the_clauses
} else := "not_met"

certainly_half_of_the_clauses if {
	some a in agreements
	clauses_of(a) >= 3
}

perhaps_half_of_the_clauses if agreements_open

perhaps_half_of_the_clauses if count(agreements) > 0

six_clauses := "met" if {
	certainly_six_clauses
} else := "incomplete" if {
	perhaps_six_clauses
} else := "not_met"

certainly_six_clauses if {
	some a in agreements
	in_force(a)
	clauses_of(a) == 6
}

perhaps_six_clauses if agreements_open

perhaps_six_clauses if {
	some a in agreements
	not not_in_force(a)
}

deadline_for_claiming := "met" if {
	certainly_deadline_for_claiming
} else := "incomplete" if {
	perhaps_deadline_for_claiming
} else := "not_met"

certainly_deadline_for_claiming if {
	some a in agreements
	in_force(a)
	a.claim_within_months > 0
}

perhaps_deadline_for_claiming if agreements_open

perhaps_deadline_for_claiming if {
	some a in agreements
	not not_in_force(a)
	not not_positive(a.claim_within_months)
}

least_credits(a) := sum([line.college_credits | some line in a.lines; line.alternative_to == ""])

most_credits(a) := sum([line.college_credits | some line in a.lines; not differs(line.alternative_to, "")])

open_credits(a) if {
	some line in a.lines
	not line.college_credits
	not differs(line.alternative_to, "")
}

adds_up(a) if {
	least_credits(a) >= a.stated_credits.min
	most_credits(a) <= a.stated_credits.max
	a.lines
	not open_credits(a)
}

perhaps_adds_up(a) if not a.lines

perhaps_adds_up(_) if "credit_agreements.lines" in input.to_follow

perhaps_adds_up(_) if "credit_agreements" in input.to_follow

perhaps_adds_up(a) if {
	not too_few(a)
	not more(least_credits(a), a.stated_credits.max)
}

too_few(a) if {
	not open_credits(a)
	most_credits(a) < a.stated_credits.min
}

credits_add_up := "incomplete" if {
	not agreements
} else := "incomplete" if {
	count(agreements) == 0
	agreements_open
} else := "not_met" if {
	count(agreements) == 0
} else := "met" if {
	every a in agreements { adds_up(a) }
} else := "incomplete" if {
	every a in agreements { perhaps_adds_up(a) }
} else := "not_met"

# 8. Guidance counseling and academic advisement

standards_named := "met" if {
	certainly_standards_named
} else := "incomplete" if {
	perhaps_standards_named
} else := "not_met"

certainly_standards_named if {
	some s in standards
	s.name
}

perhaps_standards_named if standards_open

perhaps_standards_named if count(standards) > 0

standards_adopted := "met" if {
	certainly_standards_adopted
} else := "incomplete" if {
	perhaps_standards_adopted
} else := "not_met"

certainly_standards_adopted if {
	some s in standards
	past(s.adopted_on)
}

perhaps_standards_adopted if standards_open

perhaps_standards_adopted if {
	some s in standards
	not future(s.adopted_on)
}

recent(s) if within(s.reviewed_on, input.five_years_ago)

recent(s) if within(s.adopted_on, input.five_years_ago)

not_recent(s) if {
	outside(s.reviewed_on, input.five_years_ago)
	outside(s.adopted_on, input.five_years_ago)
}

standards_current := "met" if {
	certainly_standards_current
} else := "incomplete" if {
	perhaps_standards_current
} else := "not_met"

certainly_standards_current if {
	some s in standards
	past(s.adopted_on)
	recent(s)
}

perhaps_standards_current if standards_open

perhaps_standards_current if {
	some s in standards
	not future(s.adopted_on)
	not not_recent(s)
}

reviewed_this_year := "met" if {
	certainly_reviewed_this_year
} else := "incomplete" if {
	perhaps_reviewed_this_year
} else := "not_met"

certainly_reviewed_this_year if {
	some s in standards
	within(s.reviewed_on, input.year_ago)
}

perhaps_reviewed_this_year if standards_open

perhaps_reviewed_this_year if {
	some s in standards
	not outside(s.reviewed_on, input.year_ago)
}

program_information := "met" if {
	input.guidance.program_information.url
} else := "met" if {
	past(input.guidance.program_information.updated_on)
} else := "incomplete"

information_current := "met" if {
	within(input.guidance.program_information.updated_on, input.year_ago)
} else := "not_met" if {
	outside(input.guidance.program_information.updated_on, input.year_ago)
} else := "incomplete"

counselors_briefed := "met" if {
	certainly_counselors_briefed
} else := "incomplete" if {
	perhaps_counselors_briefed
} else := "not_met"

certainly_counselors_briefed if {
	some b in briefings
	within(b.held_on, input.year_ago)
	b.attendees > 0
}

perhaps_counselors_briefed if briefings_open

perhaps_counselors_briefed if {
	some b in briefings
	not outside(b.held_on, input.year_ago)
	not not_positive(b.attendees)
}

two_briefings := "met" if {
	certainly_two_briefings
} else := "incomplete" if {
	perhaps_two_briefings
} else := "not_met"

certainly_two_briefings if {
	count([1 | some b in briefings; within(b.held_on, input.year_ago)]) >= 2
}

perhaps_two_briefings if briefings_open

perhaps_two_briefings if count([1 | some b in briefings; not outside(b.held_on, input.year_ago)]) >= 2

every_counselor := "not_met" if {
	not_positive(input.guidance.counselors)
} else := "met" if {
	certainly_every_counselor
} else := "incomplete" if {
	perhaps_every_counselor
} else := "not_met"

certainly_every_counselor if {
	some b in briefings
	within(b.held_on, input.year_ago)
	b.attendees >= input.guidance.counselors
}

perhaps_every_counselor if briefings_open

perhaps_every_counselor if {
	some b in briefings
	not outside(b.held_on, input.year_ago)
	not less(b.attendees, input.guidance.counselors)
}

on_options := ["postsecondary_options", "career_options", "prerequisites"]

of_students := ["interest_inventory", "aptitude_inventory"]

reaching(r) if {
	ended(r.school_year)
	r.completed_percent >= input.students_reached
}

not_reaching(r) if not_ended(r.school_year)

not_reaching(r) if less(r.completed_percent, input.students_reached)

by_grade(r, wanted) if {
	some grade in r.grades
	not is_null(grade)
	grade <= wanted
}

perhaps_by_grade(r, _) if not r.grades

perhaps_by_grade(_, _) if "guidance.student_resources.grades" in input.to_follow

perhaps_by_grade(r, _) if null in r.grades

perhaps_by_grade(r, wanted) if by_grade(r, wanted)

resource_on_options := "met" if {
	certainly_resource_on_options
} else := "incomplete" if {
	perhaps_resource_on_options
} else := "not_met"

certainly_resource_on_options if {
	some r in resources
	r.kind in on_options
}

perhaps_resource_on_options if resources_open

perhaps_resource_on_options if {
	some r in resources
	not r.kind
}

colleges_careers_prerequisites := "met" if {
	count(absent_kinds(resources, on_options)) == 0
} else := "incomplete" if {
	resources_open
} else := "incomplete" if {
	count(absent_kinds(resources, on_options)) <= count(without_kind(resources))
} else := "not_met"

grade_reached(grade) if {
	some r in resources
	r.kind in on_options
	grade in r.grades
}

perhaps_grade_reached(grade) if {
	some r in resources
	not none_of(r.kind, on_options)
	grade in r.grades
}

every_grade_of_high_school := "met" if {
	every grade in [9, 10, 11, 12] { grade_reached(grade) }
} else := "incomplete" if {
	perhaps_every_grade_of_high_school
} else := "not_met"

perhaps_every_grade_of_high_school if resources_open

perhaps_every_grade_of_high_school if {
	some r in resources
	not none_of(r.kind, on_options)
	not r.grades
}

perhaps_every_grade_of_high_school if {
	lacking := [grade | some grade in [9, 10, 11, 12]; not perhaps_grade_reached(grade)]
	unknown := [1 |
		some r in resources
		not none_of(r.kind, on_options)
		some grade in r.grades
		is_null(grade)
	]
	count(lacking) <= count(unknown)
}

most_students_use_it := "met" if {
	certainly_most_students_use_it
} else := "incomplete" if {
	perhaps_most_students_use_it
} else := "not_met"

certainly_most_students_use_it if {
	some r in resources
	r.kind in on_options
	reaching(r)
}

perhaps_most_students_use_it if resources_open

perhaps_most_students_use_it if {
	some r in resources
	not none_of(r.kind, on_options)
	not not_reaching(r)
}

before_high_school := "met" if {
	certainly_before_high_school
} else := "incomplete" if {
	perhaps_before_high_school
} else := "not_met"

certainly_before_high_school if {
	some r in resources
	r.kind in on_options
	by_grade(r, 8)
}

perhaps_before_high_school if resources_open

perhaps_before_high_school if {
	some r in resources
	not none_of(r.kind, on_options)
	perhaps_by_grade(r, 8)
}

inventory := "met" if {
	certainly_inventory
} else := "incomplete" if {
	perhaps_inventory
} else := "not_met"

certainly_inventory if {
	some r in resources
	r.kind in of_students
}

perhaps_inventory if resources_open

perhaps_inventory if {
	some r in resources
	not r.kind
}

interests_and_aptitudes := "met" if {
	count(absent_kinds(resources, of_students)) == 0
} else := "incomplete" if {
	resources_open
} else := "incomplete" if {
	count(absent_kinds(resources, of_students)) <= count(without_kind(resources))
} else := "not_met"

in_time := "met" if {
	certainly_in_time
} else := "incomplete" if {
	perhaps_in_time
} else := "not_met"

certainly_in_time if {
	some r in resources
	r.kind in of_students
	by_grade(r, input.inventory_grade)
}

perhaps_in_time if resources_open

perhaps_in_time if {
	some r in resources
	not none_of(r.kind, of_students)
	perhaps_by_grade(r, input.inventory_grade)
}

used_to_choose := "met" if {
	certainly_used_to_choose
} else := "incomplete" if {
	perhaps_used_to_choose
} else := "not_met"

certainly_used_to_choose if {
	some r in resources
	r.kind in of_students
	r.used_to_choose_program
}

perhaps_used_to_choose if resources_open

perhaps_used_to_choose if {
	some r in resources
	not none_of(r.kind, of_students)
	not differs(r.used_to_choose_program, true)
}

most_students_complete_it := "met" if {
	certainly_most_students_complete_it
} else := "incomplete" if {
	perhaps_most_students_complete_it
} else := "not_met"

certainly_most_students_complete_it if {
	some r in resources
	r.kind in of_students
	reaching(r)
}

perhaps_most_students_complete_it if resources_open

perhaps_most_students_complete_it if {
	some r in resources
	not none_of(r.kind, of_students)
	not not_reaching(r)
}

family_event := "met" if {
	certainly_family_event
} else := "incomplete" if {
	perhaps_family_event
} else := "not_met"

certainly_family_event if {
	some e in events
	past(e.held_on)
}

perhaps_family_event if events_open

perhaps_family_event if {
	some e in events
	not future(e.held_on)
}

workshop(topic) if {
	some e in events
	e.topic == topic
	within(e.held_on, input.year_ago)
}

perhaps_workshop(topic) if {
	some e in events
	e.topic == topic
	not outside(e.held_on, input.year_ago)
}

workshops_on_applications := "met" if {
	certainly_workshops_on_applications
} else := "incomplete" if {
	perhaps_workshops_on_applications
} else := "not_met"

certainly_workshops_on_applications if {
	workshop("college_application")
	workshop("financial_aid")
}

perhaps_workshops_on_applications if events_open

perhaps_workshops_on_applications if {
	lacking := [topic | some topic in ["college_application", "financial_aid"]; not perhaps_workshop(topic)]
	unknown := [1 | some e in events; not e.topic; not outside(e.held_on, input.year_ago)]
	count(lacking) <= count(unknown)
}

on_careers := ["careers", "program_information"]

careers_and_programs := "met" if {
	certainly_careers_and_programs
} else := "incomplete" if {
	perhaps_careers_and_programs
} else := "not_met"

certainly_careers_and_programs if {
	some e in events
	e.topic in on_careers
	within(e.held_on, input.year_ago)
}

perhaps_careers_and_programs if events_open

perhaps_careers_and_programs if {
	some e in events
	not none_of(e.topic, on_careers)
	not outside(e.held_on, input.year_ago)
}

four_events := "met" if {
	certainly_four_events
} else := "incomplete" if {
	perhaps_four_events
} else := "not_met"

certainly_four_events if {
	count([1 | some e in events; within(e.held_on, input.year_ago)]) >= input.family_events
}

perhaps_four_events if events_open

perhaps_four_events if count([1 | some e in events; not outside(e.held_on, input.year_ago)]) >= input.family_events

of_this_year := [e | some e in events; within(e.held_on, input.year_ago)]

perhaps_of_this_year := [e | some e in events; not outside(e.held_on, input.year_ago)]

attendance_counted := "incomplete" if {
	not events
} else := "incomplete" if {
	count(perhaps_of_this_year) == 0
	events_open
} else := "not_met" if {
	count(perhaps_of_this_year) == 0
} else := "met" if {
	count(of_this_year) > 0
	every e in perhaps_of_this_year { e.attendees > 0 }
} else := "incomplete" if {
	every e in of_this_year { not not_positive(e.attendees) }
} else := "not_met"

tool_named := "met" if {
	certainly_tool_named
} else := "incomplete" if {
	perhaps_tool_named
} else := "not_met"

certainly_tool_named if {
	some t in tools
	t.name
}

perhaps_tool_named if tools_open

perhaps_tool_named if count(tools) > 0

good(t) if {
	t.url
	within(t.checked_on, input.year_ago)
}

address_checked := "met" if {
	certainly_address_checked
} else := "incomplete" if {
	perhaps_address_checked
} else := "not_met"

certainly_address_checked if {
	some t in tools
	good(t)
}

perhaps_address_checked if tools_open

perhaps_address_checked if {
	some t in tools
	not outside(t.checked_on, input.year_ago)
}

federal_and_state_aid := "met" if {
	count(absent_kinds(tools, ["federal", "state"])) == 0
} else := "incomplete" if {
	tools_open
} else := "incomplete" if {
	count(absent_kinds(tools, ["federal", "state"])) <= count(without_kind(tools))
} else := "not_met"

out_of_date(items) if {
	some t in items
	outside(t.checked_on, input.year_ago)
}

every_address_checked := "incomplete" if {
	not tools
} else := "incomplete" if {
	count(tools) == 0
	tools_open
} else := "not_met" if {
	count(tools) == 0
} else := "met" if {
	every t in tools { good(t) }
} else := "incomplete" if {
	not out_of_date(tools)
} else := "not_met"
