"""When what was stored may be judged unneeded."""

from datetime import timedelta

#: Younger files may be of somebody who has not come to write down what they are of.
SETTLED_AFTER = timedelta(hours=24)
