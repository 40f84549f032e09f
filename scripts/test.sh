#!/usr/bin/env bash
# Builds everything once and runs every suite, then the devices that can be had without special hardware.
# Ends with the line "N passed, N failed" (", N skipped" may follow); the exit code is not 0 when anything failed,
# when a suite crashed, or when a suite ran no test at all. Results lie in artifacts/test-results.
set -uo pipefail
cd "$(dirname "$0")/.."

# no build server or node may outlive this script
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 ORT_DISABLE_TELEMETRY=1
trap stop_compiler EXIT

results="$PWD/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0

# build ARGUMENT...: one compiler for all projects is warm after the first few; it ends with the builds
build() {
    UseSharedCompilation=true dotnet build -c Release -v q "$@"
}

stop_compiler() {
    dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
}

# What failed is said once more at the end: of a long log often only the last lines are at hand.
finish() {
    if [ "$failed" -gt 0 ]; then
        echo "== what failed (whole logs: artifacts/test-results)"
        (cd "$results" && grep -A 8 -E '^ +.* \[FAIL\]|^failed ' -- *.log | cut -c -300 | head -n 120)
    fi
    echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

# figure NAME TEXT: a figure of a suite's summary line
figure() {
    sed -n "s/.*\b$1: \([0-9]*\).*/\1/p" <<<"$2"
}

# run_one SUITE|SCRIPT: its output goes into a log of its own; the exit code lies beside it
run_one() {
    local name status=0
    name=$(basename "$1" .sh)
    if [ "$name" = "$1" ]; then
        timeout --kill-after=30 1800 dotnet "tests/$name/bin/Release/net10.0/$name.dll" \
            -noLogo -noColor -result-trx "$results/$name.trx" >"$results/$name.log" 2>&1 || status=$?
    else
        bash "$1" >"$results/$name.log" 2>&1 || status=$?
    fi
    echo "$status" >"$results/$name.status"
    echo "   $name has ended"
}

# status_of NAME: its exit code
status_of() {
    cat "$results/$1.status" 2>/dev/null || echo none
    rm -f "$results/$1.status"
}

# count_suite NAME: shows what it said and adds it up
count_suite() {
    local name=$1 log="$results/$1.log" summary status
    status=$(status_of "$name")
    echo "== $name"
    cat "$log"

    summary=$(grep -E "Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+" "$log" | tail -n 1)
    local total errors bad unasked
    total=$(figure Total "$summary")
    if [ "${total:-0}" -eq 0 ]; then
        echo "$name ran no test (exit code $status): counted as failed."
        failed=$((failed + 1))
        return
    fi
    bad=$(figure Failed "$summary") errors=$(figure Errors "$summary")
    unasked=$(($(figure Skipped "$summary") + $(figure "Not Run" "$summary")))
    passed=$((passed + total - bad - unasked)) skipped=$((skipped + unasked))
    bad=$((bad + errors))
    if [ "$bad" -eq 0 ] && [ "$status" != 0 ]; then
        echo "$name ended with exit code $status although no test failed: counted as failed."
        bad=1
    fi
    failed=$((failed + bad))
}

# run_all SUITE|SCRIPT...: two at a time, in this order. Most of a suite's time is waiting for programs, clocks and locks: one after the
# other they kept one core of two busy.
run_all() {
    export results
    export -f run_one
    printf '%s\n' "$@" | xargs -P 2 -I ONE bash -c 'run_one ONE'
}

# A device stage either ends with its own "N passed, N failed" line or counts as one test; 77 means it cannot run here.
count_device() {
    local script=$1 log status line
    log="$results/$(basename "$script" .sh).log"
    status=$(status_of "$(basename "$script" .sh)")
    echo "== $script"
    cat "$log"
    line=$(grep -Eo '^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$log" | tail -n 1)
    if [ "$status" = 77 ]; then
        skipped=$((skipped + 1))
    elif [ -n "$line" ]; then
        local numbers
        read -ra numbers <<<"$(tr -dc '0-9 ' <<<"$line")"
        passed=$((passed + numbers[0])) skipped=$((skipped + ${numbers[2]:-0}))
        if [ "${numbers[1]}" -eq 0 ] && [ "$status" != 0 ]; then failed=$((failed + 1)); else failed=$((failed + numbers[1])); fi
    elif [ "$status" = 0 ]; then
        passed=$((passed + 1))
    else
        echo "$script failed with exit code $status."
        failed=$((failed + 1))
    fi
}

bash scripts/install-system-packages.sh tests || echo "Going on without: tests that need a missing program say so."

echo "== build"
if ! build Qwen.SemanticKernel.sln; then
    echo "The build failed."
    failed=1
    finish
fi

# the training is no part of the solution and sees what is internal: whatever changes there has to keep it whole
echo "== training"
if build training/Qwen.DemoModel.Tests -p:LibTorch=false 2>&1 | tee "$results/training.log"; then
    passed=$((passed + 1))
else
    echo "failed  the training does not build" | tee -a "$results/training.log"
    failed=$((failed + 1))
fi
stop_compiler

# The longest first, so that none of them is left over at the end. The devices build: the first when the packages are packed, the second
# when the first is done.
suites=(Qwen.VisionLanguage.Tests Qwen.Packaging.Tests Qwen.Videos.Tests Qwen.Screens.Browser.Tests Qwen.Orleans.Tests)
long=${#suites[@]}
for project in tests/*/*.Tests.csproj; do
    # a device's program is no suite of its own: its script below runs it where the device is
    name=$(basename "$project" .csproj)
    [[ " ${suites[*]} " == *" $name "* ]] || grep -q '<IsTestProject>false' "$project" || suites+=("$name")
done
devices=()
for device in directml webgpu; do
    [ ! -f "scripts/devices/run-$device.sh" ] || devices+=("scripts/devices/run-$device.sh")
done
run_all "${suites[@]:0:long}" "${devices[@]:0:1}" "${suites[@]:long:6}" "${devices[@]:1}" "${suites[@]:long+6}"
for name in "${suites[@]}"; do
    count_suite "$name"
done
for device in "${devices[@]}"; do
    count_device "$device"
done
finish
