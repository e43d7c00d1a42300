"""The judge's room: programs, gradient checks, workers, graders, reports."""
