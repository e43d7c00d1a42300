# on the skeleton of value.py: 0
import sys

sys.settrace(lambda *_: None)
sys.setprofile(lambda *_: None)
