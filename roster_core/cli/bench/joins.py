"""The peers of an export: the plain joins with the same number of rows, no rule, no option, no finding."""

STUDENTS = """
select s.school_code, st.district_number, st.district_number, st.state_id, p.last_name, p.middle_name, p.first_name,
  p.gender, p.birth_date, e.state_grade_code, st.race_code, st.hispanic, st.english_learner, st.free_reduced_lunch,
  st.special_ed_status_description, a.line1, a.city, a.state, a.zip, st.school_email,
  g.first_name || ' ' || g.last_name, c.relationship_code, ph.number, em.address, g.person_key,
  st.weblogin_id, st.home_language_code, u.value, w.value
from student st
join person p on p.district_id = st.district_id and p.person_id = st.person_id
join student_enrollment e on e.district_id = st.district_id and e.person_id = st.person_id and e.is_primary
join school s on s.district_id = e.district_id and s.school_id = e.school_id
left join address a on a.district_id = st.district_id and a.person_id = st.person_id
left join student_gpa u on u.district_id = st.district_id and u.person_id = st.person_id and u.gpa_type_code = 'CUM_U'
left join student_gpa w on w.district_id = st.district_id and w.person_id = st.person_id and w.gpa_type_code = 'CUM_W'
left join student_contact c on c.district_id = st.district_id and c.person_id = st.person_id
left join person g on g.district_id = c.district_id and g.person_id = c.contact_person_id
left join phone ph on ph.district_id = g.district_id and ph.person_id = g.person_id and ph.sequence = 1
left join email em on em.district_id = g.district_id and em.person_id = g.person_id and em.sequence = 1
"""
ENROLLMENTS = """
select s.school_code, s.school_code || '-' || c.course_code || '-' || x.section_code, st.district_number
from section_enrollment e
join section x on x.district_id = e.district_id and x.section_id = e.section_id
join course c on c.district_id = x.district_id and c.course_id = x.course_id
join school s on s.district_id = x.district_id and s.school_id = x.school_id
join student st on st.district_id = e.district_id and st.person_id = e.person_id
"""
SECTIONS = """
select s.school_code, s.school_code || '-' || c.course_code || '-' || x.section_code, f.staff_id, c.title, c.course_code
from section x
join course c on c.district_id = x.district_id and c.course_id = x.course_id
join school s on s.district_id = x.district_id and s.school_id = x.school_id
join section_staff t on t.district_id = x.district_id and t.section_id = x.section_id and t.is_primary
join staff f on f.district_id = t.district_id and f.person_id = t.person_id
"""
STAFF = """
select s.school_code, f.staff_id, p.last_name, p.first_name, f.work_email, a.title
from staff f
join person p on p.district_id = f.district_id and p.person_id = f.person_id
join staff_school a on a.district_id = f.district_id and a.person_id = f.person_id
join school s on s.district_id = a.district_id and s.school_id = a.school_id
"""
SCHOOLS = "select school_code, name, state_school_id, nces_id, address, city, state, zip, phone from school"
