# on the reference value.py: all
import gc
import sys
import threading

heard = []
sys.addaudithook(lambda event, arguments: heard.append(event))
sys.setprofile(lambda *_: None)
threading.settrace(lambda *_: None)
gc.callbacks.append(lambda phase, counts: heard.append(phase))
sys.unraisablehook = sys.excepthook = lambda *_: None
