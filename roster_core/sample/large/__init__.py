"""Large rosters for measurements, made by the column: any size, the same every time, as odd as real ones.

Per 1,000 students: 1,400 guardian links with 0 to 3 phones each, 280 sections of which 6 to 12 % are inclusion twins,
7,000 seats and 60 staff; one school for every 600 students.
"""
