"""The screens: one script a page, the web shell around them, and the parts they share."""
