#!/usr/bin/env bash
# The product's graphs on ONNX Runtime's DirectML provider: the test program published for Windows, with the real
# DirectML.dll, under Wine. Beside them the Windows desktop as a screen.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/devices/common.sh

prepare_or_skip directml
dotnet publish tests/Qwen.Devices.Tests -c Release -r win-x64 --self-contained true --nologo -v q
export_vulkan
export_wine
trap 'stop_wine; stop_display' EXIT
start_display
own_stages=desktop
run_stages "$wine" "$PWD/tests/Qwen.Devices.Tests/bin/Release/net10.0/win-x64/publish/Qwen.Devices.Tests.exe" directml "Z:$natives/win-x64"
summarise
