# Sourced by the device scripts: where things are kept, and the environment in which a device is found.
# Everything lies in one folder outside the checkout, so a second run finds it ready.
devices_cache="${QWENVL_DEVICES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/qwenvl-devices}"
runtime_version=1.30.0 # of the natives on npm: the newest that holds both the DirectML and the WebGPU provider
natives="$devices_cache/onnxruntime-node-$runtime_version"
mesa="$devices_cache/mesa"
driver_json="$devices_cache/lavapipe.json"
wine_prefix="$devices_cache/wine"
wine=/usr/lib/wine/wine64 # Debian's wrapper asks for a 32-bit Wine that is not needed

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

# winedbg: a crash must end the process, not start a debugger that waits.
# virtual_heaps: without it Wine's Direct3D 12 exceeds the driver's push constants and becomes slow.
export_wine() {
    export WINEPREFIX="$wine_prefix" WINEARCH=win64 WINEDEBUG="${WINEDEBUG:--all}"
    export WINEDLLOVERRIDES="winedbg.exe=d;winemenubuilder.exe=d" VKD3D_CONFIG=virtual_heaps
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
