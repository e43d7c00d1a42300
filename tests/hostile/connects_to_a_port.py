# on the skeleton of value.py: 0
import socket

socket.create_connection(("127.0.0.1", 22), timeout=1)
