"""Where the program lies; nothing is imported for it, as every process of ours asks."""

from pathlib import Path

#: The folder with `streamlit_app.py`, `pages`, `roster_core` and `data`.
PROJECT = Path(__file__).resolve().parent.parent
