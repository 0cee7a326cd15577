import streamlit as st

st.title("Failing")
if st.button("Fail"):
    raise ValueError("the student 0104233 of the test")
