"""`bench`: what the work on a roster costs, against peers that do less, in the same run."""
