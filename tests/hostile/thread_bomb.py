# on the skeleton of value.py: 0
# only confined stops it
import threading
import time

while True:
    threading.Thread(target=time.sleep, args=(1000,)).start()
