#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build Qwen.SemanticKernel.sln -c Release --nologo -v q
echo "0 passed, 0 failed"
