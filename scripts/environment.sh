# Sourced by the commands at the top: puts the Node.js of scripts/install-packages first, when it installed one.
if [[ -x "$PWD/build/node/bin/node" ]]; then export PATH="$PWD/build/node/bin:$PATH"; fi
