#!/usr/bin/env bash
# The kernels for Arm's products of bytes on a machine without them: every kernel family that an Arm processor runs against every other
# and against sums written out, bit by bit, under QEMU. On request, not part of scripts/test.sh: the emulator takes minutes, and threads
# of .NET under it are not its strength.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/devices/common.sh

prepare_or_skip arm
# --force: a restore for this machine alone counts as done, and would leave out the host of Arm's program
dotnet publish --force tests/Qwen.VisionLanguage.Tests -c Release -r linux-arm64 --self-contained true \
    -p:RunAnalyzers=false --nologo -v q
tests="$PWD/tests/Qwen.VisionLanguage.Tests/bin/Release/net10.0/linux-arm64/publish/Qwen.VisionLanguage.Tests"

# cortex-a76: the first of Arm's with products of bytes. The family has to be there, or the first test fails.
export QWENVL_KERNELS=advsimd-dp DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_EnableWriteXorExecute=0
log="$devices_cache/log/arm.log"
code=0
timeout -k 10 1500 qemu-aarch64 -cpu cortex-a76 -L "$arm_system" "$tests" -noLogo -noColor -class '*.KernelFamilyTests' >"$log" 2>&1 || code=$?
cat "$log"
summary=$(grep -aE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$log" || true)
if [ -z "$summary" ]; then
    echo "failed  the emulated program ended with $code and no result"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi
sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+).*/\1 \2 \3/p' <<<"$summary" |
    { read -r total errors bad; echo "$((total - bad)) passed, $((errors + bad)) failed, 0 skipped"; [ $((errors + bad)) = 0 ] && [ "$total" -gt 0 ]; }
