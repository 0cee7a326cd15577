"""Documents of students: how they are handed out, who lacks one, and how long they are kept."""
