"""Overview: what needs attention today, and the district at a glance."""

from datetime import timedelta

import streamlit as st

from pages.parts import batch_progress, charts, glance
from pages.parts.attention import matters, of_requests
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.access.roles import administers
from roster_core.clock import utc_now
from roster_core.journeys.batches.reads import read_batches
from roster_core.journeys.deliveries import read_last_deliveries
from roster_core.journeys.export_runs import read_runs
from roster_core.journeys.notices import AlarmStatus, read_status
from roster_core.journeys.overview import read_overview
from roster_core.journeys.roster_loads import read_loads
from roster_core.journeys.schedules import read_scheduled_runs
from roster_core.journeys.users import read_requests

user = session.require()
st.title("Overview")

store, now = session.store(), utc_now()
overview = read_overview(store, user)
loads = read_loads(store, user, limit=5) if user.may(Right.ROSTER_LOAD, Right.ROSTER_VIEW) else ()
runs = read_runs(store, user, limit=5) if user.may(Right.EXPORT_VIEW) else ()
deliveries = read_last_deliveries(store, user) if user.may(Right.EXPORT_VIEW) else ()
status = read_status(store, user) if user.may(Right.EXPORT_VIEW) else AlarmStatus()
scheduled = (
    read_scheduled_runs(store, user, since=now - timedelta(hours=36), limit=50) if user.may(Right.EXPORT_VIEW) else ()
)
may_upload = overview is not None and user.may(Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE)
# Somebody else's draft is no matter of this user's.
batches = (
    [one for one in read_batches(store, user, limit=50) if not one.open or one.by == user.login] if may_upload else []
)
asking = of_requests(len(read_requests(store, user))) if administers(user.grants) else []

if overview is None:
    if loads or asking:
        glance.show_matters(user, [*asking, *matters(overview, loads, runs, now)])
    glance.show_first_day(store, user)
    st.stop()

st.caption(glance.heading(overview, loads, now))
glance.show_untold(user, status)
batch_progress.show_idle(store, batches)
found = matters(overview, loads, runs, now, batches=batches, deliveries=deliveries, status=status, scheduled=scheduled)
glance.show_matters(user, [*asking, *found])
glance.show_nightly(user, scheduled, overview.district.time_zone)
glance.show_numbers(overview)

schools = glance.chart_frame(overview.schools)
halves = st.grid(2, min_column_width=420)
with halves.container(border=True, height="stretch"):
    st.header("Photo coverage")
    st.altair_chart(charts.photo_coverage(schools), key="coverage", alt="Share of students with a photo, by school")
    glance.show_without_photo(user, overview)
with halves.container(border=True, height="stretch"):
    st.header("People by school")
    st.altair_chart(charts.people_by_school(schools), key="people", alt="Students and staff, by school")

st.header("Schools")
glance.show_schools(overview.schools)

st.header("Lately")
glance.show_history(user, loads, runs, overview.district.time_zone, batches=[one for one in batches if not one.open])
