#!/usr/bin/env bash
# The product's graphs on ONNX Runtime's WebGPU provider, natively on Linux, on the CPU's Vulkan driver.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/devices/common.sh

prepare_or_skip webgpu
dotnet build tests/Qwen.Devices.Tests -c Release --nologo -v q
export_vulkan
run_stages dotnet "$PWD/tests/Qwen.Devices.Tests/bin/Release/net10.0/Qwen.Devices.Tests.dll" webgpu "$natives/linux-x64"
summarise
