#!/usr/bin/env bash
# The whole job of fine-tuning, here and in PyTorch, in one sitting: start, feature extraction, 5 epochs of layer4 of ResNet18, evaluation.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
data="$root/../shared/data/hymenoptera"
peer="$root/../shared/peers/torch_transfer.py"
python=/usr/bin/python3
rounds=1
ours=()
theirs=(--threads "$(nproc)")

usage() {
    cat <<TEXT
usage: finetuning-vs-pytorch.sh [options]
  --data FOLDER   photos in a train folder of class folders, and in a val or test folder of these (default: $data)
  --peer FILE     the same job as a PyTorch program (default: $peer)
  --python FILE   the Python that has torch and torchvision (default: $python)
  --precision P   the arithmetic of our frozen part, float32 or int8 (default: float32)
  --rounds N      how often each runs, in turn (default: 1)
  --trial         on few photos for one epoch, to see that everything is there; the numbers say nothing
TEXT
}

while [ $# -gt 0 ]; do
    case $1 in
        --data) data=$2; shift 2 ;;
        --peer) peer=$2; shift 2 ;;
        --python) python=$2; shift 2 ;;
        --precision) ours+=(--precision "$2"); shift 2 ;;
        --rounds) rounds=$2; shift 2 ;;
        --trial) ours+=(--images 40 --epochs 1); theirs+=(--limit 10 --e1 1 --e2 1); shift ;;
        --help|-h) usage; exit 0 ;;
        *) echo "There is no option '$1'." >&2; usage >&2; exit 2 ;;
    esac
done

# Runs a command, shows and keeps what it prints, and sets wall to its seconds.
log=$(mktemp)
home=$(mktemp -d)
trap 'rm -rf "$log" "$home"' EXIT
timed() {
    local start=$EPOCHREALTIME
    "$@" 2>&1 | tee "$log"
    wall=$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
}

peer_works() {
    [ -f "$peer" ] || { echo "The peer is left out: there is no $peer (option --peer)."; return 1; }
    "$python" -c 'import torch, torchvision' 2>/dev/null ||
        { echo "The peer is left out: $python has no torch and torchvision (option --python)."; return 1; }
}

dotnet build -c Release --nologo -v quiet "$root/tests/MLTransfer.Benchmarks"
program="$root/tests/MLTransfer.Benchmarks/bin/Release/net10.0/MLTransfer.Benchmarks.dll"

for round in $(seq "$rounds"); do
    echo "== round $round: MLTransfer =="
    # Nothing is left of earlier runs. The peer comes second, when the photos are in the system's page cache.
    rm -rf "$home"
    MLTRANSFER_HOME=$home timed dotnet "$program" job --data "$data" --validation .2 "${ours[@]}"
    our_wall=$wall
    our_accuracy=$(sed -n 's/^test accuracy: \([0-9.]*\).*/\1/p' "$log")
    echo "== round $round: PyTorch =="
    if peer_works; then
        timed "$python" "$peer" "$data" --mode finetune "${theirs[@]}"
        their_accuracy=$(sed -n 's/^RESULT stage2 .*test \([0-9.]*\).*/\1/p' "$log")
        ratio=$(awk -v a="$wall" -v b="$our_wall" 'BEGIN { printf "%.1f", a / b }')
        echo "RESULT round $round: MLTransfer $our_wall s, test accuracy $our_accuracy; PyTorch $wall s, test accuracy $their_accuracy; $ratio times as fast"
    else
        echo "RESULT round $round: MLTransfer $our_wall s, test accuracy $our_accuracy"
    fi
done
