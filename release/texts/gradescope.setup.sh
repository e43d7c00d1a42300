#!/bin/sh
# Gradescope runs this once, as root, when it builds the image: Python, libseccomp, and an environment beside this file.
set -eu
cd "${AUTOGRADER:-/autograder}/source"

usable() {
    command -v "$1" >/dev/null && "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if ! ldconfig -p | grep -q 'libseccomp\.so\.2'; then
    apt-get update -qq
    install libseccomp2
fi
if ! usable python3; then
    apt-get update -qq
    for python in python3.13 python3.12 python3.11; do
        usable "$python" || install "$python" "$python-venv" || continue
        break
    done
fi
chmod +x .ci/install
.ci/install .core
