"""What students have of the graders: more than half of each exercise's points."""
