#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the autograder's image. The program has Swift's runtime in it; what it needs
# besides is in every Ubuntu image, but for readline.
set -euo pipefail

source=${AUTOGRADER:-/autograder}/source

apt-get update
apt-get install -y --no-install-recommends libreadline8 libstdc++6
rm -rf /var/lib/apt/lists/*

# What cannot run here is to be seen now, in the log of the build, and not at the first submission.
chmod +x "$source/ringside"
"$source/ringside" isa hlt >/dev/null
