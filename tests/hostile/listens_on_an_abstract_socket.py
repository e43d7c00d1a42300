# on the skeleton of value.py: 0
# only confined stops it
import socket

server = socket.socket(socket.AF_UNIX)
server.bind("\0kit-hostile")
server.listen()
raise RuntimeError("kit-hostile succeeded")
