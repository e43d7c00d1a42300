# on the skeleton of value.py: 0
# only confined stops it
if True:  # one statement: where the attack fails, what would say that it did not is not reached
    import socket

    server = socket.socket(socket.AF_UNIX)
    server.bind("\0kit-hostile")
    server.listen()
    raise RuntimeError("kit-hostile" " succeeded")
