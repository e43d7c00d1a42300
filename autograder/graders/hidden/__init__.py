"""What only the instructor has of the graders; no kit holds this folder."""
