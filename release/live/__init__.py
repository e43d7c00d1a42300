"""Live in the room: who is stuck where, and what the room believes now, of what students share from `watch`.

room.py      what is known of everybody, under limits; Reports are believed no further than their type
page.py      the room as a page, and as what the page shows anew
server.py    a small server: reports come in, pages and events go out
commands.py  the command `live`
"""
