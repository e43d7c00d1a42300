# on the skeleton of value.py: 0
raise KeyboardInterrupt
