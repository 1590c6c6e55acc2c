#!/usr/bin/env bash
# Whether Atelier computes on this machine's GPU what it computes on the CPU, and how fast: ./gpu-check [--weights VGG19] [--size 512 2048]
# Needs PyTorch 2.10 for CUDA and an NVIDIA GPU; --device cpu tries the checks themselves. Exits with 0 if all is well.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ -z "${ATELIER_LIBTORCH:-}" ]; then
  # Found, but not imported: that would take seconds.
  ATELIER_LIBTORCH=$(python3 -c 'import importlib.util, os
torch = importlib.util.find_spec("torch")
print(os.path.join(os.path.dirname(torch.origin), "lib") if torch else "")' 2>/dev/null || true)
  if [ -z "$ATELIER_LIBTORCH" ]; then
    echo "No libtorch was found: install PyTorch 2.10 for python3, or have ATELIER_LIBTORCH name the folder torch/lib of one." >&2
    exit 1
  fi
  export ATELIER_LIBTORCH
fi

"$here/program/atelier" doctor
exec "$here/program/Atelier.Bench" gpu-check "$@"
