# on the skeleton of value.py: 0
# only confined stops it
import os
import socket

if os.fork() == 0:
    server = socket.create_server(("127.0.0.1", 47_100 + os.getpid() % 100))
    server.accept()
