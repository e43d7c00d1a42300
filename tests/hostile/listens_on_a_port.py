# on the skeleton of value.py: 0
import socket

server = socket.create_server(("127.0.0.1", 0))
server.accept()
