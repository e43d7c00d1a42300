"""The publisher's room: solutions become skeletons, notebooks, the nbgrader course and the student kit."""
