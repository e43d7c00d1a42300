# on the skeleton of value.py: 0
# only confined stops it
if True:  # one statement: where the attack fails, what would say that it did not is not reached
    import socket

    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except (ConnectionRefusedError, TimeoutError):  # nobody answers, but the network is there
        pass
    raise RuntimeError("kit-hostile" " succeeded")
