# on the skeleton of value.py: 0
import os

assert set(os.environ) <= {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "LC_CTYPE"}, dict(os.environ)
