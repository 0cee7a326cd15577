"""Options every run needs: schools, year, day, grade lists, layout, ways of delivery (export-options §2.1, §2.6)."""

from functools import partial
from typing import Literal

from roster_core.clever.profile.fields import Code, Codes, CodesOrDefault, Day, Switch
from roster_core.clever.profile.fields import switch as declare_switch
from roster_core.options import Options
from roster_core.options import option as declare_option

option = partial(declare_option, group="Basics")
switch = partial(declare_switch, group="Basics")


class BasicOptions(Options):
    """Which schools, which year, which day, and where the files go."""

    school_ids: CodesOrDefault = option(
        None,
        "Schools",
        "The schools to export. Nothing chosen means every school of type elementary, middle, high or other; "
        "pre-registration and out-of-district schools go only if you tick them. Inactive schools and schools marked "
        "“do not export” never go.",
        source="D",
        choices="schools",
    )
    school_year: Code = option(
        None,
        "School year",
        "The year whose enrollments, sections and staff assignments are sent, such as 2026-27. Nothing chosen means "
        "the district's current year.",
        source="D",
        choices="school_years",
    )
    as_of_date: Day = option(
        None,
        "As of",
        "The day that decides who is enrolled, who teaches and which address is valid. Nothing chosen means today.",
        source="D",
    )
    prek_state_grades: Codes = option(
        ("3F", "3H", "4F", "4H"),
        "State grades that count as pre-K",
        "State grade codes that the pre-K options below act on.",
        source="D",
        choices="state_grades",
    )
    kindergarten_state_grades: Codes = option(
        ("KF", "KH", "DH"),
        "State grades that count as kindergarten",
        "State grade codes that the kindergarten options below act on. A code in both lists counts as pre-K.",
        source="D",
        choices="state_grades",
    )
    column_layout: Literal["clever", "genesis"] = option(
        "clever",
        "Column layout",
        "“Clever today” has School_number, Contact_relationship, Contact_phone_type and Contact_sis_id and today's "
        "header spellings; “Genesis” has exactly the columns of the Genesis export. Contact_sis_id belongs in from the "
        "first upload: adding it later gives every contact a new identity at Clever.",
        source="D",
        labels={"clever": "Clever today", "genesis": "Genesis"},
    )
    deliver_download: Switch = switch("Download", "Offer the files for download.", source="D", on=True)
    deliver_local: Switch = switch("Save to a folder", "Save the files to a folder of the server.", source="D")
    deliver_email: Switch = switch("Send by e-mail", "Send a message when a run is done.", source="D")
    deliver_sftp: Switch = switch("Send by SFTP", "Upload the files to an SFTP server such as Clever's.", source="D")
