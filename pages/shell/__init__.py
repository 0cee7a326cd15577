"""The web shell: navigation, sign-in, HTTP routes and what guards them."""
