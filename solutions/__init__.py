"""The author's room: the only hand-written copy of the course. Keep it private: it holds the answers."""
