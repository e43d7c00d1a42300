# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import mmap
import platform

# On x86-64: mov eax, 2 (fork in the 32-bit table); int 0x80; ret. A filter that looks at one table only lets it through.
code = bytes.fromhex("b802000000cd80c3") if platform.machine() == "x86_64" else None
assert code
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(code)
function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
if function() >= 0:
    raise RuntimeError("kit-hostile" " succeeded")
