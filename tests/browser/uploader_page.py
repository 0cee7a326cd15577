import streamlit as st

from pages.shell.uploader import forget, uploader
from roster_core.access.rights import Right

st.title("Uploader")
files = uploader(
    "Drop CSV files here",
    hint="Up to 3 files of 5 MB.",
    rights=[Right.ROSTER_LOAD],
    accept=[".csv", ".zip"],
    key="up",
    max_files=3,
    max_bytes=5_000_000,
)
st.write(f"received: {len(files)}")
for file in files:
    st.code(f"{file.name} {file.size} {file.sha256}")
if st.button("Start anew", key="anew"):
    forget("up")
    st.rerun()
