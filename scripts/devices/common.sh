# Sourced by the device scripts: where things are kept, and the environment in which a device is found.
# Everything lies in one folder outside the checkout, so a second run finds it ready.
devices_cache="${QWENVL_DEVICES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/qwenvl-devices}"
runtime_version=1.30.0 # of the natives on npm: the newest that holds both the DirectML and the WebGPU provider
natives="$devices_cache/onnxruntime-node-$runtime_version"
mesa="$devices_cache/mesa"
arm_system="$devices_cache/arm64"
driver_json="$devices_cache/lavapipe.json"
wine_prefix="$devices_cache/wine"
wine=/usr/lib/wine/wine64 # Debian's wrapper asks for a 32-bit Wine that is not needed

# operators are run without the library that keeps the runtime quiet
export ORT_DISABLE_TELEMETRY=1

# A device that cannot be had is not a failure: one line, and the exit code that test harnesses take for "skipped".
skip() {
    echo "SKIPPED: $*"
    exit 77
}

# The CPU's Vulkan driver; its compiled shaders are kept with everything else.
export_vulkan() {
    export VK_ICD_FILENAMES="$driver_json" VK_DRIVER_FILES="$driver_json"
    export XDG_RUNTIME_DIR="$devices_cache/runtime" MESA_SHADER_CACHE_DIR="$devices_cache/shaders"
    mkdir -p "$XDG_RUNTIME_DIR" "$MESA_SHADER_CACHE_DIR"
    chmod 700 "$XDG_RUNTIME_DIR"
}

# EnableWriteXorExecute: Wine loses track of code that .NET maps twice, and the runtime ends itself.
# winedbg: a crash must end the process, not start a debugger that waits.
# virtual_heaps: without it Wine's Direct3D 12 exceeds the driver's push constants and becomes slow.
export_wine() {
    export WINEPREFIX="$wine_prefix" WINEARCH=win64 WINEDEBUG="${WINEDEBUG:--all}"
    export WINEDLLOVERRIDES="winedbg.exe=d;winemenubuilder.exe=d" VKD3D_CONFIG=virtual_heaps
    export DOTNET_EnableWriteXorExecute=0
}

# Starts a display of its own on a free number (DXGI makes no factory without one); stop_display ends it.
start_display() {
    local report="$devices_cache/display.$$"
    Xvfb -displayfd 3 -screen 0 640x480x24 -nolisten tcp 3>"$report" >/dev/null 2>&1 &
    display_process=$!
    for _ in $(seq 100); do
        [ -s "$report" ] && break
        sleep 0.1
    done
    DISPLAY=":$(cat "$report")"
    rm -f "$report"
    [ "$DISPLAY" != ":" ] || skip "no virtual display could be started (Xvfb)"
    export DISPLAY
}

stop_display() {
    [ -z "${display_process:-}" ] || kill "$display_process" 2>/dev/null || true
    display_process=
}

# Ends what Wine left running in our own prefix, so that no process outlives the script.
stop_wine() {
    [ ! -x /usr/lib/wine/wineserver64 ] || WINEPREFIX="$wine_prefix" /usr/lib/wine/wineserver64 -k >/dev/null 2>&1 || true
}

# Prepares a device; where it cannot be had, says why in a line that counts as one skipped check, and ends well.
prepare_or_skip() {
    local code=0
    bash "$(dirname "${BASH_SOURCE[0]}")/prepare.sh" "$1" || code=$?
    [ $code != 77 ] || { echo "0 passed, 0 failed, 1 skipped"; exit 0; }
    [ $code = 0 ] || { echo "failed  prepare.sh $1 ended with $code"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
    results="$devices_cache/log/$1.results"
    : >"$results"
}

# Prints a result line and keeps it for the count.
report() { tee -a "$results"; }

# Runs the test program ("$@", completed by the stage's name) once per stage, the script's own_stages first: a process each, so that a crash costs one.
run_stages() {
    local stage log code goldens
    goldens="$(realpath -m "${QWENVL_GOLDENS:-../shared/goldens}")"
    export QWENVL_GOLDENS="$goldens"
    local stages=(${own_stages:-} operators demo)
    if [ -d "$goldens/checkpoints" ] && [ -d "$goldens/model" ]; then
        for stage in "$goldens"/checkpoints/*/; do stages+=("$(basename "$stage")"); done
    else
        echo "skipped golden checkpoints: there are no golden data at $goldens (QWENVL_GOLDENS)" | report
    fi
    for stage in "${stages[@]}"; do
        log="$devices_cache/log/stage.$$"
        code=0
        # from elsewhere: a session that cannot be opened leaves its profile in the current folder
        timeout -k 10 900 env -C "$devices_cache/log" "$@" "$stage" >"$log" 2>&1 </dev/null || code=$?
        # letters of a foreign code page would make the log binary to what reads it
        tr -cd '\n -~' <"$log" | grep -E '^(passed|failed|skipped) ' | report || true
        if ! grep -aq '^finished' "$log"; then
            echo "failed  stage $stage ended with $code: $(tr -d '\r' <"$log" | grep -aE '^running' | tail -n 1)" | report
            grep -avE '^(passed|running)' "$log" | tail -n 20
        fi
        rm -f "$log" "$devices_cache"/log/onnxruntime_profile_*.json
    done
}

# The last line: what scripts read.
summarise() {
    local passed failed skipped
    passed=$(grep -c '^passed ' "$results" || true)
    failed=$(grep -c '^failed ' "$results" || true)
    skipped=$(grep -c '^skipped ' "$results" || true)
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
}
